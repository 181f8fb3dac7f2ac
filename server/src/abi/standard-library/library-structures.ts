import { exact, unknown, type Known } from '../../base/known.js';
import type { Location } from '../../base/range.js';
import {
  lazily,
  NO_SPECIAL_MEMBERS,
  NOT_DECLARED,
  type CppAbiArgument,
  type CppAbiLibraryType,
  type CppAbiRecord,
  type CppAbiType,
  type CppRecordDefinition,
} from '../model.js';
import { formatType } from '../names.js';
import type { SizeAlign, Target } from '../target.js';

/** What a structure may ask of the types that it is made of. */
export interface StructureContext {
  readonly target: Target;
  /** `std::is_empty` and not marked `final`. */
  isEmptyBase(type: CppAbiType): Known<boolean>;
  sizeOf(type: CppAbiType): Known<SizeAlign>;
  /** What can be done with objects of the type. */
  copiesOf(type: CppAbiType): Known<Copies>;
}

/** Which of `std::is_copy_constructible`, `is_move_constructible` and so on hold. */
export interface Copies {
  readonly copyConstructor: boolean;
  readonly moveConstructor: boolean;
  readonly copyAssignment: boolean;
  readonly moveAssignment: boolean;
}

/**
 * The record that a library makes of the template's arguments, base classes and all: then the layout of
 * `tuple<E, int>` with an empty `E` follows from the rules that hold for every class. Null for classes
 * that are measured instead.
 *
 * @see libstdc++ 12, libc++ 19, Microsoft's STL of Visual Studio 2022: the headers named like the class
 */
export function structureOf(type: CppAbiLibraryType, context: StructureContext): Known<CppAbiRecord> | null {
  const build = STRUCTURES[type.name];
  return build ? build(type, new Builder(type, context)) : null;
}

/** The classes that are laid out alike by all libraries. */
export const isAlikeEverywhere = (name: string): boolean => ALIKE.has(name);

const ALIKE: ReadonlySet<string> = new Set([
  'std::array',
  'std::pair',
  'std::complex',
  'std::chrono::duration',
]);

type Build = (type: CppAbiLibraryType, builder: Builder) => Known<CppAbiRecord> | null;

const STRUCTURES: Readonly<Partial<Record<string, Build>>> = {
  'std::array': (type, to) => {
    const [element] = to.types;
    const count = type.arguments[1];
    if (!element || count?.kind !== 'constant') return to.beyond();
    if (count.value <= 0n) return unknown('an array of no elements differs between the libraries');
    return exact(to.plain([{ kind: 'array', element, count: Number(count.value) }]));
  },
  'std::pair': (_, to) => (to.types.length === 2 ? exact(to.own([], to.types)) : to.beyond()),
  'std::complex': (_, to) => {
    const [element] = to.types;
    return element ? exact(to.own([], [{ kind: 'array', element, count: 2 }])) : to.beyond();
  },
  'std::chrono::duration': (_, to) => (to.types[0] ? exact(to.trivial([to.types[0]])) : to.beyond()),
  'std::chrono::time_point': (_, to) => (to.types[1] ? exact(to.own([], [to.types[1]])) : null),
  'std::optional': (_, to) => to.optional(),
  'std::variant': (_, to) => to.variant(),
  'std::expected': (_, to) => to.expected(),
  'std::tuple': (_, to) => (to.types.length === 0 ? null : to.tuple()),
  'std::unique_ptr': (_, to) => to.uniquePointer(),
  'std::bitset': (type, to) => to.bitset(type.arguments[0]),
  'std::atomic': (_, to) => to.atomic(),
  'std::stack': (_, to) => to.adaptor(),
  'std::queue': (_, to) => to.adaptor(),
};

const BOOL: CppAbiType = { kind: 'builtin', name: 'bool' };
const CHAR: CppAbiType = { kind: 'builtin', name: 'char' };

const isVoid = (type: CppAbiType): boolean => type.kind === 'builtin' && type.name === 'void';

