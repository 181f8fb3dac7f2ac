import { comparePositions, type Uri } from '../base/range.js';
import type { CppBase, CppName, CppScope, CppUsing } from '../facts/cpp/cpp-facts.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import type { CppDeclarationOf, CppPlace, CppTypeDeclaration } from './cpp-declarations.js';
import type { CppIndex, Placed } from './cpp-index.js';
import type { NamedNamespace } from './cpp-namespaces.js';
import { isScope, namesOf, type FullName } from './cpp-scopes.js';
import { isDependent, isMemberOfLibraryClasses } from './dependent-names.js';

/** What a lookup came to. */
export type Outcome<T> =
  | { readonly kind: 'found'; readonly items: readonly T[] }
  /** A `using` or an alias of a namespace names it, and nothing of that name was read: what lies outside is hidden. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'unsure'; readonly reason: string }
  | { readonly kind: 'nothing' };

/** What a walk asks of the files that were read. */
export interface Surroundings {
  readonly index: CppIndex;
  expandedScope(scope: readonly CppScope[]): readonly CppScope[];
  /** Types of this qualified name that no `#if` leaves out at the place. */
  typesAt(name: FullName, place: CppPlace): readonly CppTypeDeclaration[];
  /** The one that is meant of several. */
  choose(types: readonly CppTypeDeclaration[], place: CppPlace): CppTypeDeclaration | null;
  /** Whether a declaration stands in front of the place, or in a file that is included there. */
  isSeen(declaration: CppTypeDeclaration, place: CppPlace): boolean;
  visibleFrom(uri: Uri): ReadonlySet<Uri>;
  /** The directives `using namespace` that hold in a file. */
  directivesSeenFrom(uri: Uri): readonly Placed<CppUsing>[];
  /** The qualified names of the namespaces that a directive nominates. */
  targetsOf(directive: Placed<CppUsing>): readonly (readonly string[])[];
  /** The namespaces of a qualified name. */
  namespacesAt(name: FullName): readonly NamedNamespace[];
  /** Whether a namespace is opened in front of a place, or in a file that is included there. */
  seesNamespace(namespace: NamedNamespace, place: CppPlace): boolean;
}

/** What is declared under a qualified name. */
export type At<T> = (name: FullName) => readonly T[];

/** What is looked up: only namespaces are behind aliases of them, and only constants come by `using enum`. */
export type Sought = 'type' | 'constant' | 'namespace';

/** Scopes that one question may enter; valid code needs some dozens. */
const MOST_SCOPES = 1000;

/**
 * One lookup, as C++ goes from scope to scope. It knows no kinds of entities: `at` says what is declared under a
 * qualified name.
 *
 * @see C++ [basic.lookup.unqual], [basic.lookup.qual], [class.member.lookup], [namespace.udir], [temp.dep]
 */
export class ScopeWalk<T> {
  /** What the answer rests on: that classes which were not read do not declare the name. */
  readonly assumptions = new Set<string>();
  readonly #around: Surroundings;
  readonly #place: CppPlace;
  readonly #at: At<T>;
  readonly #kind: Sought;
  readonly #budget: { left: number };
  /** Usings and classes that are being looked into: code may go in circles. */
  readonly #open: Set<unknown>;

  constructor(
    around: Surroundings,
    place: CppPlace,
    at: At<T>,
    kind: Sought,
    shared: { readonly budget: { left: number }; readonly open: Set<unknown> } = {
      budget: { left: MOST_SCOPES },
      open: new Set(),
    },
  ) {
    this.#around = around;
    this.#place = place;
    this.#at = at;
    this.#kind = kind;
    this.#budget = shared.budget;
    this.#open = shared.open;
  }

  /** What a path means at the place. */
  find(path: readonly string[], isGlobal: boolean): Outcome<T> {
    return isGlobal
      ? this.#in([], path, this.#place.uri, true)
      : this.#outward(path, this.#place.scope, this.#place.uri);
  }

