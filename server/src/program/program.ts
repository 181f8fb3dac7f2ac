import type { Uri } from '../base/range.js';
import type { LockedTools } from '../builds/cargo-lock.js';
import type { FileBuild } from '../builds/file-builds.js';
import type { RustOptions } from '../builds/rust-options.js';
import type { FileFacts } from '../facts/facts.js';
import type { CppFacts } from '../facts/cpp/cpp-facts.js';
import type { ZngurFacts } from '../facts/zngur/zngur-facts.js';
import type { RustFacts, RustModule } from '../facts/rust/rust-facts.js';
import { CppNames } from './cpp-names.js';
import { MacroTexts } from './macro-texts.js';
import { RustModules, type IncludedFile } from './rust-modules.js';
import { RustNames } from './rust-names.js';

/**
 * The facts of all files that were read, joined by name.
 *
 * Two things are recorded while it answers. The names that a computation looked up say when its result
 * must be computed anew (`observe`). The names that had no answer say which further files to read
 * (`takeWanted`); so the program never reads a file itself and stays synchronous.
 */
export class Program {
  readonly cpp: CppNames;
  readonly rust: RustNames;
  readonly rustModules: RustModules;
  /** What the builds for a target say of a C++ file; whoever knows them sets it. */
  fileBuild: (uri: Uri, triple: string) => FileBuild | null = () => null;
  /** The options that the package of a Rust file is compiled with; whoever knows the builds sets it. */
  rustOptions: (uri: Uri) => RustOptions | null = () => null;
  /** The C++ sources that each package compiles whenever it is built; whoever knows the builds sets it. */
  compiledTogether: readonly ReadonlySet<Uri>[] = [];
  /** What the `Cargo.lock` files say of tools for C++; whoever knows the builds sets it. */
  lockedTools: readonly LockedTools[] = [];
  /** Include guards of headers that cbindgen writes; whoever knows the builds sets it. */
  cbindgenGuards: ReadonlySet<string> = new Set();
  /** Whether a file is C++ that is API although nothing binds it yet; whoever knows the settings sets it. */
  isSurface: (uri: Uri) => boolean = () => false;
  /** Identifiers in all `cbindgen.toml`: what they leave out or add; whoever knows the builds sets it. */
  cbindgenWords: ReadonlySet<string> = new Set();
  readonly macroTexts: MacroTexts;
  readonly #files = new Map<Uri, FileFacts>();
  readonly #observers: Set<string>[] = [];
  #wanted = nothingWanted();
  #wantedFiles = new Set<Uri>();
  #revision = 0;

