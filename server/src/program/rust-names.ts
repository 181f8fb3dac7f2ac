import type { Uri } from '../base/range.js';
import type { Condition } from '../facts/facts.js';
import type {
  CxxBridge,
  CxxSharedEnum,
  CxxSharedStruct,
  CxxType,
  RustAlias,
  RustConstant,
  RustConstFunction,
  RustEnum,
  RustFacts,
  RustImplementation,
  RustItem,
  RustRecord,
  RustUse,
} from '../facts/rust/rust-facts.js';
import { addInOrder } from './file-order.js';
import type { RustModules } from './rust-modules.js';
import type { Presence } from './path-walk.js';
import { RustPaths } from './rust-paths.js';

/** A Rust declaration and the file that holds it. */
export type RustDeclaration =
  | { readonly kind: 'record'; readonly uri: Uri; readonly item: RustRecord }
  | { readonly kind: 'enum'; readonly uri: Uri; readonly item: RustEnum }
  | { readonly kind: 'alias'; readonly uri: Uri; readonly item: RustAlias }
  | { readonly kind: 'constant'; readonly uri: Uri; readonly item: RustConstant }
  | { readonly kind: 'const-function'; readonly uri: Uri; readonly item: RustConstFunction }
  | { readonly kind: 'bridge-type'; readonly uri: Uri; readonly item: CxxType; readonly bridge: CxxBridge }
  | {
      readonly kind: 'shared-struct';
      readonly uri: Uri;
      readonly item: CxxSharedStruct;
      readonly bridge: CxxBridge;
    }
  | {
      readonly kind: 'shared-enum';
      readonly uri: Uri;
      readonly item: CxxSharedEnum;
      readonly bridge: CxxBridge;
    };

export type RustDeclarationOf<K extends RustDeclaration['kind']> = Extract<RustDeclaration, { kind: K }>;
export type RustTypeDeclaration = Exclude<RustDeclaration, { kind: 'constant' | 'const-function' }>;

export type RustTypeLookup =
  | { readonly kind: 'found'; readonly declaration: RustTypeDeclaration }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly RustTypeDeclaration[] }
  /** Nothing read declares it; `path` is what it stands for after `use` declarations. */
  | { readonly kind: 'missing'; readonly path: readonly string[] }
  /** It may be one thing or another, of which not all can be named. */
  | { readonly kind: 'open'; readonly reason: string };

/** Where a path is written. */
export interface RustPlace {
  readonly uri: Uri;
  readonly modulePath: readonly string[];
}

const UNDECIDED: Presence = { grounds: [{}, {}], presence: () => null };

/** Names as Rust sees them, over all files that were read. */
export class RustNames {
  /** Follows paths through modules and crates. */
  readonly paths: RustPaths;
  readonly #onLookup: (name: string) => void;
  readonly #onMiss: (name: string) => void;
  readonly #facts = new Map<Uri, RustFacts>();
  readonly #byName = new Map<string, RustDeclaration[]>();
  readonly #byFile = new Map<Uri, readonly RustDeclaration[]>();
  readonly #uses = new Map<Uri, readonly RustUse[]>();
  readonly #implementations = new Map<string, { uri: Uri; item: RustImplementation }[]>();