/** libstdc++ saves no room for one in another. @see `__is_empty_non_tuple` in its `<tuple>` */
const isFilledTuple = (type: CppAbiType): boolean =>
  type.kind === 'library' && type.name === 'std::tuple' && type.arguments.length > 0;

type Member = CppAbiType | { readonly sharesAddress: CppAbiType };

class Builder {
  readonly types: readonly CppAbiType[];
  readonly #type: CppAbiLibraryType;
  readonly #context: StructureContext;

  constructor(type: CppAbiLibraryType, context: StructureContext) {
    this.types = type.arguments.flatMap((argument) => (argument.kind === 'type' ? [argument.type] : []));
    this.#type = type;
    this.#context = context;
  }

  get #library(): Target['standardLibrary'] {
    return this.#context.target.standardLibrary;
  }

  beyond(): Known<CppAbiRecord> {
    return unknown(`${formatType(this.#type)}: the tables do not cover these template arguments`);
  }

  /** The class itself without constructors of its own. */
  plain(members: readonly Member[]): CppAbiRecord {
    return recordOf('struct', this.#type, [], members, false);
  }

  /** The class itself; it has constructors. */
  own(bases: readonly CppAbiRecord[], members: readonly Member[]): CppAbiRecord {
    return recordOf('struct', this.#type, bases, members, true);
  }

  /** The class itself; it has constructors, but keeps its default one trivial. */
  trivial(members: readonly Member[]): CppAbiRecord {
    return recordOf('struct', this.#type, [], members, 'defaulted');
  }

  /** A class inside of it that nobody sees. */
  #inner(bases: readonly (CppAbiRecord | CppAbiType)[], members: readonly Member[]): CppAbiRecord {
    return recordOf('struct', null, bases, members, true);
  }

  #union(members: readonly Member[]): CppAbiType {
    return recordType(recordOf('union', null, [], members, true));
  }

  optional(): Known<CppAbiRecord> {
    const [value] = this.types;
    if (!value) return this.beyond();
    const members = [this.#union([CHAR, value]), BOOL];
    const payload = this.#inner([], members);
    if (this.#library !== 'libc++') return exact(this.own([], [recordType(payload)]));
    return derived(this.#context.copiesOf(value), (copies) => this.own([payload, ...gatesOf([copies])], []));
  }

  variant(): Known<CppAbiRecord> {
    const { types } = this;
    if (types.length === 0 || types.length > 126) return this.beyond();
    const index: CppAbiType = {
      kind: 'builtin',
      name: this.#library === 'libc++' ? 'unsigned int' : 'unsigned char',
    };
    const members = [this.#union(types), index];
    if (this.#library !== 'libc++') return exact(this.own([], members));
    const traits = allKnown(types.map((type) => this.#context.copiesOf(type)));
    return derived(traits, (known) => this.own(gatesOf(known), [recordType(this.#inner([], members))]));
  }

  expected(): Known<CppAbiRecord> {
    const [value, error] = this.types;
    if (!value || !error || this.types.length !== 2) return this.beyond();
    const values = isVoid(value) ? [error] : [value, error];
    if (this.#library !== 'libc++') return exact(this.own([], [this.#union(values), BOOL]));
    const alternatives = isVoid(value) ? [recordType(this.#inner([], [])), error] : values;
    const union = this.#union(alternatives.map((type) => ({ sharesAddress: type })));
    const both = this.#inner([], [{ sharesAddress: union }, { sharesAddress: BOOL }]);
    const sizes = allKnown([this.#context.sizeOf(recordType(both)), this.#context.sizeOf(union)]);
    return derived(sizes, ([together, alone]) => {
      // The flag goes into the tail padding of the value, or else others may use the expected's own.
      const inTail = together?.size === alone?.size;
      const held = recordType(this.#inner([], [inTail ? { sharesAddress: union } : union]));
      const inside = recordType(this.#inner([], [{ sharesAddress: held }, { sharesAddress: BOOL }]));
      const base = this.#inner([], [inTail ? inside : { sharesAddress: inside }]);
      return this.own([base], []);
    });
  }

  tuple(): Known<CppAbiRecord> {
    return derived(this.#tupleOf(this.types), ({ bases, members }) => this.own(bases, members));
  }

  #tupleOf(types: readonly CppAbiType[]): Known<{ bases: CppAbiRecord[]; members: Member[] }> {
    if (this.#library === 'msvc') {
      const none = this.#inner([], []);
      const rest = types
        .slice(1)
        .reduceRight((base, type) => this.#inner([base], [recordType(this.#inner([], [type]))]), none);
      const [first] = types;
      return exact({ bases: [rest], members: first ? [recordType(this.#inner([], [first]))] : [] });
    }
    const empties = allKnown(types.map((type) => this.#context.isEmptyBase(type)));
    return derived(empties, (empty) => {
      if (this.#library === 'libc++') {
        const leaves = types.map((type, i) => (empty[i] ? this.#inner([type], []) : this.#inner([], [type])));
        return { bases: [], members: [recordType(this.#inner(leaves, []))] };
      }
      const heads = types.map((type, i) =>
        this.#inner([], [empty[i] && !isFilledTuple(type) ? { sharesAddress: type } : type]),
      );
      const all = heads.reduceRight<CppAbiRecord | null>(
        (rest, head) => this.#inner(rest ? [rest, head] : [head], []),
        null,
      );
      return { bases: all ? [all] : [], members: [] };
    });
  }

  /** A deleter that is a class may bring a pointer type of its own, which cannot be seen here. */
  uniquePointer(): Known<CppAbiRecord> | null {
    const [object, deleter] = this.types;
    if (!object || !deleter || (deleter.kind === 'library' && deleter.name === 'std::default_delete'))
      return null;
    const pointer: CppAbiType = {
      kind: 'pointer',
      pointee: object.kind === 'array' ? object.element : object,
    };
    const assumption = `${formatType(deleter)} has no \`pointer\` of its own`;
    const isPlain = deleter.kind === 'pointer' || deleter.kind === 'reference';
    const held = isPlain ? pointer : { ...pointer, assumption };
    return derived(this.#pairOf(held, deleter), (pair) => this.own([], [recordType(pair)]));
  }

  /** Where the pointer and the deleter stand: a deleter without data takes no room. */
  #pairOf(pointer: CppAbiType, deleter: CppAbiType): Known<CppAbiRecord> {
    if (this.#library === 'libstdc++') {
      const tuple = this.#tupleOf([pointer, deleter]);
      return derived(tuple, ({ bases, members }) => this.#inner(bases, members));
    }
    return derived(this.#context.isEmptyBase(deleter), (empty) => {
      if (this.#library === 'msvc') {
        return empty ? this.#inner([deleter], [pointer]) : this.#inner([], [deleter, pointer]);
      }
      const second = empty ? this.#inner([deleter], []) : this.#inner([], [deleter]);
      return this.#inner([this.#inner([], [pointer]), second], []);
    });
  }

  bitset(count: CppAbiArgument | undefined): Known<CppAbiRecord> {
    if (count?.kind !== 'constant' || count.value <= 0n) return this.beyond();
    const { target } = this.#context;
    const bits = Number(count.value);
    const name =
      this.#library === 'libstdc++'
        ? 'unsigned long'
        : this.#library === 'libc++'
          ? target.spelling.size_t
          : bits <= 32
            ? 'unsigned long'
            : 'unsigned long long';
    const size = target.fundamental[name]?.size ?? 8;
    const element: CppAbiType = { kind: 'builtin', name };
    return exact(this.own([], [{ kind: 'array', element, count: Math.ceil(bits / (8 * size)) }]));
  }

  /** Of a scalar: has its size and is aligned to it, also where the scalar is not (8-byte types on i686). */
  atomic(): Known<CppAbiRecord> | null {
    const [value] = this.types;
    if (!value || value.kind === 'library') return null;
    if (value.kind !== 'builtin' && value.kind !== 'pointer' && value.kind !== 'enum') return this.beyond();
    const size = this.#context.sizeOf(value);
    if (size.status !== 'unknown' && size.value.size > 8) return this.beyond();
    return derived(size, (known) => this.own([], [{ kind: 'aligned', type: value, alignment: known.size }]));
  }

  /** `stack` and `queue` are what their container is. */
  adaptor(): Known<CppAbiRecord> | null {
    const container = this.types[1];
    return container ? exact(this.own([], [container])) : null;
  }
}

const recordType = (record: CppAbiRecord): CppAbiType => ({ kind: 'record', record });

/**
 * The empty bases by which libc++'s `optional` and `variant` delete their copies and moves. All classes
 * with equal traits share them, so that one inside another cannot stand at its address.
 */
function gatesOf(held: readonly Copies[]): CppAbiRecord[] {
  const all = (kind: keyof Copies): boolean => held.every((each) => each[kind]);
  const gate = (what: string, copies: boolean, moves: boolean): CppAbiRecord => {
    const key = `${what} ${copies} ${moves}`;
    let known = GATES.get(key);
    if (!known) GATES.set(key, (known = recordOf('struct', null, [], [], false)));
    return known;
  };
  const [copies, moves] = [all('copyConstructor'), all('moveConstructor')];
  return [
    gate('construct', copies, moves),
    gate('assign', copies && all('copyAssignment'), moves && all('moveAssignment')),
  ];
}

const GATES = new Map<string, CppAbiRecord>();

/** All values, or the first that is unknown. */
function allKnown<T>(knowns: readonly Known<T>[]): Known<readonly T[]> {
  const values: T[] = [];
  for (const known of knowns) {
    if (known.status === 'unknown') return known;
    values.push(known.value);
  }
  const assumption = knowns.flatMap((known) => (known.status === 'assumed' ? [known.assumption] : []));
  return assumption.length === 0
    ? exact(values)
    : { status: 'assumed', value: values, because: [], assumption: [...new Set(assumption)].join('; ') };
}

const derived = <T, U>(known: Known<T>, build: (value: T) => U): Known<U> =>
  known.status === 'unknown' ? known : { ...known, value: build(known.value) };

function recordOf(
  kind: 'struct' | 'union',
  named: CppAbiLibraryType | null,
  bases: readonly (CppAbiRecord | CppAbiType)[],
  members: readonly Member[],
  constructors: boolean | 'defaulted',
): CppAbiRecord {
  const definition: CppRecordDefinition = {
    bases: bases.map((base) => ({
      type: 'define' in base ? recordType(base) : base,
      virtual: false,
      access: 'public',
      location: null,
    })),
    fields: members.map((member, index) => ({
      name: `${index}`,
      type: 'sharesAddress' in member ? member.sharesAddress : member,
      bitWidth: null,
      alignment: 0,
      packed: false,
      noUniqueAddress: 'sharesAddress' in member ? 'standard' : null,
      access: 'public',
      hasInitializer: false,
      location: null,
    })),
    special: specialMembers(constructors),
    functions: [],
    alignment: 0,
    alignas: false,
    packed: false,
    pragmaPack: null,
    trivialAbi: false,
    emptyBases: false,
    final: false,
    microsoftStruct: null,
    relocationClaims: [],
  };
  return {
    name: [{ kind: 'record', name: named ? formatType(named) : '', arguments: null, abiTags: [] }],
    kind,
    anonymous: false,
    location: null,
    define: lazily(() => exact(definition)),
  };
}

/** Its constructors besides copy and move, which the tables answer for. */
function specialMembers(constructors: boolean | 'defaulted'): CppRecordDefinition['special'] {
  if (constructors === false) return NO_SPECIAL_MEMBERS;
  const state = constructors === 'defaulted' ? 'defaulted' : 'user-provided';
  return {
    ...NO_SPECIAL_MEMBERS,
    defaultConstructor: { ...NOT_DECLARED, state },
    otherConstructor: IN_THE_LIBRARY,
  };
}

const IN_THE_LIBRARY: Location = {
  uri: 'std:',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
};
