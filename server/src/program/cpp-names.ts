import { hasAttribute } from '../facts/cpp/attributes.js';
import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type {
  CppAlias,
  CppConstant,
  CppEnum,
  CppFacts,
  CppFunction,
  CppItem,
  CppMacro,
  CppName,
  CppRecord,
  CppRelocationMark,
  CppScope,
  CppUsing,
} from '../facts/cpp/cpp-facts.js';
import { namespacesIn } from '../facts/cpp/namespace-macros.js';
import type { Condition } from '../facts/facts.js';
import { addInOrder } from './file-order.js';
import { MacroDeclarations } from './macro-declarations.js';
import type { MacroTexts } from './macro-texts.js';

/** A C++ declaration and the file that holds it. */
export type CppDeclaration =
  | { readonly kind: 'function'; readonly uri: Uri; readonly item: CppFunction }
  | { readonly kind: 'record'; readonly uri: Uri; readonly item: CppRecord }
  | { readonly kind: 'enum'; readonly uri: Uri; readonly item: CppEnum }
  | { readonly kind: 'alias'; readonly uri: Uri; readonly item: CppAlias }
  | { readonly kind: 'constant'; readonly uri: Uri; readonly item: CppConstant };

export type CppDeclarationOf<K extends CppDeclaration['kind']> = Extract<CppDeclaration, { kind: K }>;
export type CppTypeDeclaration = CppDeclarationOf<'record' | 'enum' | 'alias'>;

/** What a type's name stands for. */
export type CppTypeLookup =
  | { readonly kind: 'found'; readonly declaration: CppTypeDeclaration }
  /** Declared, but no definition was read. */
  | { readonly kind: 'incomplete'; readonly declaration: CppDeclarationOf<'record' | 'enum'> }
  /** Definitions that differ, and nothing that says which one is meant. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly CppTypeDeclaration[] }
  | { readonly kind: 'missing' };

/** What a name in a constant expression may stand for. */
export type CppConstantDeclaration =
  | CppDeclarationOf<'constant'>
  | { readonly kind: 'enumerator'; readonly uri: Uri; readonly item: CppEnum; readonly name: string };

/** A macro and the file that defines it. */
export interface CppMacroDefinition {
  readonly uri: Uri;
  readonly item: CppMacro;
}

/** What a name without an answer was looked up as. */
export type CppNameKind = 'cppType' | 'cppFunction' | 'cppConstant';

/** Where a name is written: the file and the scopes around it. */
export interface CppPlace {
  readonly uri: Uri;
  readonly scope: readonly CppScope[];
  /** Whether an `#if` leaves a declaration out there; without it nothing is left out. */
  readonly isExcluded?: (condition: Condition, uri: Uri) => boolean;
}

/** Names as C++ sees them, over all files that were read. */
export class CppNames {
  readonly #onLookup: (name: string) => void;
  readonly #onMiss: (name: string, kind: CppNameKind) => void;
  readonly #byName = new Map<string, CppDeclaration[]>();
  readonly #usings = new Map<Uri, readonly CppUsing[]>();
  /** `using a::b;` by `b`. */
  readonly #usingsByName = new Map<string, { readonly uri: Uri; readonly item: CppUsing }[]>();
  readonly #byFile = new Map<Uri, readonly CppDeclaration[]>();
  readonly #constants = new Map<string, CppConstantDeclaration[]>();
  readonly #macros = new Map<string, CppMacroDefinition[]>();
  readonly #marks = new Map<string, { readonly uri: Uri; readonly item: CppRelocationMark }[]>();
  /** The constants, macros and marks that each file has put into the maps above. */
  readonly #valuesByFile = new Map<Uri, readonly string[]>();
  readonly #byPart = new Map<string, CppDeclarationOf<'record'>[]>();

  /** What macros outside of classes declare. */
  readonly declaredByMacros: MacroDeclarations;

  constructor(
    onLookup: (name: string) => void,
    onMiss: (name: string, kind: CppNameKind) => void,
    texts: MacroTexts,
  ) {
    this.#onLookup = onLookup;
    this.#onMiss = onMiss;
    this.declaredByMacros = new MacroDeclarations((name, uri) => {
      onLookup(name);
      return this.#nearestMacros(name, uri);
    }, texts);
  }

