import type { Uri } from '../base/range.js';
import { cppContext } from '../boundary/lowering/cpp-lowering.js';
import type { TargetView } from '../boundary/target-view.js';
import type { CppBase, CppFacts, CppFunction, CppRecord } from '../facts/cpp/cpp-facts.js';
import { qualifiedName } from '../program/cpp-names.js';

/** Which names of a header are to be bound: all, or those that `only` names or that belong to one of them. */
export class Selection {
  readonly #only: readonly string[];
  readonly #unmet: Set<string>;

  constructor(only: readonly string[]) {
    this.#only = only;
    this.#unmet = new Set(only);
  }

  get isEverything(): boolean {
    return this.#only.length === 0;
  }

  /** True where `name`, a qualified one, is asked for by itself: `telemetry::Panel` by `Panel`. */
  names(name: string): boolean {
    let named = false;
    for (const asked of this.#only) {
      if (name !== asked && !name.endsWith(`::${asked}`)) continue;
      this.#unmet.delete(asked);
      named = true;
    }
    return named;
  }

  includes(name: string): boolean {
    return this.isEverything || this.names(name);
  }

  /** What nothing was found for, once all names of the header were asked. */
  get unmet(): readonly string[] {
    return [...this.#unmet];
  }
}

/** A public member function, with the class whose declaration it is. */
export interface PublicMethod {
  readonly uri: Uri;
  readonly record: CppRecord;
  readonly item: CppFunction;
  /** Two base classes have it, so that its name says nothing. */
  readonly ambiguous: boolean;
}

const MAXIMUM_DEPTH = 16;

/**
 * The member functions that `object.name()` finds: its own, and those of public, non-virtual bases that
 * it does not hide. (A pointer to a member of a virtual base cannot become one of the class.)
 *
 * @see C++ [class.member.lookup], [conv.mem]
 */
export function publicMethods(view: TargetView, uri: Uri, record: CppRecord, depth = 0): PublicMethod[] {
  const own = record.methods.filter((item) => item.kind !== 'constructor' && item.kind !== 'destructor');
  const hidden = new Set(own.map(({ name }) => name));
  const inherited = new Map<string, PublicMethod[]>();
  for (const base of depth < MAXIMUM_DEPTH ? record.bases : []) {
    if (base.virtual || base.access !== 'public') continue;
    const lowered = view.cpp.type(base.type, cppContext(uri, record.scope));
    const source = lowered.kind === 'record' ? view.cpp.sourceOf(lowered.record) : undefined;
    if (!source?.item.definition || source.item.template) continue;
    const found = publicMethods(view, source.uri, source.item, depth + 1).filter(
      ({ item }) => !hidden.has(item.name),
    );
    for (const name of new Set(found.map(({ item }) => item.name))) {
      const here = found.filter(({ item }) => item.name === name);
      const earlier = inherited.get(name);
      inherited.set(name, earlier ? [...earlier, ...here].map((m) => ({ ...m, ambiguous: true })) : here);
    }
  }
  return [
    ...own
      .filter((item) => item.access === 'public' && !item.deleted)
      .map((item) => ({ uri, record, item, ambiguous: false })),
    ...[...inherited.values()].flat().filter(({ item }) => item.kind === 'method'),
  ];
}

/** Public bases whose members `publicMethods` leaves out, each with the reason. */
export function* basesNotSearched(
  view: TargetView,
  uri: Uri,
  record: CppRecord,
): Iterable<{ readonly base: CppBase; readonly reason: string }> {
  for (const base of record.bases) {
    if (base.access !== 'public') continue;
    const lowered = view.cpp.type(base.type, cppContext(uri, record.scope));
    const source = lowered.kind === 'record' ? view.cpp.sourceOf(lowered.record) : undefined;
    if (base.virtual) yield { base, reason: 'the base is virtual' };
    else if (!source?.item.definition) yield { base, reason: 'its definition was not found' };
    else if (source.item.template) yield { base, reason: 'it is an instance of a template' };
  }
}

/** Public constructors other than those that copy and move, which belong to the class's values. */
export const publicConstructors = (record: CppRecord): readonly CppFunction[] =>
  record.methods.filter(
    (item) =>
      item.kind === 'constructor' &&
      item.access === 'public' &&
      !item.deleted &&
      !copiesOrMoves(record, item),
  );

/** `A(const A &)`, `A(A &&)`, `operator=(const A &)` and the like. @see C++ [class.copy.ctor], [class.copy.assign] */
export function copiesOrMoves(record: CppRecord, item: CppFunction): boolean {
  if (item.kind !== 'constructor' && !/^(?:operator)?\s*=$/.test(item.name)) return false;
  const [first, ...rest] = item.signature.parameters;
  if (!first || rest.some(({ hasDefault }) => !hasDefault)) return false;
  const type = first.type.kind === 'reference' ? first.type.referent : first.type;
  return type.kind === 'named' && type.name.segments.at(-1)?.name === record.name;
}

/** Free functions, one for each signature as written: a definition repeats its declaration. */
export function* freeFunctions(facts: CppFacts): Iterable<CppFunction> {
  const declared = new Set(facts.functions.filter(({ friend }) => !friend).map(qualifiedName));
  for (const item of facts.functions) {
    if (item.deleted || item.scope.some(({ kind }) => kind === 'record')) continue;
    if (item.friend && declared.has(qualifiedName(item))) continue;
    yield item;
  }
}
