import { comparePositions, type Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { MacroState } from '../facts/cpp/condition-expression.js';
import type {
  CppAlias,
  CppFacts,
  CppItem,
  CppName,
  CppRelocationMark,
  CppScope,
} from '../facts/cpp/cpp-facts.js';
import {
  isType,
  saySame,
  type CppConstantDeclaration,
  type CppDeclaration,
  type CppDeclarationOf,
  type CppPlace,
  type CppTypeDeclaration,
} from './cpp-declarations.js';
import type { Declared } from '../facts/facts.js';
import { CppIndex, type Placed } from './cpp-index.js';
import { CppMacros, type CppMacroDefinition } from './cpp-macros.js';
import { CppNamespaces, type NamedNamespace } from './cpp-namespaces.js';
import { isScope, matchesPath, namesOf, type FullName } from './cpp-scopes.js';
import { IncludeGraph } from './include-graph.js';
import { MacroDeclarations } from './macro-declarations.js';
import type { MacroTexts } from './macro-texts.js';
import { ScopeWalk, type At, type Outcome, type Sought, type Surroundings } from './scope-walk.js';
import { UsingDirectives } from './using-directives.js';

export { qualifiedName } from './cpp-declarations.js';
export type {
  CppConstantDeclaration,
  CppDeclaration,
  CppDeclarationOf,
  CppPlace,
  CppTypeDeclaration,
} from './cpp-declarations.js';
export type { CppMacroDefinition } from './cpp-macros.js';
export { isFallback } from './namespace-readings.js';

/** What a type's name stands for. */
export type CppTypeLookup =
  | {
      readonly kind: 'found';
      readonly declaration: CppTypeDeclaration;
      /** That classes which were not read do not declare the name; null where nothing has to be assumed. */
      readonly assumption: string | null;
    }
  /** Declared, but no definition was read. */
  | { readonly kind: 'incomplete'; readonly declaration: CppDeclarationOf<'record' | 'enum'> }
  /** Definitions that differ, and nothing that says which one is meant. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly CppTypeDeclaration[] }
  /** It may be several things, of which not all are known. */
  | { readonly kind: 'unsure'; readonly reason: string }
  | { readonly kind: 'missing' };

/** What a name without an answer was looked up as. */
export type CppNameKind =
  'cppType' | 'cppFunction' | 'cppImplementation' | 'cppConstant' | 'cppNullGiver' | CppDefinitionKind;

/** What the definition of a function that is only declared is wanted for. */
export type CppDefinitionKind = 'cppThrower' | 'cppNullReturner' | 'cppRetainer';

/** Names as C++ sees them, over all files that were read. */
export class CppNames {
  readonly includes: IncludeGraph;
  /** What macros outside of classes declare. */
  readonly declaredByMacros: MacroDeclarations;
  readonly #onMiss: (name: string, kind: CppNameKind) => void;
  readonly #index: CppIndex;
  readonly #macros: CppMacros;
  readonly #namespaces: CppNamespaces;
  readonly #directives: UsingDirectives;
  readonly #around: Surroundings;
  /** The types that the present lookup has asked for, by name. */
  readonly #asked = new Map<string, readonly CppTypeDeclaration[]>();

  constructor(
    onLookup: (name: string) => void,
    onMiss: (name: string, kind: CppNameKind) => void,
    texts: MacroTexts,
  ) {
    this.#onMiss = onMiss;
    this.includes = new IncludeGraph(onLookup);
    this.#index = new CppIndex(onLookup);
    this.#macros = new CppMacros(onLookup, (name) => {
      onMiss(name, 'cppConstant');
    });
    this.#namespaces = new CppNamespaces(onLookup, (scope) => this.#macros.expandedScope(scope));
    this.#directives = new UsingDirectives(this.#namespaces);
    this.declaredByMacros = new MacroDeclarations((name, uri) => this.#macros.nearest(name, uri), texts);
    this.#around = {
      index: this.#index,
      expandedScope: (scope) => this.#macros.expandedScope(scope),
      typesAt: (name, place) => this.#typesAt(name, place),
      choose: (types, place) => {
        const lookup = this.#choose(types, place, null);
        return lookup.kind === 'found' || lookup.kind === 'incomplete' ? lookup.declaration : null;
      },
      isSeen: (declaration, place) => this.#isSeen(declaration, place),
      visibleFrom: (uri) => this.includes.visibleFrom(uri),
      directivesSeenFrom: (uri) => this.#directivesSeenFrom(uri),
      targetsOf: (directive) => this.#directives.targetsOf(directive, this.#around),
      namespacesAt: (name) => this.#namespaces.at(name),
      seesNamespace: (namespace, place) => this.#seesNamespace(namespace, place),
    };
  }

  setFile(uri: Uri, facts: CppFacts | null, changed: (name: string) => void): void {
    this.includes.setFile(uri, facts, changed);
    this.#index.setFile(uri, facts, changed);
    this.#namespaces.setFile(uri, facts, changed);
    this.#directives.forget();
    const macros = this.#macros.setFile(uri, facts);
    for (const name of macros) changed(name);
    this.declaredByMacros.setFile(uri, facts?.macroUses ?? [], macros, changed);
  }

  /** Whether any file that was read declares a type of this unqualified name, defined or not. */
  declaresType(name: string): boolean {
    return this.#index.declaresType(name);
  }

  declarationsIn(uri: Uri): readonly CppDeclaration[] {
    return this.#index.declarationsIn(uri);
  }

  /** All functions with C linkage of this name, friends left out. */
  functionsWithCLinkage(name: string): readonly CppDeclarationOf<'function'>[] {
    const found = this.#named(name).filter(
      (declaration): declaration is CppDeclarationOf<'function'> =>
        declaration.kind === 'function' && declaration.item.linkage === 'c' && !declaration.item.friend,
    );
    if (found.length === 0) this.#onMiss(name, 'cppFunction');
    return found;
  }

  /** All functions whose qualified name ends in `path`; inline namespaces may be left out. */
  functionsNamed(path: readonly string[]): readonly CppDeclarationOf<'function'>[] {
    const found = this.#at(path).filter((declaration) => declaration.kind === 'function');
    if (found.length === 0) this.#onMiss(path[path.length - 1] ?? '', 'cppFunction');
    return found;
  }

  /** The functions of the qualified name `path`, of which only sources may have a definition. */
  implementationsNamed(path: readonly string[]): readonly CppDeclarationOf<'function'>[] {
    const found = this.knownFunctions(path);
    if (found.length === 0) this.#onMiss(path[path.length - 1] ?? '', 'cppImplementation');
    return found;
  }

  /** All variables of namespaces whose qualified name ends in `path`; others are asked for unless a file may share one. */
  variablesNamed(path: readonly string[]): readonly CppDeclarationOf<'variable'>[] {
    const found = this.#at(path).filter((declaration) => declaration.kind === 'variable');
    if (found.every(({ item }) => item.internal)) this.#onMiss(path[path.length - 1] ?? '', 'cppFunction');
    return found;
  }

  /** The functions of the qualified name `path` among the files that were read. Asks for no others. */
  knownFunctions(path: readonly string[]): readonly CppDeclarationOf<'function'>[] {
    return this.#at(path).filter((declaration) => declaration.kind === 'function');
  }

  /** Those of them that are definitions. */
  definitionsNamed(path: readonly string[]): readonly CppDeclarationOf<'function'>[] {
    return this.knownFunctions(path).filter(({ item }) => item.definition);
  }

  /** Functions whose bodies give a null pointer to one that they call by this name; files with others are asked for. */
  nullGiversTo(name: string): readonly CppDeclarationOf<'function'>[] {
    this.#onMiss(name, 'cppNullGiver');
    return this.#index.nullGiversTo(name);
  }

  /** Says that a function of this name may be defined, with such a body, in files that were not read. */
  wantDefinition(name: string, that: CppDefinitionKind): void {
    this.#onMiss(name, that);
  }

  /** Says that a function of this name may be declared in files that were not read. */
  wantFunction(name: string): void {
    this.#onMiss(name, 'cppFunction');
  }

  /**
   * What `name` stands for where it is written at `place`.
   *
   * @param isTag written behind `struct` or `enum`: then a `typedef` of that name is another thing
   */
  lookUpType(name: CppName, place: CppPlace, isTag = false): CppTypeLookup {
    const path = name.segments.map((segment) => segment.name);
    const at: At<CppTypeDeclaration> = (full) => {
      const types = this.#typesAt(full, place);
      const tags = isTag ? types.filter(({ kind }) => kind !== 'alias') : [];
      return tags.length > 0 ? tags : types;
    };
    this.#asked.clear();
    const namesakes = this.#typesNamed(path[path.length - 1] ?? '').length;
    const { outcome, assumptions } = this.#find(path, name.global, 'type', place, at, namesakes);
    switch (outcome.kind) {
      case 'found':
        return this.#choose(outcome.items, place, assumptions);
      case 'unsure':
        return outcome;
      case 'elsewhere':
      case 'nothing':
        this.#miss(path);
        return { kind: 'missing' };
      default:
        return outcome satisfies never;
    }
  }

  /**
   * The variable or enumerator that `path` names at `place`; null where there is none, or several that differ.
   * An enumerator without a class is also found in the scope around its enumeration.
   *
   * @see C++ [dcl.enum]
   */
  lookUpConstant(path: readonly string[], place: CppPlace): CppConstantDeclaration | null {
    const candidates = this.#index
      .constantsNamed(path[path.length - 1] ?? '')
      .filter(({ uri, item }) => place.isExcluded?.(item.condition, uri) !== true);
    if (candidates.length === 0) return null;
    this.#asked.clear();
    const at: At<CppConstantDeclaration> = (full) =>
      candidates.filter((candidate) => this.#isConstantAt(candidate, full));
    const { outcome, assumptions } = this.#find(path, false, 'constant', place, at, candidates.length);
    if (outcome.kind !== 'found' || assumptions.size > 0) return null;
    const meant = this.#meant(outcome.items, place, () => false);
    return saySame(meant) ? (meant[0] ?? null) : null;
  }

  /** Whether any file that was read undefines a macro. */
  isUndefined(name: string): boolean {
    return this.#macros.undefinitionsOf(name).length > 0;
  }

  /** Whether an `#undef` may have a say in an `#if` of the file that asks for the macro: its own, or of a file it includes. */
  mayBeUndefined(name: string, uri: Uri): boolean {
    const all = this.#macros.undefinitionsOf(name);
    if (all.length === 0) return false;
    const visible = this.includes.visibleFrom(uri);
    return all.some((each) => (each.uri === uri ? each.item.felt : visible.has(each.uri)));
  }

  /** Whether a file that was read defines a macro of this name; no other is searched for it. */
  definesMacro(name: string): boolean {
    return this.#macros.isDefined(name);
  }

  /**
   * The definitions of a macro: those of the file, else the nearest. One that stands under `#ifndef` of itself
   * counts only where no other was read.
   */
  macrosNamed(name: string, uri: Uri): readonly CppMacroDefinition[] {
    this.#macros.everyNamed(name);
    return this.#macros.nearest(name, uri);
  }

  /** All definitions of a macro, also those for builds in which nobody else defines it. */
  everyMacroNamed(name: string): readonly CppMacroDefinition[] {
    return this.#macros.everyNamed(name);
  }

  /**
   * The scopes of a place, with the namespaces that macros open or name there (`namespace ROCKSDB_NAMESPACE {`)
   * wherever their definitions say which.
   */
  expandedScope(scope: readonly CppScope[]): readonly CppScope[] {
    return this.#macros.expandedScope(scope);
  }

  /**
   * What a function's name stands for where macros rename it, `u_strlen_72` for `u_strlen`.
   *
   * @param known what compilers say of a macro for the target that is asked about; null where they say nothing
   * @returns null where definitions differ or may be left out
   */
  nameOf(item: CppItem, uri: Uri, known: (macro: string) => MacroState | null): string | null {
    if (!this.definesMacro(item.name)) return item.name;
    const states = this.#macros.states();
    return this.declaredByMacros.wordFor(item.name, uri, item, (name) => known(name) ?? states(name));
  }

  /**
   * The qualified names that `path` may stand for through `using` and aliases of namespaces: `string` is `std::string`
   * after `using std::string;` or `using namespace std;`. Certain are those that a declaration names.
   */
  throughUsings(
    path: readonly string[],
    place: CppPlace,
  ): readonly { readonly path: readonly string[]; readonly certain: boolean }[] {
    const [first = '', ...rest] = path;
    const scopes = this.expandedScope(place.scope);
    const visible = this.includes.visibleFrom(place.uri);
    const directives = this.#directivesSeenFrom(place.uri);
    const named = [...this.#index.usingsOf(first), ...this.#index.namespaceAliasesNamed(first)];
    return scopes
      .map((_, i) => namesOf(scopes.slice(0, scopes.length - i)))
      .concat([[]])
      .flatMap((names) => {
        const holds = ({ uri, item }: Placed<{ readonly scope: readonly CppScope[] }>): boolean =>
          isScope(this.expandedScope(item.scope), names) && (names.length > 0 || visible.has(uri));
        return [
          ...named.filter(holds).map(({ item }) => ({ path: [...item.path, ...rest], certain: true })),
          ...directives.filter(holds).map(({ item }) => ({ path: [...item.path, ...path], certain: false })),
        ];
      });
  }

  /** All declarations of the class template that a record belongs to, its specialisations too. */
  declarationsOfTemplate({ item }: CppDeclarationOf<'record'>): readonly CppDeclarationOf<'record'>[] {
    const path = [...namesOf(this.expandedScope(item.scope)), item.name];
    return this.#at(path).filter(
      (declaration): declaration is CppDeclarationOf<'record'> =>
        declaration.kind === 'record' && declaration.item.template !== null,
    );
  }

  /** Specialisations of the class template `name`, such as `rust::IsRelocatable`, anywhere. */
  specializationsOf(name: string): readonly CppDeclarationOf<'record'>[] {
    const found = this.#named(name).filter(
      (declaration): declaration is CppDeclarationOf<'record'> =>
        declaration.kind === 'record' && (declaration.item.template?.specialization ?? null) !== null,
    );
    // A file that was not read may have another one.
    this.#onMiss(name, 'cppType');
    return found;
  }

  /** Marks on a class of this unqualified name, in any file that was read. */
  relocationMarksOn(name: string): readonly Placed<CppRelocationMark>[] {
    return this.#index.marksOn(name);
  }

  /**
   * Classes that name a class as a base, or as the type of a `[[no_unique_address]]` member, among the files
   * that were read: those that may put data of their own into its tail padding.
   */
  embeddersOf(name: string): readonly CppDeclarationOf<'record'>[] {
    return this.#index.embeddersOf(name);
  }

  /**
   * Looks a name up among all files that were read; and where what is found first stands behind the place or in files
   * that are not included there, among the others as well: what they have farther out is not hidden.
   */
  #find<T extends Placed<Declared>>(
    path: readonly string[],
    isGlobal: boolean,
    kind: Sought,
    place: CppPlace,
    at: At<T>,
    namesakes: number,
  ): Found<T> {
    const first = this.#findAmong(path, isGlobal, kind, place, at);
    const { outcome } = first;
    if (outcome.kind !== 'found' || outcome.items.length === namesakes) return first;
    if (outcome.items.some((each) => this.#isSeen(each, place))) return first;
    const within = this.#findAmong(path, isGlobal, kind, place, (name) =>
      at(name).filter((each) => this.#isSeen(each, place)),
    );
    if (within.outcome.kind === 'found') return within;
    const isBehind = (each: T): boolean => each.uri === place.uri && !isBefore(each.item, place);
    if (!outcome.items.every(isBehind)) return first;
    const elsewhere = this.#findAmong(path, isGlobal, kind, place, (name) =>
      at(name).filter((each) => !isBehind(each)),
    );
    return elsewhere.outcome.kind === 'found' ? elsewhere : first;
  }

  #findAmong<T>(
    path: readonly string[],
    isGlobal: boolean,
    kind: Sought,
    place: CppPlace,
    at: At<T>,
  ): Found<T> {
    const walk = new ScopeWalk(this.#around, place, at, kind);
    return { outcome: walk.find(path, isGlobal), assumptions: walk.assumptions };
  }

  /** Whether a declaration stands in front of the place, or in a file that is included there. */
  #isSeen({ uri, item }: Placed<Declared>, place: CppPlace): boolean {
    return uri === place.uri ? isBefore(item, place) : this.includes.visibleFrom(place.uri).has(uri);
  }

  #seesNamespace({ places }: NamedNamespace, place: CppPlace): boolean {
    if (places.get(place.uri)?.some((item) => isBefore(item, place)) === true) return true;
    const visible = this.includes.visibleFrom(place.uri);
    for (const uri of places.keys()) if (uri !== place.uri && visible.has(uri)) return true;
    return false;
  }

  #named(name: string): readonly CppDeclaration[] {
    const written = this.#index.declarationsNamed(name);
    const made = this.declaredByMacros.named(name);
    return made.length > 0 ? [...written, ...made] : written;
  }

  #at(path: readonly string[]): readonly CppDeclaration[] {
    const name = path[path.length - 1] ?? '';
    return this.#named(name).filter(({ item }) =>
      matchesPath({ name, scope: this.expandedScope(item.scope) }, path),
    );
  }

  #typesAt({ path, exact }: FullName, place: CppPlace): CppTypeDeclaration[] {
    const name = path[path.length - 1] ?? '';
    return this.#typesNamed(name)
      .filter(({ item }) => matchesPath({ name, scope: this.expandedScope(item.scope) }, path, exact))
      .filter(({ uri, item }) => place.isExcluded?.(item.condition, uri) !== true);
  }

  /** One lookup asks for the same names in scope after scope. */
  #typesNamed(name: string): readonly CppTypeDeclaration[] {
    const known = this.#asked.get(name);
    if (known) return known;
    const types = this.#named(name).filter(isType);
    this.#asked.set(name, types);
    return types;
  }

  #isConstantAt(declaration: CppConstantDeclaration, { path, exact, inClass }: FullName): boolean {
    const { item } = declaration;
    const scope = this.expandedScope(item.scope);
    if (declaration.kind === 'constant') return matchesPath({ name: item.name, scope }, path, exact);
    const { name } = declaration;
    const qualified = { kind: 'record' as const, name: item.name, inline: false };
    return (
      (!declaration.item.scoped && matchesPath({ name, scope }, path, exact)) ||
      (!inClass && item.name !== '' && matchesPath({ name, scope: [...scope, qualified] }, path, exact))
    );
  }

  /** Of the file itself, and of those that it includes. */
  #directivesSeenFrom(uri: Uri): ReturnType<CppIndex['directivesOf']> {
    const files = [...this.#index.filesWithDirectives()];
    if (files.every((file) => file === uri)) return this.#index.directivesOf(uri);
    const visible = this.includes.visibleFrom(uri);
    return files.filter((file) => visible.has(file)).flatMap((file) => this.#index.directivesOf(file));
  }

  /**
   * One of several declarations of a name. Definitions go before declarations and before `typedef struct A A;`,
   * which only names the record. Equal definitions are one.
   */
  #choose(
    found: readonly CppTypeDeclaration[],
    place: CppPlace,
    assumptions: ReadonlySet<string> | null,
  ): CppTypeLookup {
    const complete = found.filter((declaration) =>
      declaration.kind === 'alias' ? !onlyNames(declaration.item, found) : declaration.item.definition,
    );
    const meant = this.#meant(complete, place, () => found.some((each) => this.#isSeen(each, place)));
    const [first] = meant;
    if (first) {
      const assumption = assumptions && assumptions.size > 0 ? [...assumptions].join('; ') : null;
      return saySame(meant)
        ? { kind: 'found', declaration: first, assumption }
        : { kind: 'ambiguous', candidates: meant };
    }
    const [name] = found;
    if (name) this.#miss([name.item.name]);
    const incomplete = found.find((declaration) => declaration.kind !== 'alias');
    return incomplete ? { kind: 'incomplete', declaration: incomplete } : { kind: 'missing' };
  }

  /**
   * Those in front of the place in its file, else the nearest of those that it includes. Else what follows in the file
   * completes what was declared before, and is one of several possible where nothing was; else the nearest of all.
   *
   * @param isDeclared whether the place sees a declaration
   */
  #meant<T extends Placed<Declared>>(
    found: readonly T[],
    place: CppPlace,
    isDeclared: () => boolean,
  ): readonly T[] {
    if (found.length < 2) return found;
    const here = found.filter(({ uri }) => uri === place.uri);
    const before = here.filter(({ item }) => isBefore(item, place));
    if (before.length > 0) return before;
    const visible = this.includes.visibleFrom(place.uri);
    const seen = found.filter(({ uri }) => uri !== place.uri && visible.has(uri));
    if (seen.length > 0) return nearestTo(seen, place.uri);
    if (here.length > 0) return isDeclared() ? here : found;
    return nearestTo(found, place.uri);
  }

  #miss(path: readonly string[]): void {
    const name = path[path.length - 1];
    if (name) this.#onMiss(name, 'cppType');
  }
}

/** What a name was found to be, and what that rests on. */
interface Found<T> {
  readonly outcome: Outcome<T>;
  readonly assumptions: ReadonlySet<string>;
}

/** `typedef struct A A;`, and `typedef A A;` beside the class. */
function onlyNames({ name, scope, type }: CppAlias, found: readonly CppTypeDeclaration[]): boolean {
  if (type.kind !== 'named' || type.name.global || type.name.segments.length > 1) return false;
  if (type.name.segments[0]?.name !== name) return false;
  const around = namesOf(scope).join('::');
  return (
    type.elaborated !== null ||
    found.some(({ kind, item }) => kind !== 'alias' && namesOf(item.scope).join('::') === around)
  );
}

const isBefore = ({ range }: Pick<Declared, 'range'>, { end }: CppPlace): boolean =>
  end === undefined || comparePositions(range.start, end) < 0;
