import type { Uri } from '../base/range.js';
import { joinUri } from '../base/uri.js';
import type { Condition } from '../facts/facts.js';
import type { RustInclude, RustModule } from '../facts/rust/rust-facts.js';

/** Where a file is declared to be a module, or included. */
export interface ModuleDeclaration {
  readonly parent: Uri;
  /** From where `include!` takes it: then its items are of the module that has it; null for a module. */
  readonly included: RustInclude['base'] | null;
  /** The inline modules around the declaration. */
  readonly modulePath: readonly string[];
  readonly condition: Condition;
}

/** An `include!`, and its file; null where there is none. */
export interface IncludedFile {
  readonly include: RustInclude;
  readonly file: Uri | null;
}

/** The same each time: what was seen is compared with what is. */
const NONE: readonly never[] = [];

/**
 * Which files are modules of which, over all Rust files that were read: what stands before `mod x;` holds for
 * everything in the file.
 */
export class RustModules {
  readonly #onLookup: (name: string) => void;
  readonly #declarations = new Map<Uri, ModuleDeclaration[]>();
  readonly #children = new Map<Uri, readonly Uri[]>();
  readonly #modules = new Map<Uri, readonly RustModule[]>();
  readonly #includes = new Map<Uri, readonly IncludedFile[]>();

  constructor(onLookup: (name: string) => void) {
    this.#onLookup = onLookup;
  }

  setFile(uri: Uri, modules: readonly RustModule[], changed: (name: string) => void): void {
    this.#modules.set(uri, modules);
    this.#declare(uri, changed);
  }

  /** Puts what the `include!` of a file lead to; whoever knows the files does. */
  setIncludes(uri: Uri, includes: readonly IncludedFile[], changed: (name: string) => void): void {
    if (includes.length > 0) this.#includes.set(uri, includes);
    else this.#includes.delete(uri);
    changed(nameOf(uri));
    this.#declare(uri, changed);
  }

  /** What the `include!` of a file lead to, in their order. */
  includesOf(uri: Uri): readonly IncludedFile[] {
    this.#onLookup(nameOf(uri));
    return this.#includes.get(uri) ?? NONE;
  }

  /** The file that a file is included in, directly or through others; itself where it is not. */
  includerOf(uri: Uri): Uri {
    let includer = uri;
    for (let level = 0; level < MOST_LEVELS; level++) {
      const above = this.declarationsOf(includer).find(({ included }) => included !== null);
      if (!above) break;
      includer = above.parent;
    }
    return includer;
  }

  /** Whether a build script wrote the file, into the folder of its outputs. */
  isBuildOutput(uri: Uri): boolean {
    return this.declarationsOf(uri).some(({ included }) => included === 'build-script');
  }

  #declare(uri: Uri, changed: (name: string) => void): void {
    for (const child of this.#children.get(uri) ?? []) {
      changed(nameOf(child));
      const others = (this.#declarations.get(child) ?? []).filter(({ parent }) => parent !== uri);
      if (others.length > 0) this.#declarations.set(child, others);
      else this.#declarations.delete(child);
    }
    this.#children.delete(uri);
    const children: Uri[] = [];
    const declare = (file: Uri, declaration: ModuleDeclaration): void => {
      this.#declarations.set(file, [...(this.#declarations.get(file) ?? []), declaration]);
      children.push(file);
      changed(nameOf(file));
    };
    for (const item of this.#modules.get(uri) ?? []) {
      if (item.inline) continue;
      for (const { file, condition } of filesOf(uri, item))
        declare(file, { parent: uri, included: null, modulePath: item.modulePath, condition });
    }
    for (const { include, file } of this.#includes.get(uri) ?? []) {
      const { base, modulePath, condition } = include;
      if (file !== null) declare(file, { parent: uri, included: base, modulePath, condition });
    }
    if (children.length > 0) this.#children.set(uri, children);
  }

  /** Where a file is declared, as far as the files that were read say. */
  declarationsOf(uri: Uri): readonly ModuleDeclaration[] {
    this.#onLookup(nameOf(uri));
    return this.#declarations.get(uri) ?? NONE;
  }

  /**
   * The condition under which a file is part of its crate, as far as the files that were read say; empty where they
   * do not.
   */
  conditionAround(uri: Uri): Condition {
    return this.#around(uri, new Set());
  }

  /** @param inside the files that this one is asked about for: code that is being written may go in a circle */
  #around(uri: Uri, inside: Set<Uri>): Condition {
    this.#onLookup(nameOf(uri));
    const declarations = this.#declarations.get(uri) ?? [];
    if (inside.has(uri) || inside.size > MOST_LEVELS) return [];
    inside.add(uri);
    const ways = declarations.map(({ parent, condition }) => [...this.#around(parent, inside), ...condition]);
    inside.delete(uri);
    if (ways.length === 1) return ways[0] ?? [];
    if (ways.some((way) => way.length === 0)) return [];
    return ways.length === 0 ? [] : [`any(${ways.map((way) => `all(${way.join(', ')})`).join(', ')})`];
  }
}

/** Modules in modules that are followed; a file may have several parents, and these again. */
const MOST_LEVELS = 8;

/** What is recorded where a file's place in its crate is looked up: no name is spelled like it. */
const nameOf = (uri: Uri): string => `mod ${uri}`;

/** Files that other files declare as modules in their own folder, and not in one of their name. */
const IS_FOLDER_OWNER = /\/(?:mod|lib|main)\.rs$/;

/**
 * The files that `mod x;` may mean, and when it means them.
 *
 * @see Rust reference, "Modules", Module source filenames, The path attribute
 */
export function* filesOf(
  uri: Uri,
  { name, modulePath, path, conditionalPaths = [], condition }: RustModule,
): Iterable<{ readonly file: Uri; readonly condition: Condition }> {
  const folder = uri.slice(0, uri.lastIndexOf('/'));
  const own = IS_FOLDER_OWNER.test(uri) ? folder : uri.replace(/\.rs$/, '');
  const inside = [own, ...modulePath].join('/');
  const base = modulePath.length === 0 ? folder : inside;
  for (const each of conditionalPaths)
    yield { file: joinUri(base, each.path), condition: [...condition, each.under] };
  const elsewhere = [...condition, ...conditionalPaths.map(({ under }) => `not(${under})`)];
  if (path !== null) yield { file: joinUri(base, path), condition: elsewhere };
  else {
    yield { file: `${inside}/${name}.rs`, condition: elsewhere };
    yield { file: `${inside}/${name}/mod.rs`, condition: elsewhere };
  }
}

/**
 * The files that may declare a file as their module, by where they stand: those of its folder, or of one above it
 * where there are none.
 */
export function parentsOf(uri: Uri, exists: (uri: Uri) => boolean): readonly Uri[] {
  if (/\/(?:lib|main)\.rs$/.test(uri)) return [];
  let folder = uri.slice(0, uri.lastIndexOf('/'));
  if (uri.endsWith('/mod.rs')) folder = folder.slice(0, folder.lastIndexOf('/'));
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const found = [`${folder}.rs`, ...['mod', 'lib', 'main'].map((name) => `${folder}/${name}.rs`)].filter(
      (candidate) => candidate !== uri && exists(candidate),
    );
    if (found.length > 0) return found;
    folder = folder.slice(0, folder.lastIndexOf('/'));
  }
  return [];
}

/** Folders above a file that are looked into: of inline modules and of paths that `#[path]` names. */
const MOST_STEPS = 3;