  /** @param onFile told of each file that a path leads to, read or not */
  constructor(
    onLookup: (name: string) => void,
    onMiss: (name: string) => void,
    onFile: (uri: Uri) => void,
    modules: RustModules,
  ) {
    this.#onLookup = onLookup;
    this.#onMiss = onMiss;
    this.paths = new RustPaths({
      modules,
      facts: (uri) => this.#facts.get(uri),
      declarations: (uri) => (this.#byFile.get(uri) ?? []).filter(isType),
      onFile: (uri) => {
        onLookup(fileName(uri));
        if (!this.#facts.has(uri)) onFile(uri);
      },
    });
  }

  setFile(uri: Uri, facts: RustFacts | null, changed: (name: string) => void): void {
    for (const { item } of this.#byFile.get(uri) ?? []) {
      changed(item.name);
      removeFrom(this.#byName, item.name, uri);
    }
    for (const [name, list] of [...this.#implementations]) {
      if (!list.some((entry) => entry.uri === uri)) continue;
      changed(name);
      removeFrom(this.#implementations, name, uri);
    }
    this.#byFile.delete(uri);
    this.#facts.delete(uri);
    this.#uses.delete(uri);
    changed(fileName(uri));
    if (!facts) return;
    this.#facts.set(uri, facts);
    const declarations = [...declarationsOf(uri, facts)];
    this.#byFile.set(uri, declarations);
    this.#uses.set(uri, facts.uses);
    for (const declaration of declarations) {
      changed(declaration.item.name);
      addInOrder(this.#byName, declaration.item.name, declaration);
    }
    for (const item of facts.implementations) {
      if (item.type.kind !== 'path' || (item.trait === null && !item.constants)) continue;
      const name = item.type.path[item.type.path.length - 1] ?? '';
      changed(name);
      addInOrder(this.#implementations, name, { uri, item });
    }
  }

  declarationsIn(uri: Uri): readonly RustDeclaration[] {
    return this.#byFile.get(uri) ?? [];
  }

  /** Implementations of `trait` for a type of this unqualified name, in the file of the type or its crate. */
  implementations(
    trait: string,
    typeName: string,
    near: Uri,
  ): readonly { uri: Uri; item: RustImplementation }[] {
    this.#onLookup(typeName);
    return (this.#implementations.get(typeName) ?? []).filter(
      ({ uri, item }) => item.trait === trait && crateOf(uri) === crateOf(near),
    );
  }

  /**
   * What a path stands for where it is written, through modules, imports and crates. Where something on the way cannot
   * be seen (a macro, a file that no manifest leads to), the only item of that name in the crate or the workspace.
   *
   * @param presence what stands under conditions
   * @see Rust reference, "Paths" and "Use declarations"
   */
  lookUpType(path: readonly string[], place: RustPlace, presence: Presence = UNDECIDED): RustTypeLookup {
    const followed = this.#isInBridge(place) ? null : this.#follow(path, place, presence);
    return followed ?? this.#lookUpThrough(path, place, new Set());
  }

  /** Null where that cannot be told. */
  #follow(path: readonly string[], place: RustPlace, presence: Presence): RustTypeLookup | null {
    const name = path[path.length - 1] ?? '';
    this.#onLookup(name);
    const local = path.length === 1 ? this.#localIn(name, place) : [];
    if (local.length > 0) return oneOf([...local, ...this.paths.meaningOf(path, place, presence).types]);
    const { types, outside, gaps } = this.paths.meaningOf(path, place, presence);
    const elsewhere = outside.filter(
      (each, i) => !outside.slice(0, i).some((other) => isSameOutside(each, other)),
    );
    if (types.length > 0 && elsewhere.length === 0) return oneOf(types);
    if (types.length + elsewhere.length > 1)
      return { kind: 'open', reason: `\`${path.join('::')}\` is imported in several ways` };
    if (elsewhere[0]) return { kind: 'missing', path: elsewhere[0] };
    if (gaps.some(({ kind }) => kind === 'pending')) return { kind: 'missing', path };
    const unbuilt = gaps.find((gap) => gap.kind === 'unbuilt');
    if (unbuilt)
      return {
        kind: 'open',
        reason: `\`${unbuilt.file}\` of the build script is not there: no build has left one`,
      };
    if (gaps.some(({ kind }) => kind === 'unseen')) return null;
    // Nothing has the name, and rustc would say so; but a file that no manifest has may be any part of a crate.
    if (gaps.length === 0) return this.paths.crates.packageOf(place.uri) ? { kind: 'missing', path } : null;
    const globs = gaps.flatMap((gap) =>
      gap.kind === 'foreign-glob' && !isKnownGlob(gap.path, name) ? [gap.path] : [],
    );
    const [glob] = globs;
    if (!glob) return { kind: 'missing', path };
    return {
      kind: 'open',
      reason: `\`${path.join('::')}\` may be of \`${glob.join('::')}::*\`, which is not read`,
    };
  }

  /** The only type that a path leads to, every step of it seen; null where there is none. */
  typeAt(path: readonly string[], place: RustPlace): RustTypeDeclaration | null {
    this.#onLookup(path[path.length - 1] ?? '');
    const { types, outside } = this.paths.meaningOf(path, place, UNDECIDED);
    return types.length === 1 && outside.length === 0 ? (types[0] ?? null) : null;
  }

  #localIn(name: string, place: RustPlace): readonly RustTypeDeclaration[] {
    const all = (this.#byName.get(name) ?? []).filter(isType);
    return inModule(all, place).filter(({ item }) => item.local);
  }

  #isInBridge({ uri, modulePath }: RustPlace): boolean {
    return (this.#facts.get(uri)?.bridges ?? []).some((bridge) =>
      samePath([...bridge.modulePath, bridge.name], modulePath),
    );
  }

  /** @param renamed the names that `use … as` led through so far: code that is being written may go in a circle */
  #lookUpThrough(path: readonly string[], place: RustPlace, renamed: Set<string>): RustTypeLookup {
    const name = path[path.length - 1] ?? '';
    this.#onLookup(name);
    const candidates = (this.#byName.get(name) ?? []).filter(
      (declaration): declaration is RustTypeDeclaration =>
        isType(declaration) && (!declaration.item.local || declaration.uri === place.uri),
    );
    const imported = path.length === 1 ? this.#imported(name, place) : null;
    if (imported && imported[imported.length - 1] !== name) {
      if (renamed.has(name)) return { kind: 'missing', path: imported };
      return this.#lookUpThrough(imported, place, renamed.add(name));
    }
    const full = imported ?? path;
    const own = path.length === 1 ? inModule(candidates, place) : [];
    if (own.length > 0) return oneOf(own);
    if (isForeign(full) || (!imported && this.#isFromPrelude(path, place)))
      return { kind: 'missing', path: full };
    const qualified = full.length > 1 ? candidates.filter((candidate) => endsLike(candidate, full)) : [];
    const sameCrate = ({ uri }: RustTypeDeclaration): boolean => crateOf(uri) === crateOf(place.uri);
    const crate = firstName(full);
    const ofCrate = qualified.some(sameCrate)
      ? []
      : candidates.filter(({ uri }) => folderOfCrate(uri) === crate);
    const pool = ofCrate.length > 0 ? ofCrate : qualified.length > 0 ? qualified : candidates;
    const near = pool.filter(({ uri }) => uri === place.uri);
    if (near.length > 0) return oneOf(near);
    if (pool.some(sameCrate)) return oneOf(pool.filter(sameCrate));
    // Another crate's item of the same name may only be the first one that was read.
    if (ofCrate.length === 0) this.#onMiss(name);
    if (pool.length > 0) return oneOf(pool);
    return { kind: 'missing', path: full };
  }

  /** Implementations with constants for a type of this unqualified name, in the crate of the type. */
  implementationsWithConstants(
    typeName: string,
    near: Uri,
  ): readonly { uri: Uri; item: RustImplementation }[] {
    this.#onLookup(typeName);
    return (this.#implementations.get(typeName) ?? []).filter(
      ({ uri, item }) => item.constants && crateOf(uri) === crateOf(near),
    );
  }

  /**
   * The constant, or the `const fn`, that a path stands for; null where it is none or one of several.
   *
   * @param isAbsent whether an item is certainly not there
   */
  lookUpConstant<K extends 'constant' | 'const-function'>(
    kind: K,
    path: readonly string[],
    place: RustPlace,
    isAbsent: (uri: Uri, condition: Condition) => boolean = () => false,
  ): (RustDeclaration & { readonly kind: K }) | null {
    const name = path[path.length - 1] ?? '';
    this.#onLookup(name);
    if (isForeign(path)) return null;
    const named: readonly RustDeclaration[] = this.#byName.get(name) ?? [];
    const all = named.filter(
      (declaration): declaration is RustDeclaration & { readonly kind: K } =>
        declaration.kind === kind && !isAbsent(declaration.uri, declaration.item.condition),
    );
    const own = inModule(all, place);
    const pool = own.length > 0 ? own : all.filter(({ uri }) => crateOf(uri) === crateOf(place.uri));
    if (pool.length === 0) this.#onMiss(name);
    return pool.length === 1 ? (pool[0] ?? null) : null;
  }

  /** True where a bare name is the prelude's: the module neither has nor imports another, not even by a glob. */
  #isFromPrelude(path: readonly string[], place: RustPlace): boolean {
    return path.length === 1 && PRELUDE.has(path[0] ?? '') && this.#imported('*', place) === null;
  }

  #imported(name: string, place: RustPlace): readonly string[] | null {
    const use = (this.#uses.get(place.uri) ?? []).find(
      (candidate) => candidate.name === name && samePath(candidate.modulePath, place.modulePath),
    );
    return use?.path ?? null;
  }
}

/** `a::b::Name`: with the inline modules of its file around it. */
export const qualifiedRustName = (item: Pick<RustItem, 'name' | 'modulePath'>): string =>
  [...item.modulePath, item.name].join('::');

/** The part of a file's URI that stands for its crate: what is before `/src/`, or its folder. */
export function crateOf(uri: Uri): Uri {
  const source = uri.lastIndexOf('/src/');
  return uri.slice(0, source === -1 ? uri.lastIndexOf('/') : source);
}

/** A crate's folder by Rust's spelling: most are called what the crate is called. */
const folderOfCrate = (uri: Uri): string => {
  const crate = crateOf(uri);
  return crate.slice(crate.lastIndexOf('/') + 1).replaceAll('-', '_');
};

/** What a path of several names begins with: a crate's name, or a module's, an alias or a keyword. */
const firstName = (path: readonly string[]): string | undefined =>
  path.length < 2 ? undefined : path[0] === '' ? path[1] : path[0];

function* declarationsOf(uri: Uri, facts: RustFacts): Iterable<RustDeclaration> {
  for (const item of facts.records) yield { kind: 'record', uri, item };
  for (const item of facts.enums) yield { kind: 'enum', uri, item };
  for (const item of facts.aliases) yield { kind: 'alias', uri, item };
  for (const item of facts.constants) yield { kind: 'constant', uri, item };
  for (const item of facts.constFunctions) yield { kind: 'const-function', uri, item };
  for (const bridge of facts.bridges) {
    for (const block of bridge.blocks) {
      for (const item of block.types) yield { kind: 'bridge-type', uri, item, bridge };
    }
    for (const item of bridge.structs) yield { kind: 'shared-struct', uri, item, bridge };
    for (const item of bridge.enums) yield { kind: 'shared-enum', uri, item, bridge };
  }
}

/** What is recorded where a path leads through a file: no name is spelled like it. */
const fileName = (uri: Uri): string => `file ${uri}`;

const isType = (declaration: RustDeclaration): declaration is RustTypeDeclaration =>
  declaration.kind !== 'constant' && declaration.kind !== 'const-function';

/** `std::ffi::c_int` and `core::ffi::c_int`: what the facades of the standard library share has one name in them. */
const isSameOutside = (a: readonly string[], b: readonly string[]): boolean =>
  samePath(a, b) ||
  (a[a.length - 1] === b[b.length - 1] && [a, b].every(([crate = '']) => STANDARD.has(crate)));

const STANDARD: ReadonlySet<string> = new Set(['std', 'core', 'alloc']);

const samePath = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((segment, i) => segment === b[i]);

const inModule = <T extends { readonly uri: Uri; readonly item: RustItem }>(
  candidates: readonly T[],
  place: RustPlace,
): T[] =>
  candidates.filter(({ uri, item }) => uri === place.uri && samePath(item.modulePath, place.modulePath));

/** @see std::prelude */
const PRELUDE: ReadonlySet<string> = new Set(['Box', 'Option', 'Result', 'String', 'Vec']);

/**
 * Globs that bring no name but those that are known: of the standard library, of libc, of cxx; and the names of C's types
 * mean the same in every crate.
 */
const isKnownGlob = ([crate = '']: readonly string[], name: string): boolean =>
  ['std', 'core', 'alloc', 'libc', 'cxx'].includes(crate) || /^c_\w+$/.test(name);

/** Paths into crates that a workspace's own item of the same name must not be mistaken for. */
const isForeign = (path: readonly string[]): boolean =>
  path.length > 1 &&
  ['std', 'core', 'alloc', 'libc', 'cxx'].includes(path[0] === '' ? (path[1] ?? '') : (path[0] ?? ''));

/** The last module of a qualified path is the item's inline module or its file. */
function endsLike(candidate: RustTypeDeclaration, path: readonly string[]): boolean {
  const parent = path[path.length - 2];
  if (parent === undefined || parent === 'crate' || parent === 'self' || parent === 'super') return true;
  const modules = candidate.item.modulePath;
  if (modules.length > 0) return modules[modules.length - 1] === parent;
  return candidate.uri.endsWith(`/${parent}.rs`) || candidate.uri.endsWith(`/${parent}/mod.rs`);
}

/** Items of one name under different `cfg` are several; which one holds is not decided here. */
function oneOf(candidates: readonly RustTypeDeclaration[]): RustTypeLookup {
  const [first, ...others] = candidates;
  if (!first) return { kind: 'missing', path: [] };
  // A bridge restates a type that its module also defines or aliases: the definition says more.
  const definitions = candidates.filter(({ kind }) => kind !== 'bridge-type');
  if (others.length > 0 && definitions.length === 1 && definitions[0])
    return { kind: 'found', declaration: definitions[0] };
  return others.length === 0 ? { kind: 'found', declaration: first } : { kind: 'ambiguous', candidates };
}

function removeFrom<T extends { readonly uri: Uri }>(index: Map<string, T[]>, name: string, uri: Uri): void {
  const others = (index.get(name) ?? []).filter((entry) => entry.uri !== uri);
  if (others.length > 0) index.set(name, others);
  else index.delete(name);
}
