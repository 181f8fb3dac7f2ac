import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type {
  CppAlias,
  CppConstant,
  CppEnum,
  CppFacts,
  CppFunction,
  CppItem,
  CppName,
  CppRecord,
  CppScope,
  CppUsing,
} from '../facts/cpp/cpp-facts.js';
import { addInOrder } from './file-order.js';

/** A C++ declaration and the file that holds it. */
export type CppDeclaration =
  | { readonly kind: 'function'; readonly uri: Uri; readonly item: CppFunction }
  | { readonly kind: 'record'; readonly uri: Uri; readonly item: CppRecord }
  | { readonly kind: 'enum'; readonly uri: Uri; readonly item: CppEnum }
  | { readonly kind: 'alias'; readonly uri: Uri; readonly item: CppAlias }
  | { readonly kind: 'constant'; readonly uri: Uri; readonly item: CppConstant };

export type CppDeclarationOf<K extends CppDeclaration['kind']> = Extract<CppDeclaration, { kind: K }>;
type CppTypeDeclaration = CppDeclarationOf<'record' | 'enum' | 'alias'>;

/** What a type's name stands for. */
export type CppTypeLookup =
  | { readonly kind: 'found'; readonly declaration: CppTypeDeclaration }
  /** Declared, but no definition was read. */
  | { readonly kind: 'incomplete'; readonly declaration: CppDeclarationOf<'record' | 'enum'> }
  /** Definitions that differ, and nothing that says which one is meant. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly CppTypeDeclaration[] }
  | { readonly kind: 'missing' };

/** Where a name is written: the file and the scopes around it. */
export interface CppPlace {
  readonly uri: Uri;
  readonly scope: readonly CppScope[];
}

/** Names as C++ sees them, over all files that were read. */
export class CppNames {
  readonly #onLookup: (name: string) => void;
  readonly #onMiss: (name: string, kind: 'cppType' | 'cppFunction') => void;
  readonly #byName = new Map<string, CppDeclaration[]>();
  readonly #usings = new Map<Uri, readonly CppUsing[]>();
  readonly #byFile = new Map<Uri, readonly CppDeclaration[]>();

  constructor(
    onLookup: (name: string) => void,
    onMiss: (name: string, kind: 'cppType' | 'cppFunction') => void,
  ) {
    this.#onLookup = onLookup;
    this.#onMiss = onMiss;
  }

  setFile(uri: Uri, facts: CppFacts | null, changed: (name: string) => void): void {
    for (const { item } of this.#byFile.get(uri) ?? []) {
      changed(item.name);
      const others = this.#byName.get(item.name)?.filter((declaration) => declaration.uri !== uri) ?? [];
      if (others.length > 0) this.#byName.set(item.name, others);
      else this.#byName.delete(item.name);
    }
    this.#byFile.delete(uri);
    this.#usings.delete(uri);
    if (!facts) return;
    const declarations = [...declarationsOf(uri, facts)];
    this.#byFile.set(uri, declarations);
    this.#usings.set(uri, facts.usings);
    for (const declaration of declarations) {
      changed(declaration.item.name);
      addInOrder(this.#byName, declaration.item.name, declaration);
    }
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

  /**
   * What `name` stands for where it is written at `place`: the scopes outward, then what `using` brings in.
   *
   * @see C++ [basic.lookup.unqual], [namespace.udir]; base-class scopes are not searched
   */
  lookUpType(name: CppName, place: CppPlace): CppTypeLookup {
    const path = name.segments.map((segment) => segment.name);
    const scopes = name.global ? [] : place.scope.map((scope) => scope.name);
    for (let depth = scopes.length; depth >= 0; depth--) {
      const found = this.#typesAt([...scopes.slice(0, depth), ...path]);
      if (found.length > 0) return this.#choose(found, place, path);
    }
    for (const target of this.#throughUsings(path, place)) {
      const found = this.#typesAt(target);
      if (found.length > 0) return this.#choose(found, place, path);
    }
    this.#miss(path);
    return { kind: 'missing' };
  }

  /** The initialiser of the constant that `path` names at `place`, or the enumerator's enum. */
  lookUpConstant(path: readonly string[], place: CppPlace): CppDeclarationOf<'constant'> | null {
    const scopes = place.scope.map((scope) => scope.name);
    for (let depth = scopes.length; depth >= 0; depth--) {
      const found = this.#at([...scopes.slice(0, depth), ...path]).filter(
        (declaration) => declaration.kind === 'constant',
      );
      if (found.length === 1 && found[0]) return found[0];
      if (found.length > 1) return found.find(({ uri }) => uri === place.uri) ?? null;
    }
    return null;
  }

  /**
   * The qualified names that `path` may stand for through `using` in the file: `string` is `std::string`
   * after `using std::string;` or `using namespace std;`.
   */
  throughUsings(path: readonly string[], place: CppPlace): readonly (readonly string[])[] {
    return [...this.#throughUsings(path, place)];
  }

  /** Specialisations of the class template `name`, such as `rust::IsRelocatable`, anywhere. */
  specializationsOf(name: string): readonly CppDeclarationOf<'record'>[] {
    return this.#named(name).filter(
      (declaration): declaration is CppDeclarationOf<'record'> =>
        declaration.kind === 'record' && (declaration.item.template?.specialization ?? null) !== null,
    );
  }

  #named(name: string): readonly CppDeclaration[] {
    this.#onLookup(name);
    return this.#byName.get(name) ?? [];
  }

  #at(path: readonly string[]): readonly CppDeclaration[] {
    const name = path[path.length - 1] ?? '';
    return this.#named(name).filter((declaration) => matchesPath(declaration.item, path));
  }

  #typesAt(path: readonly string[]): CppTypeDeclaration[] {
    return this.#at(path).filter(
      (declaration): declaration is CppTypeDeclaration =>
        declaration.kind === 'record' || declaration.kind === 'enum' || declaration.kind === 'alias',
    );
  }

  *#throughUsings(path: readonly string[], place: CppPlace): Iterable<string[]> {
    for (const using of this.#usings.get(place.uri) ?? []) {
      if (using.directive) yield [...using.path, ...path];
      else if (using.path[using.path.length - 1] === path[0]) yield [...using.path, ...path.slice(1)];
    }
  }

  /**
   * One of several declarations of a name. `typedef struct A A;` names the record, so records go before
   * aliases; definitions before declarations; the asking file before others. Equal definitions are one.
   */
  #choose(found: readonly CppTypeDeclaration[], place: CppPlace, path: readonly string[]): CppTypeLookup {
    const tagged = found.filter((declaration) => declaration.kind !== 'alias');
    const complete = tagged.filter((declaration) => declaration.item.definition);
    if (complete.length > 0) return this.#chooseOne(complete, place);
    const aliases = found.filter(
      (declaration) => declaration.kind === 'alias' && !namesItself(declaration.item),
    );
    if (aliases.length > 0) return this.#chooseOne(aliases, place);
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

/** True where `path` is the whole qualified name; inline and anonymous namespaces may be left out of it. */
function matchesPath(item: CppItem, path: readonly string[]): boolean {
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
function shapeOf(declaration: CppTypeDeclaration): string {
  return JSON.stringify(declaration.item, (key: string, value: unknown) => {
    if (key === 'range' || key.endsWith('Range')) return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
