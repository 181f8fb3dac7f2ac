import type { Uri } from '../base/range.js';
import type { CargoPackage } from './cargo-packages.js';

/**
 * Whether cargo links two crates of a workspace, given by their roots, into one program: a library with whatever depends
 * on it, and two libraries that one package depends on. Only dependencies count that are there on every target and with
 * all features, and no build scripts: these are programs of their own.
 *
 * @see Cargo reference, "Specifying Dependencies"
 */
export function createLinkedPackages(packages: readonly CargoPackage[]): (a: Uri, b: Uri) => boolean {
  const byFolder = new Map(packages.map((each) => [each.folder, each]));
  const libraries = new Map<Uri, Uri>();
  const owners = new Map<Uri, CargoPackage>();
  for (const each of packages)
    for (const { kind, root, types } of each.crates) {
      if (kind === 'lib' && mayBeLinked(types)) libraries.set(root, each.folder);
      owners.set(root, each);
    }
  const closures = new Map<Uri, ReadonlySet<Uri>>();
  /** The folders of the packages whose libraries a package links, its own among them. */
  const linkedBy = (folder: Uri): ReadonlySet<Uri> => {
    const known = closures.get(folder);
    if (known) return known;
    const reached = new Set([folder]);
    for (const each of reached)
      for (const { kind, folder: other, optional, target } of byFolder.get(each)?.dependencies ?? []) {
        const isLinked = kind === 'normal' || (kind === 'dev' && each === folder);
        if (isLinked && other !== null && !optional && target === null) reached.add(other);
      }
    closures.set(folder, reached);
    return reached;
  };
  return (a, b) => {
    const [one, other] = [libraries.get(a), libraries.get(b)];
    if (one !== undefined && other !== undefined)
      return packages.some(({ folder }) => linkedBy(folder).has(one) && linkedBy(folder).has(other));
    const [library, program] = one === undefined ? [other, a] : [one, b];
    const owner = owners.get(program);
    return library !== undefined && owner !== undefined && linkedBy(owner.folder).has(library);
  };
}

/** A library that is built for C alone is none that Rust links. @see Rust reference, "Linkage" */
const mayBeLinked = (types: readonly string[]): boolean =>
  types.length === 0 || types.some((type) => /^(?:lib|rlib|dylib)$/.test(type));
