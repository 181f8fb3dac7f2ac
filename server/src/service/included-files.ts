import { dequal } from 'dequal/lite';
import type { Uri } from '../base/range.js';
import { joinUri, parentUri } from '../base/uri.js';
import type { BuildKnowledge } from '../builds/build-knowledge.js';
import { NO_BUILDS } from '../builds/build-knowledge.js';
import type { RustInclude } from '../facts/rust/rust-facts.js';
import type { Program } from '../program/program.js';
import type { IncludedFile } from '../program/rust-modules.js';
import type { Sources } from './sources.js';

/**
 * The files that `include!` of Rust leads to: those of the workspace, and those that build scripts left in the folders
 * that cargo builds in, which are excluded otherwise.
 */
export class IncludedFiles {
  /** Of the workspace as it is; whoever reads the builds sets it. */
  builds: BuildKnowledge = NO_BUILDS;
  readonly #sources: Sources;
  readonly #program: Program;
  readonly #includers = new Map<Uri, readonly IncludedFile[]>();

  constructor(sources: Sources, program: Program) {
    this.#sources = sources;
    this.#program = program;
  }

  /** Looks again for all files that are included: a build may have left others. @returns the names that changed */
  async refresh(): Promise<ReadonlySet<string>> {
    const changed = new Set<string>();
    for (const uri of [...this.#includers.keys()])
      for (const name of await this.update(uri)) changed.add(name);
    return changed;
  }

  /**
   * Finds what a file of the program includes.
   *
   * @returns the names that changed
   */
  async update(uri: Uri): Promise<ReadonlySet<string>> {
    const facts = this.#program.facts(uri);
    const includes = facts?.language === 'rust' ? facts.includes : [];
    const before = this.#includers.get(uri) ?? [];
    const found: IncludedFile[] = [];
    for (const include of includes) found.push({ include, file: await this.#find(include, uri) });
    if (found.length > 0) this.#includers.set(uri, found);
    else this.#includers.delete(uri);
    return dequal(before, found) ? new Set() : this.#program.setIncludes(uri, found);
  }

  async #find({ base, path }: RustInclude, uri: Uri): Promise<Uri | null> {
    const includer = this.#program.rustModules.includerOf(uri);
    const described = this.#program.rust.paths.crates.packageOf(includer);
    switch (base) {
      case 'file':
        return this.#there(joinUri(parentUri(uri), path));
      case 'package':
        return described && this.#there(joinUri(described.folder, path));
      case 'build-script': {
        const folder = described && this.builds.targetFolders.get(described.folder);
        return folder ? this.#sources.buildOutput(folder, described.name, path, includer) : null;
      }
      default:
        return base satisfies never;
    }
  }

  #there(uri: Uri): Uri | null {
    return this.#sources.file(uri) ? uri : null;
  }
}
