import type { Uri } from '../base/range.js';
import type { RustCrates } from '../builds/rust-crates.js';
import type { RustFacts } from '../facts/rust/rust-facts.js';
import type { ModuleScope, ModuleScopes } from './module-scopes.js';
import type { IncludedFile, ModuleDeclaration, RustModules } from './rust-modules.js';
import type { RustPlace, RustTypeDeclaration } from './rust-names.js';

/** What the files that were read say, and which others there are. */
export interface PathSources {
  readonly modules: RustModules;
  readonly facts: (uri: Uri) => RustFacts | undefined;
  readonly declarations: (uri: Uri) => readonly RustTypeDeclaration[];
  /** Records that the answer depends on the file, and asks for it where it was not read. */
  readonly onFile: (uri: Uri) => void;
}

/** The sources as one walk saw them: as long as all that it saw is the same, so is where it led to. */
export class PathView {
  readonly #sources: PathSources;
  readonly #scopes: ModuleScopes;
  readonly #exists: (uri: Uri) => boolean;
  readonly #seenFacts = new Map<Uri, RustFacts | undefined>();
  readonly #seenFiles = new Map<Uri, boolean>();
  readonly #seenDeclarations = new Map<Uri, readonly ModuleDeclaration[]>();
  readonly #seenIncludes = new Map<Uri, readonly IncludedFile[]>();

  constructor(
    sources: PathSources,
    scopes: ModuleScopes,
    readonly crates: RustCrates,
    exists: (uri: Uri) => boolean,
  ) {
    this.#sources = sources;
    this.#scopes = scopes;
    this.#exists = exists;
  }

  /** Whether everything is as it was seen. Asking counts as looking it all up again. */
  isCurrent(): boolean {
    const { facts, modules, onFile } = this.#sources;
    for (const [uri, seen] of this.#seenFacts) {
      onFile(uri);
      if (facts(uri) !== seen) return false;
    }
    return (
      isSame(this.#seenFiles, this.#exists) &&
      isSame(this.#seenDeclarations, (uri) => modules.declarationsOf(uri)) &&
      isSame(this.#seenIncludes, (uri) => modules.includesOf(uri))
    );
  }

  /** What a module has; null where it is not read, undefined where its file has none of the name. */
  scopeOf({ uri, modulePath }: RustPlace): ModuleScope | null | undefined {
    const facts = this.#factsOf(uri);
    return facts ? this.#scopes.of(facts, this.#sources.declarations(uri), modulePath) : null;
  }

  isRead(uri: Uri): boolean {
    return this.#factsOf(uri) !== undefined;
  }

  exists(uri: Uri): boolean {
    return seeing(this.#seenFiles, uri, this.#exists);
  }

  declarationsOf(uri: Uri): readonly ModuleDeclaration[] {
    return seeing(this.#seenDeclarations, uri, (file) => this.#sources.modules.declarationsOf(file));
  }

  includesOf(uri: Uri): readonly IncludedFile[] {
    return seeing(this.#seenIncludes, uri, (file) => this.#sources.modules.includesOf(file));
  }

  #factsOf(uri: Uri): RustFacts | undefined {
    return seeing(this.#seenFacts, uri, (file) => {
      this.#sources.onFile(file);
      return this.#sources.facts(file);
    });
  }
}

function seeing<T>(seen: Map<Uri, T>, uri: Uri, look: (uri: Uri) => T): T {
  if (!seen.has(uri)) seen.set(uri, look(uri));
  return seen.get(uri) as T;
}

function isSame<T>(seen: ReadonlyMap<Uri, T>, look: (uri: Uri) => T): boolean {
  for (const [uri, value] of seen) if (look(uri) !== value) return false;
  return true;
}