  setFile(uri: Uri, facts: CppFacts | null, changed: (name: string) => void): void {
    for (const declaration of this.#byFile.get(uri) ?? []) {
      changed(declaration.item.name);
      removeOf(this.#byName, declaration.item.name, uri);
      for (const part of partsOf(declaration)) {
        changed(embedderKey(part));
        removeOf(this.#byPart, part, uri);
      }
    }
    const before = this.#valuesByFile.get(uri) ?? [];
    for (const name of before) {
      changed(name);
      removeOf(this.#constants, name, uri);
      removeOf(this.#macros, name, uri);
      removeOf(this.#marks, name, uri);
    }
    this.#byFile.delete(uri);
    for (const using of this.#usings.get(uri) ?? []) {
      changed(using.path.at(-1) ?? '');
      removeOf(this.#usingsByName, using.path.at(-1) ?? '', uri);
    }
    this.#usings.delete(uri);
    this.#valuesByFile.delete(uri);
    if (facts) this.#add(uri, facts, changed);
    const values = [...before, ...(this.#valuesByFile.get(uri) ?? [])];
    this.declaredByMacros.setFile(uri, facts?.macroUses ?? [], values, changed);
  }

  #add(uri: Uri, facts: CppFacts, changed: (name: string) => void): void {
    const declarations = [...declarationsOf(uri, facts)];
    this.#byFile.set(uri, declarations);
    this.#usings.set(uri, facts.usings);
    for (const item of facts.usings) {
      changed(item.path.at(-1) ?? '');
      if (!item.directive) addInOrder(this.#usingsByName, item.path.at(-1) ?? '', { uri, item });
    }
    for (const declaration of declarations) {
      changed(declaration.item.name);
      addInOrder(this.#byName, declaration.item.name, declaration);
      if (declaration.kind !== 'record') continue;
      for (const part of partsOf(declaration)) {
        changed(embedderKey(part));
        addInOrder(this.#byPart, part, declaration);
      }
    }
    const values = new Set<string>();
    for (const [name, constant] of constantsOf(uri, facts)) {
      addInOrder(this.#constants, name, constant);
      values.add(name);
    }
    for (const item of facts.macros) {
      addInOrder(this.#macros, item.name, { uri, item });
      values.add(item.name);
    }
    for (const item of facts.relocationMarks) {
      const name = item.arguments[0]?.split('::').at(-1) ?? '';
      addInOrder(this.#marks, name, { uri, item });
      values.add(name);
    }
    for (const name of values) changed(name);
    this.#valuesByFile.set(uri, [...values]);
  }

  /** Whether any file that was read declares a type of this unqualified name, defined or not. */
  declaresType(name: string): boolean {
    return (this.#byName.get(name) ?? []).some(({ kind }) => kind !== 'function' && kind !== 'constant');
  }

  declarationsIn(uri: Uri): readonly CppDeclaration[] {
    return this.#byFile.get(uri) ?? [];
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

  /** Says that a function of this name may be declared in files that were not read. */
  wantFunction(name: string): void {
    this.#onMiss(name, 'cppFunction');
  }

  /**
   * What `name` stands for where it is written at `place`: the scopes outward, then what `using` brings in.
   *
   * @see C++ [basic.lookup.unqual], [namespace.udir]; base-class scopes are not searched
   */
  lookUpType(name: CppName, place: CppPlace): CppTypeLookup {
    const path = name.segments.map((segment) => segment.name);
    const scopes = name.global ? [] : this.expandedScope(place.scope).map((scope) => scope.name);
    for (let depth = scopes.length; depth >= 0; depth--) {
      const scope = scopes.slice(0, depth);
      const found = this.#typesAt([...scope, ...path], place);
      if (found.length > 0) return this.#choose(found, place, path);
      const brought = this.#broughtInto(scope, path, place);
      if (brought.length > 0) return this.#chooseBrought(brought, place, path);
    }
    for (const target of this.#throughUsings(path, place)) {
      const found = this.#typesAt(target, place);
      if (found.length > 0) return this.#choose(found, place, path);
    }
    this.#miss(path);
    return { kind: 'missing' };
  }

  /**
   * The variable or enumerator that `path` names at `place`; null where there is none, or several that differ.
   * An enumerator without a class is also found in the scope around its enumeration.
   *
   * @see C++ [dcl.enum]
   */
  lookUpConstant(path: readonly string[], place: CppPlace): CppConstantDeclaration | null {
    const name = path[path.length - 1] ?? '';
    this.#onLookup(name);
    const candidates = (this.#constants.get(name) ?? []).filter(
      ({ uri, item }) => place.isExcluded?.(item.condition, uri) !== true,
    );
    const scopes = this.expandedScope(place.scope).map((scope) => scope.name);
    for (let depth = scopes.length; depth >= 0; depth--) {
      const at = [...scopes.slice(0, depth), ...path];
      const found = candidates.filter((candidate) => this.#isConstantAt(candidate, at));
      if (found.length > 0) return this.#oneConstant(found, place);
    }
    for (const at of this.#throughUsings(path, place)) {
      const found = candidates.filter((candidate) => this.#isConstantAt(candidate, at));
      if (found.length > 0) return this.#oneConstant(found, place);
    }
    return null;
  }

  /** Whether a file that was read defines a macro of this name; no other is searched for it. */
  definesMacro(name: string): boolean {
    this.#onLookup(name);
    return this.#macros.has(name);
  }

  /**
   * The definitions of a macro: those of the file, else the nearest. One that stands under `#ifndef` of itself
   * counts only where no other was read.
   */
  macrosNamed(name: string, uri: Uri): readonly CppMacroDefinition[] {
    this.everyMacroNamed(name);
    return this.#nearestMacros(name, uri);
  }

  #nearestMacros(name: string, uri: Uri): readonly CppMacroDefinition[] {
    const all = this.#macros.get(name) ?? [];
    const found = all.filter(({ item }) => !isFallback(item));
    const pool = found.length > 0 ? found : all;
    const here = pool.filter((definition) => definition.uri === uri);
    return here.length > 0 ? here : nearestTo(pool, uri);
  }

  /** All definitions of a macro, also those for builds in which nobody else defines it. */
  everyMacroNamed(name: string): readonly CppMacroDefinition[] {
    this.#onLookup(name);
    const all = this.#macros.get(name) ?? [];
    if (all.every(({ item }) => isFallback(item))) this.#onMiss(name, 'cppConstant');
    return all;
  }

  /**
   * The scopes of a place, with the namespaces that macros open or name there (`namespace ROCKSDB_NAMESPACE {`)
   * wherever their definitions say which.
   */
  expandedScope(scope: readonly CppScope[]): readonly CppScope[] {
    if (scope.every(({ macro, name }) => macro === undefined && !this.#macros.has(name))) return scope;
    return scope.flatMap((component) =>
      component.macro === undefined
        ? this.#renamed(component)
        : (this.#opened(component.macro)?.map((opened) => this.#renamed(opened)) ?? component),
    );
  }

  #renamed(component: CppScope): CppScope {
    if (component.kind === 'record' || !this.#macros.has(component.name)) return component;
    const texts = new Set(this.everyMacroNamed(component.name).map(({ item }) => item.text));
    const [text = ''] = texts;
    return texts.size === 1 && /^[A-Za-z_]\w*$/.test(text) ? { ...component, name: text } : component;
  }

  /** The one reading of the macro that opens anything: an empty one beside it is for those who want none. */
  #opened(macro: string): readonly CppScope[] | null {
    const readings = this.everyMacroNamed(macro).map(({ item }) => namespacesIn(item.text));
    const [first, ...others] = readings.filter((reading) => reading === null || reading.length > 0);
    if (first === undefined) return readings.length > 0 ? [] : null;
    const text = JSON.stringify(first);
    return others.every((other) => JSON.stringify(other) === text) ? first : null;
  }

  #expanded(item: Pick<CppItem, 'name' | 'scope'>): Pick<CppItem, 'name' | 'scope'> {
    const scope = this.expandedScope(item.scope);
    return scope === item.scope ? item : { name: item.name, scope };
  }

  #isConstantAt(declaration: CppConstantDeclaration, path: readonly string[]): boolean {
    const item = this.#expanded(declaration.item);
    if (declaration.kind === 'constant') return matchesPath(item, path);
    const name = { name: declaration.name, scope: item.scope };
    const qualified = { kind: 'record' as const, name: item.name, inline: false };
    return (
      (!declaration.item.scoped && matchesPath(name, path)) ||
      (item.name !== '' && matchesPath({ ...name, scope: [...item.scope, qualified] }, path))
    );
  }

  /**
   * The qualified names that `path` may stand for through `using` in the file: `string` is `std::string`
   * after `using std::string;` or `using namespace std;`.
   */
  throughUsings(path: readonly string[], place: CppPlace): readonly (readonly string[])[] {
    return [...this.#throughUsings(path, place)];
  }

  /** All declarations of the class template that a record belongs to, its specialisations too. */
  declarationsOfTemplate({ item }: CppDeclarationOf<'record'>): readonly CppDeclarationOf<'record'>[] {
    const path = [...this.expandedScope(item.scope).map((scope) => scope.name), item.name];
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
  relocationMarksOn(name: string): readonly { readonly uri: Uri; readonly item: CppRelocationMark }[] {
    this.#onLookup(name);
    return this.#marks.get(name) ?? [];
  }

  /**
   * Classes that name a class as a base, or as the type of a `[[no_unique_address]]` member, among the files
   * that were read: those that may put data of their own into its tail padding.
   */
  embeddersOf(name: string): readonly CppDeclarationOf<'record'>[] {
    this.#onLookup(embedderKey(name));
    return this.#byPart.get(name) ?? [];
  }

  #named(name: string): readonly CppDeclaration[] {
    this.#onLookup(name);
    const written = this.#byName.get(name) ?? [];
    const made = this.declaredByMacros.named(name);
    return made.length > 0 ? [...written, ...made] : written;
  }

  #at(path: readonly string[]): readonly CppDeclaration[] {
    const name = path[path.length - 1] ?? '';
    return this.#named(name).filter(({ item }) => matchesPath(this.#expanded(item), path));
  }

  #typesAt(path: readonly string[], place: CppPlace): CppTypeDeclaration[] {
    return this.#at(path).filter(
      (declaration): declaration is CppTypeDeclaration =>
        (declaration.kind === 'record' || declaration.kind === 'enum' || declaration.kind === 'alias') &&
        place.isExcluded?.(declaration.item.condition, declaration.uri) !== true,
    );
  }

  /** What `using a::b;` in a namespace makes of a path there, in whichever file it stands. */
  #broughtInto(
    scope: readonly string[],
    path: readonly string[],
    place: CppPlace,
  ): readonly (readonly string[])[] {
    if (scope.length === 0) return [];
    const targets = (this.#usingsByName.get(path[0] ?? '') ?? [])
      .filter(
        ({ uri, item }) => place.isExcluded?.(item.condition, uri) !== true && isScope(item.scope, scope),
      )
      .map(({ item }) => [...item.path, ...path.slice(1)]);
    return [...new Map(targets.map((target) => [target.join('::'), target])).values()];
  }

  #chooseBrought(
    targets: readonly (readonly string[])[],
    place: CppPlace,
    path: readonly string[],
  ): CppTypeLookup {
    const found = targets.flatMap((target) => this.#typesAt(target, place));
    if (targets.length > 1) return { kind: 'ambiguous', candidates: found };
    if (found.length > 0) return this.#choose(found, place, path);
    this.#miss(path);
    return { kind: 'missing' };
  }

  *#throughUsings(path: readonly string[], place: CppPlace): Iterable<string[]> {
    const scopes = place.scope.map((scope) => scope.name);
    for (let depth = scopes.length; depth > 0; depth--) {
      for (const target of this.#broughtInto(scopes.slice(0, depth), path, place)) yield [...target];
    }
    for (const using of this.#usings.get(place.uri) ?? []) {
      if (using.directive) yield [...using.path, ...path];
      else if (using.path[using.path.length - 1] === path[0]) yield [...using.path, ...path.slice(1)];
    }
  }

  /**
   * One of several declarations of a name. Definitions go before declarations and before `typedef struct A A;`,
   * which only names the record; the asking file before others. Equal definitions are one.
   */
  #choose(found: readonly CppTypeDeclaration[], place: CppPlace, path: readonly string[]): CppTypeLookup {
    const tagged = found.filter((declaration) => declaration.kind !== 'alias');
    const complete = found.filter((declaration) =>
      declaration.kind === 'alias' ? !namesItself(declaration.item) : declaration.item.definition,
    );
    if (complete.length > 0) return this.#chooseOne(complete, place);
    this.#miss(path);
    const incomplete = tagged[0];
    return incomplete ? { kind: 'incomplete', declaration: incomplete } : { kind: 'missing' };
  }

  #chooseOne(candidates: readonly CppTypeDeclaration[], place: CppPlace): CppTypeLookup {
    const here = candidates.filter(({ uri }) => uri === place.uri);
    const pool = here.length > 0 ? here : nearestTo(candidates, place.uri);
    const first = pool[0];
    if (!first) return { kind: 'missing' };
    if (pool.length === 1) return { kind: 'found', declaration: first };
    const shape = shapeOf(first);
    return pool.every((candidate) => candidate === first || shapeOf(candidate) === shape)
      ? { kind: 'found', declaration: first }
      : { kind: 'ambiguous', candidates: pool };
  }

  /** The asking file's own, else the nearest; null where several are left that differ. */
  #oneConstant(found: readonly CppConstantDeclaration[], place: CppPlace): CppConstantDeclaration | null {
    const here = found.filter(({ uri }) => uri === place.uri);
    const [first, ...others] = here.length > 0 ? here : nearestTo(found, place.uri);
    if (!first) return null;
    const shape = shapeOf(first);
    return others.every((other) => shapeOf(other) === shape) ? first : null;
  }

  #miss(path: readonly string[]): void {
    const name = path[path.length - 1];
    if (name) this.#onMiss(name, 'cppType');
  }
}

/** Qualified name as written in C++, anonymous namespaces left out. */
export const qualifiedName = (item: Pick<CppItem, 'name' | 'scope'>): string =>
  [...item.scope.filter((scope) => scope.name !== '').map((scope) => scope.name), item.name].join('::');

function* declarationsOf(uri: Uri, facts: CppFacts): Iterable<CppDeclaration> {
  for (const item of facts.functions) yield { kind: 'function', uri, item };
  for (const item of facts.records) if (item.name) yield { kind: 'record', uri, item };
  for (const item of facts.enums) if (item.name) yield { kind: 'enum', uri, item };
  for (const item of facts.aliases) yield { kind: 'alias', uri, item };
  for (const item of facts.constants) yield { kind: 'constant', uri, item };
}

function* constantsOf(uri: Uri, facts: CppFacts): Iterable<[string, CppConstantDeclaration]> {
  for (const item of facts.constants) yield [item.name, { kind: 'constant', uri, item }];
  for (const item of facts.enums) {
    for (const { name } of item.enumerators) yield [name, { kind: 'enumerator', uri, item, name }];
  }
}

/** The unqualified names of a class's bases and of the types of its `[[no_unique_address]]` members. */
function partsOf(declaration: CppDeclaration): ReadonlySet<string> {
  if (declaration.kind !== 'record') return NO_NAMES;
  const { bases, fields } = declaration.item;
  const sharing = fields.filter(({ attributes }) => hasAttribute(attributes, 'no_unique_address', 'msvc'));
  return new Set(
    [...bases, ...sharing].flatMap(({ type }) =>
      type.kind === 'named' ? (type.name.segments[type.name.segments.length - 1]?.name ?? []) : [],
    ),
  );
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** What an observer sees of a question for embedders: no identifier, so that it is no other question. */
const embedderKey = (name: string): string => `embeds ${name}`;
/** `#ifndef N` before `#define N`: what holds where nobody else says so. */
export const isFallback = ({ name, condition }: CppMacro): boolean => condition.includes(`!defined(${name})`);

/** True where the scopes are those of `names`; inline and anonymous namespaces may be left out of it. */
const isScope = (scopes: readonly CppScope[], names: readonly string[]): boolean =>
  matchesPath({ name: names.at(-1) ?? '', scope: scopes.slice(0, -1) }, names) &&
  scopes.at(-1)?.name === names.at(-1);

function removeOf<T extends { readonly uri: Uri }>(index: Map<string, T[]>, name: string, uri: Uri): void {
  const others = index.get(name)?.filter((entry) => entry.uri !== uri) ?? [];
  if (others.length > 0) index.set(name, others);
  else index.delete(name);
}

/** True where `path` is the whole qualified name; inline and anonymous namespaces may be left out of it. */
function matchesPath(item: Pick<CppItem, 'name' | 'scope'>, path: readonly string[]): boolean {
  let next = path.length - 2;
  for (let i = item.scope.length - 1; i >= 0; i--) {
    const scope = item.scope[i];
    if (!scope) return false;
    if (next >= 0 && scope.name === path[next]) next--;
    else if (!scope.inline && scope.name !== '') return false;
  }
  return next < 0;
}

const namesItself = (alias: CppAlias): boolean =>
  alias.type.kind === 'named' &&
  alias.type.name.segments.length === 1 &&
  alias.type.name.segments[0]?.name === alias.name;

/** A declaration's text of facts without its ranges, to tell whether two definitions say the same. */
function shapeOf(declaration: CppTypeDeclaration | CppConstantDeclaration): string {
  // glibc declares `pid_t` in a dozen headers, each under an `#ifndef` against the others: it is one type.
  const item = { ...declaration.item, condition: undefined };
  return JSON.stringify(item, (key: string, value: unknown) => {
    if (key === 'range' || key.endsWith('Range')) return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
