import type { Uri } from '../base/range.js';
import type { Program } from '../program/program.js';
import { parentsOf } from '../program/rust-modules.js';

/** The roots of the crates that files are modules of, as the program is: not to be kept when it changes. */
export class CrateRoots {
  readonly #program: Program;
  readonly #roots = new Map<Uri, Uri | null>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** Whether both files are modules of one crate, and of no other. */
  areOne(a: Uri, b: Uri): boolean {
    const root = this.of(a);
    return root !== null && root === this.of(b);
  }

  /**
   * Whether some program has the code of both files: they are of one crate, or cargo links the crates.
   */
  areLinked(a: Uri, b: Uri): boolean {
    const [one, other] = [this.of(a), this.of(b)];
    if (one === null || other === null) return false;
    return one === other || this.#program.rust.paths.crates.areLinked(one, other);
  }

  /**
   * The root of the crate that a file is a module of; null where that is none or not one alone, or the files that may
   * declare it were not read: they are asked for.
   */
  of(uri: Uri): Uri | null {
    let root = this.#roots.get(uri);
    if (root === undefined) this.#roots.set(uri, (root = rootOf(uri, this.#program)));
    return root;
  }
}

/** Modules in modules that are followed. */
const MOST_LEVELS = 32;

function rootOf(uri: Uri, program: Program): Uri | null {
  const { crates, exists } = program.rust.paths;
  let file = uri;
  for (let level = 0; level < MOST_LEVELS; level++) {
    const [declared, ...others] = program.rustModules.declarationsOf(file);
    if (others.length > 0) return null;
    if (!declared) {
      if (crates.isRoot(file) || /\/src\/(?:lib|main)\.rs$/.test(file)) return file;
      for (const above of parentsOf(file, exists)) program.wantFile(above);
      return null;
    }
    file = declared.parent;
  }
  return null;
}
