import { shapeKey, signatureKey, type BridgeFunction } from './cxx-functions.js';
import type { CxxShape } from './cxx-shapes.js';
import { commonPrefixLength, escapeRustKeyword, firstFree, snakeCase } from './rust-names.js';

/**
 * A Rust name for each function of a bridge: its own in snake case where it is alone. Overloads are
 * told apart by what they take, never by their order:
 *
 * - where one takes least and others take the same and more, it keeps the name: `insert(value)` and
 *   `insert(value, index)` are `insert` and `insert_with_index`;
 * - others are called after the parameters that only they have, `append_line` and `append_summary`, or
 *   after the types where the names are the same, `set_i32` and `set_f64`;
 * - of a `const` and a non-`const` overload the latter ends in `_mut`.
 */
export function nameFunctions(functions: readonly BridgeFunction[]): ReadonlyMap<BridgeFunction, string> {
  const names = new Map<BridgeFunction, string>();
  for (const scope of groupBy(functions, ({ owner }) => owner?.path.join('::') ?? '').values()) {
    nameScope(scope, names);
  }
  return names;
}

/**
 * Names the members of one class, or all free functions, which share one module: `init` of the namespaces
 * `audio` and `video` is `audio_init` and `video_init`.
 */
function nameScope(functions: readonly BridgeFunction[], names: Map<BridgeFunction, string>): void {
  const proposals: Proposal[] = [];
  const byCppName = groupBy(functions, (fn) => [...fn.namespace, fn.item.name].join('::'));
  for (const overloads of byCppName.values()) {
    for (const [fn, name] of nameOverloads(overloads)) proposals.push({ fn, name });
  }
  const taken = new Set<string>();
  for (const [name, rivals] of groupBy(proposals, (proposal) => proposal.name)) {
    if (rivals.length === 1) taken.add(escapeRustKeyword(name));
  }
  // The order of declaration must not decide who gets the plain name.
  proposals.sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
  for (const [name, rivals] of groupBy(proposals, (proposal) => proposal.name)) {
    const shared = commonPrefixLength(rivals.map(({ fn }) => fn.namespace));
    for (const { fn } of rivals) {
      const prefix = fn.owner ? [] : fn.namespace.slice(shared).map(snakeCase);
      const own = escapeRustKeyword([...prefix, name].join('_'));
      const free = rivals.length === 1 ? escapeRustKeyword(name) : firstFree(own, taken);
      taken.add(free);
      names.set(fn, free);
    }
  }
}

interface Proposal {
  readonly fn: BridgeFunction;
  readonly name: string;
}

/** Who is called so in C++ too goes first. */
const orderKey = ({ fn, name }: Proposal): string =>
  [fn.item.name === name ? 0 : 1, ...fn.namespace, fn.item.name, signatureKey(fn)].join(' ');

function nameOverloads(overloads: readonly BridgeFunction[]): Map<BridgeFunction, string> {
  const names = new Map<BridgeFunction, string>();
  const base = snakeCase(overloads[0]?.item.name ?? '');
  const lists = [...groupBy(overloads, parameterKey).values()];
  const suffixes = suffixesOf(lists.map(([first]) => first?.parameters ?? []));
  for (const [index, alike] of lists.entries()) {
    const pair = alike.length > 1;
    for (const fn of alike) {
      names.set(fn, `${base}${suffixes[index] ?? ''}${pair && fn.receiver?.mutable ? '_mut' : ''}`);
    }
  }
  return names;
}

type Parameters = BridgeFunction['parameters'];

/** What tells each of several parameter lists from the others, with its underscore; empty for a single one. */
function suffixesOf(lists: readonly Parameters[]): string[] {
  if (lists.length === 1) return [''];
  const nameSets = lists.map((list) => new Set(list.map(({ name }) => name)));
  const base = baseOf(nameSets);
  const proposals = lists.map((list, index) => {
    const names = nameSets[index] ?? new Set();
    if (base && isSubset(base, names)) {
      const more = list.filter(({ name }) => !base.has(name)).map(wordOf);
      return more.length === 0 ? '' : `_with_${more.join('_and_')}`;
    }
    const others = nameSets.filter((other) => other !== names);
    const unique = list.filter(({ name }) => !others.some((other) => other.has(name)));
    const own =
      unique.length > 0 ? unique : list.filter(({ name }) => !others.every((other) => other.has(name)));
    return own.map((parameter) => `_${wordOf(parameter)}`).join('');
  });
  const byProposal = groupBy(lists, (_, index) => proposals[index] ?? '');
  return proposals.map((proposal, index) => {
    const rivals = byProposal.get(proposal) ?? [];
    const list = lists[index];
    return rivals.length === 1 || !list ? proposal : `${proposal}${typeSuffix(list, rivals)}`;
  });
}

/** The parameter names that others only add to; null where no overload is the least one. */
function baseOf(nameSets: readonly ReadonlySet<string>[]): ReadonlySet<string> | null {
  const least = nameSets.filter(
    (names) =>
      nameSets.some((other) => other.size > names.size && isSubset(names, other)) &&
      !nameSets.some((other) => other.size < names.size && isSubset(other, names)),
  );
  const [first] = least;
  return first && least.every((names) => isSubset(names, first)) ? first : null;
}

const isSubset = (part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
  [...part].every((name) => whole.has(name));

/** The types of the parameters in which lists of equal names differ: `_i32`, `_str_f64`. */
function typeSuffix(list: Parameters, rivals: readonly Parameters[]): string {
  const differing = list.filter(({ shape }, index) =>
    rivals.some((rival) => {
      const other = rival[index];
      return other === undefined || shapeKey(other.shape) !== shapeKey(shape);
    }),
  );
  return differing.map(({ shape }) => `_${typeWord(shape)}`).join('');
}

/** `class_` names a parameter, `class` is the word; one without a name is called by its type. */
const wordOf = ({ name, shape }: Parameters[number]): string =>
  /^arg\d+$/.test(name) ? typeWord(shape) : name.replace(/_+$/, '');

function typeWord(shape: CxxShape): string {
  switch (shape.kind) {
    case 'void':
      return 'void';
    case 'scalar':
      return shape.name === 'c_char' ? 'char' : shape.name;
    case 'type':
      return snakeCase(shape.type.path.at(-1) ?? '');
    case 'cxx-string':
      return 'cxx_string';
    case 'rust-string':
      return 'string';
    case 'str':
      return 'str';
    case 'slice':
      return `${typeWord(shape.of)}_slice`;
    case 'array':
      return `${typeWord(shape.of)}_array`;
    case 'generic':
      return `${typeWord(shape.of)}_${GENERIC_WORDS[shape.name]}`;
    case 'reference':
      return typeWord(shape.to);
    case 'pointer':
      return `${typeWord(shape.to)}_ptr`;
    default:
      return shape satisfies never;
  }
}

const GENERIC_WORDS = {
  UniquePtr: 'owned',
  SharedPtr: 'shared',
  WeakPtr: 'weak',
  CxxVector: 'vector',
  Vec: 'vec',
};

const parameterKey = ({ parameters }: BridgeFunction): string =>
  parameters.map(({ shape }) => shapeKey(shape)).join(', ');

function groupBy<T>(items: readonly T[], keyOf: (item: T, index: number) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item, index);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
