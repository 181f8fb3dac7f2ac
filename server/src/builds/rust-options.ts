import type { Uri } from '../base/range.js';
import { isWithin } from '../base/uri.js';
import { declaredFeatures, followFeatures } from './cargo-features.js';
import type { CargoPackage, PackageDependency } from './cargo-packages.js';

/** What a user says of the features that a folder's packages are built with. */
export interface FeatureChoice {
  /**
   * As for `cargo --features`: `simd` in every package that has it, `codec/simd` in the package `codec`, which those
   * that depend on it turn on with it.
   */
  readonly features: readonly string[];
  readonly noDefaultFeatures: boolean;
}

/** The options that the crates of one package are compiled with, besides those of the target. */
export interface RustOptions {
  readonly package: string;
  /** Features that are on. */
  readonly on: ReadonlySet<string>;
  /** Features of which nothing says whether they are on. Any other one is off where it is declared at all. */
  readonly open: ReadonlySet<string>;
  readonly declared: ReadonlySet<string>;
  /** What its build script turns on whenever it runs: `name`, `name="value"`. Of others nothing is known. */
  readonly cfgs: ReadonlySet<string>;
  /** The user has said which features are on. Else the default ones are, which is an assumption. */
  readonly stated: boolean;
}

/**
 * Finds the options of the package that a file belongs to: the innermost one around it.
 *
 * What no setting says is left to the builds: default features are on, and those that packages of the
 * workspace ask of each other, as cargo unifies them. Anybody may turn on a feature that is off by default, so that
 * such a one is open. A setting leaves none open, but for what only some targets, builds or tests ask for.
 *
 * @param cfgs what build scripts turn on, by the folders of their packages
 * @param choiceFor what the user said for the folder that a manifest is in; null where nothing was said
 * @see Cargo reference, "Features", Feature unification
 */
export function createRustOptions(
  packages: readonly CargoPackage[],
  choiceFor: (manifest: Uri) => FeatureChoice | null,
  cfgs: ReadonlyMap<Uri, readonly string[]> = new Map(),
): (file: Uri) => RustOptions | null {
  const chosen = packages.map((each) => ({ each, choice: choiceFor(each.manifest) }));
  const seeds = chosen.map(({ each, choice }) => seedsOf(each, choice));
  const certain = unify(packages, seeds, false);
  const possible = unify(packages, seeds, true);
  const options = chosen.map(({ each, choice }): RustOptions => {
    const declared = declaredIn(each);
    const on = certain.get(each.folder) ?? new Set();
    const others = choice === null ? declared : (possible.get(each.folder) ?? new Set());
    return {
      package: each.name,
      on,
      open: new Set([...others].filter((feature) => !on.has(feature))),
      declared,
      cfgs: new Set(cfgs.get(each.folder)),
      stated: choice !== null,
    };
  });
  const innermost = packages
    .map(({ folder }, i) => ({ folder, options: options[i] }))
    .sort((a, b) => b.folder.length - a.folder.length);
  const byFile = new Map<Uri, RustOptions | null>();
  return (file) => {
    let found = byFile.get(file);
    if (found === undefined) {
      found = innermost.find(({ folder }) => isWithin(file, folder))?.options ?? null;
      byFile.set(file, found);
    }
    return found;
  };
}

const declaredIn = ({ featureTable, dependencies }: CargoPackage): ReadonlySet<string> =>
  declaredFeatures(featureTable, dependencies);

/** @see cargo: src/cargo/core/workspace.rs, `collect_matching_features` */
function seedsOf({ name, dependencies }: CargoPackage, choice: FeatureChoice | null): readonly string[] {
  const named = (choice?.features ?? []).flatMap((entry) => {
    const [first = '', second] = entry.split('/', 2);
    if (second === undefined || dependencies.some((dependency) => dependency.name === first)) return [entry];
    return first === name ? [second] : [];
  });
  return choice?.noDefaultFeatures === true ? named : ['default', ...named];
}

/**
 * The features of each package, by its folder, with those that other packages of the workspace ask for.
 *
 * @param everywhere whether what is asked for only on some targets, for build scripts or for tests counts as well
 */
function unify(
  packages: readonly CargoPackage[],
  seeds: readonly (readonly string[])[],
  everywhere: boolean,
): ReadonlyMap<Uri, ReadonlySet<string>> {
  const counts = ({ kind, target }: PackageDependency): boolean =>
    everywhere || (kind === 'normal' && target === null);
  const wanted = new Map(packages.map(({ folder }, i) => [folder, new Set(seeds[i])]));
  const due = new Set(packages);
  const byFolder = new Map(packages.map((each) => [each.folder, each]));
  const active = new Map<Uri, ReadonlySet<string>>();
  for (const each of due) {
    due.delete(each);
    const found = followFeatures(each.featureTable, each.dependencies, wanted.get(each.folder) ?? [], counts);
    active.set(each.folder, found.features);
    for (const dependency of each.dependencies) {
      const { name, folder, features, optional } = dependency;
      const to = folder === null ? undefined : byFolder.get(folder);
      const set = to && wanted.get(to.folder);
      if (!set || !counts(dependency)) continue;
      if (optional && !found.dependencies.has(name)) continue;
      const before = set.size;
      for (const feature of features) set.add(feature);
      for (const asked of found.asked) if (asked.dependency === name) set.add(asked.feature);
      if (set.size > before) due.add(to);
    }
  }
  return active;
}