  constructor() {
    const onLookup = (name: string): void => {
      for (const names of this.#observers) names.add(name);
    };
    this.rustModules = new RustModules(onLookup);
    this.macroTexts = new MacroTexts(onLookup);
    this.cpp = new CppNames(onLookup, (name, kind) => void this.#wanted[kind].add(name), this.macroTexts);
    this.rust = new RustNames(
      onLookup,
      (name) => void this.#wanted.rust.add(name),
      (uri) => void this.#wantedFiles.add(uri),
      this.rustModules,
    );
  }

  /**
   * Puts, replaces or (with null) removes the facts of a file.
   *
   * @returns every name that the file declared before or declares now: what looked one of them up is stale
   */
  setFile(uri: Uri, facts: FileFacts | null): ReadonlySet<string> {
    this.#revision++;
    const changed = this.#put(uri, facts);
    const modules = facts?.language === 'rust' ? facts.modules : [];
    this.rustModules.setFile(uri, modules, (name) => void changed.add(name));
    return changed;
  }

  /**
   * Puts the modules that a Rust file declares, of which nothing else counts.
   *
   * @returns what is stale, as of `setFile`
   */
  setModules(uri: Uri, modules: readonly RustModule[]): ReadonlySet<string> {
    const changed = new Set<string>();
    this.rustModules.setFile(uri, modules, (name) => void changed.add(name));
    if (changed.size > 0) this.#revision++;
    return changed;
  }

  /**
   * Puts what the `include!` of a Rust file lead to.
   *
   * @returns what is stale, as of `setFile`
   */
  setIncludes(uri: Uri, includes: readonly IncludedFile[]): ReadonlySet<string> {
    const changed = new Set<string>();
    this.rustModules.setIncludes(uri, includes, (name) => void changed.add(name));
    this.#revision++;
    return changed;
  }

  /**
   * Lets a file take part for the time of a question about it. It must not stay: what an editor happens to
   * show must not change what the other files mean.
   */
  visit(uri: Uri, facts: FileFacts): void {
    this.#put(uri, facts);
  }

  leave(uri: Uri): void {
    this.#put(uri, null);
  }

  #inOrder(): [Uri, FileFacts][] {
    return [...this.#files].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  #put(uri: Uri, facts: FileFacts | null): Set<string> {
    const changed = new Set<string>();
    this.#files.delete(uri);
    if (facts) this.#files.set(uri, facts);
    const note = (name: string): void => void changed.add(name);
    this.cpp.setFile(uri, facts?.language === 'cpp' ? facts : null, note);
    this.rust.setFile(uri, facts?.language === 'rust' ? facts : null, note);
    return changed;
  }

  /**
   * Puts the facts of a text that macros come to.
   *
   * @returns what looked it up in vain is stale: the name under which it did
   */
  setMacroText(text: string, facts: CppFacts): string {
    this.#revision++;
    return this.macroTexts.set(text, facts);
  }

  /** Grows with every change of the facts: equal revisions give equal answers. */
  get revision(): number {
    return this.#revision;
  }

  facts(uri: Uri): FileFacts | undefined {
    return this.#files.get(uri);
  }

  get fileCount(): number {
    return this.#files.size;
  }

  /** In the order of their URIs, whichever was read first. */
  *rustFiles(): Iterable<[Uri, RustFacts]> {
    for (const [uri, facts] of this.#inOrder()) if (facts.language === 'rust') yield [uri, facts];
  }

  /** In the order of their URIs, whichever was read first. */
  *cppFiles(): Iterable<[Uri, CppFacts]> {
    for (const [uri, facts] of this.#inOrder()) if (facts.language === 'cpp') yield [uri, facts];
  }

  /** In the order of their URIs, whichever was read first. */
  *zngurFiles(): Iterable<[Uri, ZngurFacts]> {
    for (const [uri, facts] of this.#inOrder()) if (facts.language === 'zng') yield [uri, facts];
  }

  /** Computes and tells which names the computation looked up. Observations may nest. */
  observe<T>(compute: () => T): { readonly value: T; readonly names: ReadonlySet<string> } {
    const names = new Set<string>();
    this.#observers.push(names);
    try {
      return { value: compute(), names };
    } finally {
      this.#observers.pop();
    }
  }

  /** Says that what a file declares may matter, where it was not read. */
  wantFile(uri: Uri): void {
    if (!this.#files.has(uri)) this.#wantedFiles.add(uri);
  }

  /** Says that files which were not read may call a function of Rust of this name. */
  wantCallers(name: string): void {
    this.#wanted.rustCaller.add(name);
  }

  /** The unqualified names that were looked up without a full answer since the last call. */
  takeWanted(): Wanted {
    const wanted = this.#wanted;
    this.#wanted = nothingWanted();
    return wanted;
  }

  /** The files that paths of Rust led to since the last call and that were not read: not all of them need to exist. */
  takeWantedFiles(): ReadonlySet<Uri> {
    const wanted = this.#wantedFiles;
    this.#wantedFiles = new Set();
    return wanted;
  }
}

/** Names without an answer, by what was looked for. */
export interface Wanted {
  readonly rust: ReadonlySet<string>;
  /** Functions of Rust that files may call. */
  readonly rustCaller: ReadonlySet<string>;
  readonly cppType: ReadonlySet<string>;
  readonly cppFunction: ReadonlySet<string>;
  /** Functions that only sources define, for what another language declares. */
  readonly cppImplementation: ReadonlySet<string>;
  readonly cppConstant: ReadonlySet<string>;
  /** Functions whose declaration is known, and whose definition may throw. */
  readonly cppThrower: ReadonlySet<string>;
  /** Functions whose declaration is known, and whose definition may return a null pointer. */
  readonly cppNullReturner: ReadonlySet<string>;
  /** Functions whose declaration is known, and whose definition may keep what it is given. */
  readonly cppRetainer: ReadonlySet<string>;
  /** Functions that may be called with a null pointer. */
  readonly cppNullGiver: ReadonlySet<string>;
}

const nothingWanted = (): Record<keyof Wanted, Set<string>> => ({
  rust: new Set(),
  rustCaller: new Set(),
  cppType: new Set(),
  cppFunction: new Set(),
  cppImplementation: new Set(),
  cppConstant: new Set(),
  cppThrower: new Set(),
  cppNullReturner: new Set(),
  cppRetainer: new Set(),
  cppNullGiver: new Set(),
});
