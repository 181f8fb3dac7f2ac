import { dequal } from 'dequal/lite';
import type { CancellationToken } from '../base/cancellation.js';
import type { Uri } from '../base/range.js';
import type { RustModule } from '../facts/rust/rust-facts.js';
import type { Program } from '../program/program.js';
import { parentsOf } from '../program/rust-modules.js';
import type { SourceFile, Sources } from './sources.js';

/** The modules that a Rust file declares; null where it cannot be read. */
export type ModuleReader = (
  file: SourceFile,
  token: CancellationToken,
) => Promise<readonly RustModule[] | null>;

/**
 * The files above those that were read, up to the roots of their crates. Of these only their `mod x;` count: what
 * else they declare is looked for by name, as in any other file.
 */
export class ModuleFiles {
  readonly #sources: Sources;
  readonly #program: Program;
  readonly #read: ModuleReader;
  readonly #known = new Map<Uri, { readonly stamp: string; readonly modules: readonly RustModule[] }>();

  constructor(sources: Sources, program: Program, read: ModuleReader) {
    this.#sources = sources;
    this.#program = program;
    this.#read = read;
  }

  /**
   * Brings up to date what was read before.
   *
   * @returns the names that changed
   */
  async refresh(token: CancellationToken): Promise<ReadonlySet<string>> {
    const changed = new Set<string>();
    for (const uri of [...this.#known.keys()]) {
      const file = this.#sources.file(uri);
      if (file) await this.#update(file, changed, token);
      else {
        this.#known.delete(uri);
        for (const name of this.#program.setModules(uri, [])) changed.add(name);
      }
    }
    return changed;
  }

  /**
   * Reads what stands above a file and may declare it, or one above it, under a condition.
   *
   * @returns the names that changed
   */
  async readAbove(file: SourceFile, token: CancellationToken): Promise<ReadonlySet<string>> {
    const changed = new Set<string>();
    for (const parent of this.#above(file)) await this.#update(parent, changed, token);
    return changed;
  }

  async #update(file: SourceFile, changed: Set<string>, token: CancellationToken): Promise<void> {
    const { stamp } = file.skim;
    const known = this.#known.get(file.uri);
    if (known?.stamp === stamp) return;
    const modules = (await this.#read(file, token)) ?? [];
    this.#known.set(file.uri, { stamp, modules });
    // An edit that leaves them as they were changes nothing.
    if (dequal(known?.modules ?? [], modules)) return;
    for (const name of this.#program.setModules(file.uri, modules)) changed.add(name);
  }

  #above(file: SourceFile): readonly SourceFile[] {
    const found = new Map<Uri, SourceFile>();
    const pending = file.language === 'rust' ? [file.uri] : [];
    for (let child = pending.pop(); child !== undefined; child = pending.pop()) {
      const name = moduleName(child);
      for (const uri of parentsOf(child, (candidate) => this.#sources.file(candidate) !== undefined)) {
        const parent = this.#sources.file(uri);
        if (found.has(uri) || !parent?.skim.mentions(name)) continue;
        found.set(uri, parent);
        pending.push(uri);
      }
    }
    // Where none has a condition, nothing is to be learnt.
    const all = [...found.values()];
    return all.some(({ skim }) => skim.mentions('cfg') || skim.mentions('cfg_attr')) ? all : [];
  }
}

/** What `mod` declares the file as: its own name or its folder's. */
const moduleName = (uri: Uri): string => /([^/]+?)(?:\/mod)?\.rs$/.exec(uri)?.[1] ?? '';