  /** From the innermost scope outward. Directives make their names seen in the scope that holds both namespaces. */
  #outward(path: readonly string[], scope: readonly CppScope[], uri: Uri): Outcome<T> {
    const scopes = this.#around.expandedScope(scope);
    const names = namesOf(scopes);
    const nominated = new Map<number, (readonly string[])[]>();
    for (let depth = names.length; depth >= 0; depth--) {
      const here = names.slice(0, depth);
      if (depth > 0 && scopes[depth - 1]?.kind === 'record') {
        const outcome = this.#inClassAround(here, path, uri);
        if (outcome.kind !== 'nothing') return outcome;
        continue;
      }
      for (const target of this.#nominatedBy(here, uri)) {
        const anchor = Math.min(commonLength(here, target), depth);
        nominated.set(anchor, [...(nominated.get(anchor) ?? []), target]);
      }
      const outcome = merged([
        this.#in(here, path, uri, false, here.length),
        ...(nominated.get(depth) ?? []).map((target) => this.#in(target, path, uri, false)),
      ]);
      if (outcome.kind !== 'nothing') return outcome;
    }
    return { kind: 'nothing' };
  }

  /** A class around the place: its members, its own name, its template's parameters, the members of its bases. */
  #inClassAround(names: readonly string[], path: readonly string[], uri: Uri): Outcome<T> {
    const own = this.#declared(names, path, uri, { exact: names.length, inClass: true });
    if (own.kind !== 'nothing') return own;
    const [first = ''] = path;
    const classes = this.#classesAt(names, uri);
    const owner = classes.find(({ item }) => item.template?.parameters.some(({ name }) => name === first));
    if (owner) return unsure(`\`${first}\` is a parameter of the template \`${owner.item.name}\``);
    return this.#inBases(names, path, uri, true);
  }

  /**
   * A qualified name in a scope: what is declared there, else in the bases of a class, else what the directives of
   * a namespace make seen.
   */
  #in(
    names: readonly string[],
    path: readonly string[],
    uri: Uri,
    directives: boolean,
    exact = 0,
  ): Outcome<T> {
    if (this.#budget.left-- <= 0) return unsure(`\`${path.join('::')}\` leads through too many scopes`);
    const own = this.#declared(names, path, uri, { exact, inClass: false });
    if (own.kind !== 'nothing') return own;
    const inherited = this.#inBases(names, path, uri, false);
    if (inherited.kind !== 'nothing' || !directives) return inherited;
    return merged(this.#nominatedBy(names, uri).map((target) => this.#in(target, path, uri, true)));
  }

  #declared(
    names: readonly string[],
    path: readonly string[],
    uri: Uri,
    how: Pick<FullName, 'exact' | 'inClass'>,
  ): Outcome<T> {
    const [first = '', ...rest] = path;
    if (rest.length === 0) {
      const items = this.#declaredAs({ path: [...names, first], ...how });
      if (this.#kind === 'namespace') return merged([found(items), this.#throughNamespaceAlias(names, path)]);
      const outcome = merged([
        found(items),
        this.#broughtInto(names, path),
        ...(this.#kind === 'constant' ? this.#enumeratorsIn(names, first) : []),
      ]);
      const isOwnName = outcome.kind === 'nothing' && names.at(-1) === first;
      return isOwnName && this.#classesAt(names, uri).length > 0
        ? found(this.#declaredAs({ path: names, ...how, inClass: false }))
        : outcome;
    }
    const direct = this.#in([...names, first], rest, uri, true, how.exact);
    if (direct.kind !== 'nothing') return direct;
    const brought = this.#broughtInto(names, path);
    if (brought.kind !== 'nothing') return brought;
    const aliased = this.#throughNamespaceAlias(names, path);
    if (aliased.kind !== 'nothing') return aliased;
    const within = this.#throughTypeAlias([...names, first], rest, uri);
    if (within.kind !== 'nothing') return within;
    const hides = this.#around
      .namespacesAt(anyhow([...names, first]))
      .some((namespace) => this.#around.seesNamespace(namespace, this.#place));
    return hides ? { kind: 'elsewhere' } : within;
  }

  /** Of what an anonymous namespace has, only what the one around it has not is found under its name. */
  #declaredAs(name: FullName): readonly T[] {
    const own = this.#at({ ...name, exact: name.path.length });
    return own.length > 0 ? own : this.#at(name);
  }

  /** What `using a::b;` in a scope makes of a path there. */
  #broughtInto(names: readonly string[], path: readonly string[]): Outcome<T> {
    const usings = this.#holding(this.#around.index.usingsOf(path[0] ?? ''), names);
    return merged(usings.map((using) => this.#elsewhere(using, [...using.item.path, ...path.slice(1)])));
  }

  /** What `using enum E;` in a scope makes of the name of an enumerator there. @see C++ [enum.udecl] */
  #enumeratorsIn(names: readonly string[], name: string): Outcome<T>[] {
    return this.#holding([...this.#around.index.enumUsings()], names).map(({ uri, item }) => {
      if (this.#open.has(item)) return { kind: 'nothing' };
      const place = { ...this.#place, uri, scope: item.scope, end: item.range.start };
      const segments = item.path.map((segment) => ({ name: segment, arguments: null }));
      this.#open.add(item);
      const outcome = this.#typeNamed({ global: item.global, segments }, place, (full) =>
        this.#around.typesAt(full, place),
      );
      this.#open.delete(item);
      const meant = outcome.kind === 'found' ? this.#around.choose(outcome.items, place) : null;
      if (meant?.kind !== 'enum' || meant.item.unread !== null)
        return unsure(`which enumerators \`${item.path.join('::')}\` has is not known`);
      const path = [...namesOf(this.#around.expandedScope(meant.item.scope)), meant.item.name, name];
      return found(this.#at({ path, exact: path.length, inClass: false }));
    });
  }

  /** `fs::path` after `namespace fs = std::filesystem;` */
  #throughNamespaceAlias(names: readonly string[], path: readonly string[]): Outcome<T> {
    const aliases = this.#holding(this.#around.index.namespaceAliasesNamed(path[0] ?? ''), names);
    return merged(aliases.map((alias) => this.#elsewhere(alias, [...alias.item.path, ...path.slice(1)])));
  }

  /** Those of a scope; of the file scope only those that the file sees, for many files have their own. */
  #holding<U extends Placed<Pick<CppUsing, 'scope' | 'condition' | 'range'>>>(
    candidates: readonly U[],
    names: readonly string[],
  ): readonly U[] {
    return candidates.filter(
      ({ uri, item }) =>
        this.#isInEffect(uri, item) &&
        isScope(this.#around.expandedScope(item.scope), names) &&
        (names.length > 0 || uri === this.#place.uri || this.#around.visibleFrom(this.#place.uri).has(uri)),
    );
  }

  #elsewhere({ uri, item }: Placed<Pick<CppUsing, 'scope' | 'global'>>, path: readonly string[]): Outcome<T> {
    if (this.#open.has(item)) return { kind: 'nothing' };
    this.#open.add(item);
    const outcome = item.global ? this.#in([], path, uri, true) : this.#outward(path, item.scope, uri);
    this.#open.delete(item);
    return outcome.kind === 'nothing' ? { kind: 'elsewhere' } : outcome;
  }

  #throughTypeAlias(alias: readonly string[], rest: readonly string[], uri: Uri): Outcome<T> {
    const types = this.#around.typesAt(anyhow(alias), this.#place);
    if (!types.some(({ kind }) => kind === 'alias')) return { kind: 'nothing' };
    const meant = this.#around.choose(types, { ...this.#place, uri });
    const target = meant?.kind === 'alias' ? this.#classNamed(meant) : null;
    return target
      ? this.#inClass(target, rest)
      : unsure(`what \`${alias.join('::')}\` stands for is not known`);
  }

  #inClass({ names, uri, isInstance }: ClassScope, path: readonly string[]): Outcome<T> {
    const outcome = this.#in(names, path, uri, false);
    return outcome.kind === 'found' && isInstance
      ? unsure(`\`${path.join('::')}\` is a member of an instance of the template \`${names.join('::')}\``)
      : outcome;
  }

  /** @param isUnqualified then bases that depend on a parameter are not searched */
  #inBases(names: readonly string[], path: readonly string[], uri: Uri, isUnqualified: boolean): Outcome<T> {
    const outcomes: Outcome<T>[] = [];
    for (const owner of this.#classesAt(names, uri)) {
      if (this.#open.has(owner.item)) continue;
      this.#open.add(owner.item);
      for (const base of owner.item.bases) outcomes.push(this.#inBase(base, owner, path, isUnqualified));
      this.#open.delete(owner.item);
    }
    return merged(outcomes);
  }

  #inBase(
    { type }: CppBase,
    owner: CppDeclarationOf<'record'>,
    path: readonly string[],
    isUnqualified: boolean,
  ): Outcome<T> {
    const text = formatCppType(type);
    const member = path.join('::');
    if (isDependent(type, this.#parametersAround(owner))) {
      return isUnqualified ? { kind: 'nothing' } : unsure(`\`${text}\` decides what \`${member}\` is`);
    }
    const isLibrary = type.kind === 'named' && type.name.segments[0]?.name === 'std';
    if (isLibrary && !isMemberOfLibraryClasses(path[0] ?? '')) return { kind: 'nothing' };
    const target =
      type.kind === 'named' && !isLibrary
        ? this.#classNamed({ ...owner, item: { ...owner.item, type } })
        : null;
    if (target) return this.#inClass(target, path);
    this.assumptions.add(`the base class \`${text}\` of \`${owner.item.name}\` has no member \`${member}\``);
    return { kind: 'nothing' };
  }

  #parametersAround({ uri, item }: CppDeclarationOf<'record'>): ReadonlySet<string> {
    const scopes = this.#around.expandedScope(item.scope);
    const outer = scopes.flatMap(({ kind }, i) =>
      kind === 'record' ? this.#classesAt(namesOf(scopes.slice(0, i + 1)), uri) : [],
    );
    const templates = [item, ...outer.map((each) => each.item)].flatMap(({ template }) => template ?? []);
    return new Set(templates.flatMap(({ parameters }) => parameters.map(({ name }) => name)));
  }

  /** The class that an alias or a base means. */
  #classNamed({
    uri,
    item,
  }: Placed<Pick<CppUsing, 'scope' | 'range'> & { readonly type: CppBase['type'] }>): ClassScope | null {
    const { type } = item;
    if (type.kind !== 'named') return null;
    // An alias is not declared yet in its own type, nor is a class in front of its bases.
    const place = { ...this.#place, uri, scope: item.scope, end: item.range.start };
    const types = (name: FullName): readonly CppTypeDeclaration[] => this.#around.typesAt(name, place);
    const seen = this.#typeNamed(type.name, place, (name) =>
      types(name).filter((each) => this.#around.isSeen(each, place)),
    );
    const outcome = seen.kind === 'found' ? seen : this.#typeNamed(type.name, place, types);
    const meant = outcome.kind === 'found' ? this.#around.choose(outcome.items, place) : null;
    if (!meant || meant.kind === 'enum' || this.#open.has(meant)) return null;
    const isInstance = meant.item.template !== null || hasArguments(type.name);
    if (meant.kind === 'record') {
      const names = [...namesOf(this.#around.expandedScope(meant.item.scope)), meant.item.name];
      return meant.item.definition ? { names, uri: meant.uri, isInstance } : null;
    }
    this.#open.add(meant);
    const target = this.#classNamed(meant);
    this.#open.delete(meant);
    return target && { ...target, isInstance: isInstance || target.isInstance };
  }

  /** Whether a using or an alias is in front of the place, and no `#if` leaves it out. */
  #isInEffect(uri: Uri, { condition, range }: Pick<CppUsing, 'condition' | 'range'>): boolean {
    const { end, isExcluded } = this.#place;
    if (isExcluded?.(condition, uri) === true) return false;
    return end === undefined || uri !== this.#place.uri || comparePositions(range.start, end) < 0;
  }

  #typeNamed(name: CppName, place: CppPlace, at: At<CppTypeDeclaration>): Outcome<CppTypeDeclaration> {
    const shared = { budget: this.#budget, open: this.#open };
    const walk = new ScopeWalk(this.#around, place, at, 'type', shared);
    const outcome = walk.find(
      name.segments.map((segment) => segment.name),
      name.global,
    );
    for (const assumption of walk.assumptions) this.assumptions.add(assumption);
    return outcome;
  }

  /** The definitions of a class that a file may mean: its own, else those that it sees, else all. */
  #classesAt(names: readonly string[], uri: Uri): readonly CppDeclarationOf<'record'>[] {
    if (names.length === 0) return [];
    const exactly = this.#definitionsAt({ ...anyhow(names), exact: names.length });
    const all = exactly.length > 0 ? exactly : this.#definitionsAt(anyhow(names));
    if (all.every((each) => each.uri === uri)) return all;
    const here = all.filter((each) => each.uri === uri);
    if (here.length > 0) return here;
    const visible = this.#around.visibleFrom(uri);
    const seen = all.filter((each) => visible.has(each.uri));
    return seen.length > 0 ? seen : all;
  }

  #definitionsAt(name: FullName): readonly CppDeclarationOf<'record'>[] {
    return this.#around
      .typesAt(name, this.#place)
      .filter((each) => each.kind === 'record')
      .filter(({ item }) => item.definition);
  }

  /** The namespaces that directives in a namespace nominate, and those that directives in these do. */
  #nominatedBy(names: readonly string[], uri: Uri): (readonly string[])[] {
    const directives = this.#around.directivesSeenFrom(uri);
    if (directives.length === 0) return [];
    const result = new Map<string, readonly string[]>();
    const open: (readonly string[])[] = [names];
    for (const around of open) {
      for (const each of directives) {
        if (!this.#isInEffect(each.uri, each.item)) continue;
        if (!isScope(this.#around.expandedScope(each.item.scope), around)) continue;
        for (const target of this.#around.targetsOf(each)) {
          const key = target.join('::');
          if (result.has(key)) continue;
          result.set(key, target);
          open.push(target);
        }
      }
    }
    return [...result.values()];
  }
}

/** A class whose members are looked up, and the file that it is in. */
interface ClassScope {
  readonly names: readonly string[];
  readonly uri: Uri;
  readonly isInstance: boolean;
}

const anyhow = (path: readonly string[]): FullName => ({ path, exact: 0, inClass: false });

const unsure = (reason: string) => ({ kind: 'unsure' as const, reason });

const found = <T>(items: readonly T[]): Outcome<T> =>
  items.length > 0 ? { kind: 'found', items } : { kind: 'nothing' };

/** What several scopes say that are searched as one. */
function merged<T>(outcomes: readonly Outcome<T>[]): Outcome<T> {
  const items = new Set<T>();
  let isElsewhere = false;
  for (const outcome of outcomes) {
    if (outcome.kind === 'unsure') return outcome;
    if (outcome.kind === 'found') for (const item of outcome.items) items.add(item);
    if (outcome.kind === 'elsewhere') isElsewhere = true;
  }
  if (isElsewhere)
    return items.size > 0 ? unsure('one of its declarations was not read') : { kind: 'elsewhere' };
  return found([...items]);
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

const hasArguments = (name: CppName): boolean => name.segments.some((segment) => segment.arguments !== null);
