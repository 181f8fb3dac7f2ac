import type { Uri } from '../base/range.js';
import { isWithin } from '../base/uri.js';
import type { CargoPackage, PackageDependency } from './cargo-packages.js';
import { createLinkedPackages } from './linked-packages.js';

/** What the names of crates mean in the files of a workspace's packages. */
export interface RustCrates {
  /** The innermost package around a file. */
  packageOf(file: Uri): CargoPackage | null;
  /** The root of the crate that a file beside or in a package belongs to: its library where it has one. */
  rootAround(file: Uri): Uri | null;
  /** Whether a crate begins with this file. */
  isRoot(file: Uri): boolean;
  /** Whether paths in the file are those of the edition of 2015; false where no package has it. */
  isOf2015(file: Uri): boolean;
  /** What the file's package means by a crate's name; null where no package has the file. */
  externCrate(name: string, file: Uri): ExternCrate | null;
  /** Whether cargo links two crates, given by their roots, into one program whatever features are asked for. */
  areLinked(a: Uri, b: Uri): boolean;
}

/** Several where targets or builds each have their own. */
export interface ExternCrate {
  /** Root files of libraries in the workspace. */
  readonly roots: readonly Uri[];
  /** It may be one of the compiler's own, or one from elsewhere. */
  readonly outside: boolean;
}

export const NO_CRATES: RustCrates = {
  packageOf: () => null,
  rootAround: () => null,
  isRoot: () => false,
  isOf2015: () => false,
  externCrate: () => null,
  areLinked: () => false,
};

/** Crates that need no line in a manifest. */
const OF_THE_COMPILER: ReadonlySet<string> = new Set(['std', 'core', 'alloc', 'proc_macro', 'test']);

/**
 * The crates that packages have and those that they depend on, by the names that code has for them: a dependency's own
 * name where it is renamed, else that of its library.
 *
 * @see Cargo reference, "Renaming dependencies in Cargo.toml", "Cargo targets", The name field
 */
export function createRustCrates(packages: readonly CargoPackage[]): RustCrates {
  const byFolder = new Map(packages.map((each) => [each.folder, each]));
  const roots = new Set(packages.flatMap(({ crates }) => crates.map(({ root }) => root)));
  const scripts = new Set(packages.flatMap(({ buildScript }) => buildScript ?? []));
  const innermost = [...packages].sort((a, b) => b.folder.length - a.folder.length);
  const byFile = new Map<Uri, CargoPackage | null>();
  const packageOf = (file: Uri): CargoPackage | null => {
    let found = byFile.get(file);
    if (found === undefined) {
      found = innermost.find(({ folder }) => isWithin(file, folder)) ?? null;
      byFile.set(file, found);
    }
    return found;
  };
  const libraryOf = (folder: Uri | null): CargoPackage['crates'][number] | undefined =>
    folder === null ? undefined : byFolder.get(folder)?.crates.find(({ kind }) => kind === 'lib');
  const nameOf = ({ name, package: named, folder }: PackageDependency): string =>
    (name === named ? (libraryOf(folder)?.name ?? name) : name).replaceAll('-', '_');
  return {
    packageOf,
    areLinked: createLinkedPackages(packages),
    rootAround: (file) => {
      const crates = packageOf(file)?.crates ?? [];
      return (crates.find(({ kind }) => kind === 'lib') ?? crates[0])?.root ?? null;
    },
    isRoot: (file) => roots.has(file) || scripts.has(file) || IS_OWN_CRATE.test(file),
    isOf2015: (file) => packageOf(file)?.edition === '2015',
    externCrate: (name, file) => {
      const own = packageOf(file);
      if (!own) return null;
      const meant = own.dependencies.filter((dependency) => nameOf(dependency) === name);
      const libraries = meant.map(({ folder }) => libraryOf(folder)?.root);
      const self = own.crates.find(({ kind, name: called }) => kind === 'lib' && called === name);
      if (self) libraries.push(self.root);
      return {
        roots: [...new Set(libraries.flatMap((root) => root ?? []))],
        outside: libraries.length === 0 ? OF_THE_COMPILER.has(name) : libraries.includes(undefined),
      };
    },
  };
}

/** What cargo takes for a crate of its own by where it stands, and no manifest has to name. */
const IS_OWN_CRATE = /\/(?:src\/bin|examples|tests|benches)\/(?:[^/]+|[^/]+\/main)\.rs$/;
