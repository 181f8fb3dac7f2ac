import type { Uri } from '../base/range.js';
import { isWithin, joinUri, parentUri } from '../base/uri.js';
import { uriOf } from './build-paths.js';
import { declaredFeatures, followFeatures } from './cargo-features.js';
import type { CargoManifest, ManifestCrate, ManifestDependency } from './cargo-manifest.js';

/** A Rust package of the workspace as cargo would build it by default. */
export interface CargoPackage {
  readonly name: string;
  readonly manifest: Uri;
  /** Line (zero-based) of its name in the manifest. */
  readonly line: number;
  readonly folder: Uri;
  /** The manifest of the workspace that it inherits from; its own where it is its own. */
  readonly workspace: Uri | null;
  /** `2015` where none is written, as cargo has it. */
  readonly edition: string;
  readonly links: string | null;
  readonly crates: readonly Crate[];
  /** Features that are on by default, those that they turn on included. */
  readonly features: readonly string[];
  /** All features there are, optional dependencies that are features included. */
  readonly allFeatures: readonly string[];
  /** `[features]` as written. */
  readonly featureTable: ReadonlyMap<string, readonly string[]>;
  readonly dependencies: readonly PackageDependency[];
  readonly buildScript: Uri | null;
}

export interface Crate {
  readonly kind: ManifestCrate['kind'];
  /** As code names it: with `_`. */
  readonly name: string;
  readonly root: Uri;
  /** `rlib`, `staticlib`, `cdylib` … as written. */
  readonly types: readonly string[];
}

export interface PackageDependency {
  readonly name: string;
  readonly package: string;
  readonly kind: ManifestDependency['kind'];
  /** The folder of a path dependency; null: it comes from a registry or a repository. */
  readonly folder: Uri | null;
  readonly optional: boolean;
  /** What this package asks of it, `default` included unless it is said not to be. */
  readonly features: readonly string[];
  /** `cfg(…)` or a triple, null without. */
  readonly target: string | null;
}

/**
 * The packages of the manifests, with what they inherit from their workspaces.
 *
 * @param exists whether the workspace has a Rust file: what cargo finds by itself depends on it
 * @see Cargo reference, "Package Layout", "Features", "Workspaces"
 */
export function packagesOf(
  manifests: ReadonlyMap<Uri, CargoManifest>,
  exists: (uri: Uri) => boolean,
): CargoPackage[] {
  return [...manifests].flatMap(([uri, manifest]) => {
    const { package: described } = manifest;
    if (!described) return [];
    const folder = parentUri(uri);
    const workspace = workspaceOf(uri, manifests);
    const above = workspace === null ? null : (manifests.get(workspace)?.workspace ?? null);
    const edition = described.edition === 'workspace' ? above?.edition : described.edition;
    const script = described.build === false ? null : joinUri(folder, described.build ?? 'build.rs');
    return [
      {
        name: described.name,
        manifest: uri,
        line: described.line,
        folder,
        workspace,
        edition: edition ?? '2015',
        links: described.links,
        crates: cratesOf(manifest, described.name, folder, exists),
        ...featuresOf(manifest),
        featureTable: manifest.features,
        dependencies: manifest.dependencies.map((dependency) => {
          const source = dependency.inherited
            ? above?.dependencies.find(({ name }) => name === dependency.name)
            : dependency;
          const base = dependency.inherited && workspace !== null ? parentUri(workspace) : folder;
          return {
            name: dependency.name,
            package: source?.package ?? dependency.package,
            kind: dependency.kind,
            folder: source?.path ? uriOf(source.path, base) : null,
            optional: dependency.optional,
            features: featuresAskedFor(dependency, dependency.inherited ? source : undefined),
            target: dependency.target,
          };
        }),
        buildScript: script !== null && exists(script) ? script : null,
      },
    ];
  });
}

/**
 * What a dependency's line asks for; an entry of the workspace that it inherits from adds its own, and has the word on
 * `default` unless the line turns it on.
 *
 * @see Cargo reference, "Inheriting a dependency from a workspace"
 */
function featuresAskedFor(
  line: ManifestDependency,
  inherited: ManifestDependency | undefined,
): readonly string[] {
  const own = inherited ? inherited.defaultFeatures : line.defaultFeatures;
  const hasDefault = own !== false || (inherited !== undefined && line.defaultFeatures === true);
  return [...(hasDefault ? ['default'] : []), ...(inherited?.features ?? []), ...line.features];
}

/** The nearest manifest at or above a package's that declares a workspace; whether it counts it as a member is cargo's to say. */
function workspaceOf(uri: Uri, manifests: ReadonlyMap<Uri, CargoManifest>): Uri | null {
  let best: Uri | null = null;
  for (const [candidate, { workspace }] of manifests) {
    const folder = parentUri(candidate);
    if (!workspace || !isWithin(uri, folder)) continue;
    if (workspace.exclude.some((path) => isWithin(uri, joinUri(folder, path)))) continue;
    if (best === null || candidate.length > best.length) best = candidate;
  }
  return best;
}

function cratesOf(
  manifest: CargoManifest,
  packageName: string,
  folder: Uri,
  exists: (uri: Uri) => boolean,
): Crate[] {
  const found: Crate[] = [];
  const add = (kind: Crate['kind'], name: string, path: string, types: readonly string[]): void => {
    const root = joinUri(folder, path);
    if (!exists(root) || found.some((crate) => crate.kind === kind && crate.root === root)) return;
    found.push({ kind, name: name.replaceAll('-', '_'), root, types });
  };
  for (const { kind, name, path, types } of manifest.crates) {
    const named = name ?? packageName;
    const usual = usualPaths(kind, named);
    add(kind, named, path ?? usual.find((each) => exists(joinUri(folder, each))) ?? '', types);
  }
  if (!found.some(({ kind }) => kind === 'lib')) add('lib', packageName, 'src/lib.rs', []);
  add('bin', packageName, 'src/main.rs', []);
  return found;
}

function usualPaths(kind: Crate['kind'], name: string): readonly string[] {
  if (kind === 'lib') return ['src/lib.rs'];
  const folder = kind === 'bin' ? 'src/bin' : kind === 'bench' ? 'benches' : `${kind}s`;
  const main = kind === 'bin' ? ['src/main.rs'] : [];
  return [`${folder}/${name}.rs`, `${folder}/${name}/main.rs`, ...main];
}

function featuresOf(manifest: CargoManifest): Pick<CargoPackage, 'features' | 'allFeatures'> {
  const declared = declaredFeatures(manifest.features, manifest.dependencies);
  const { features } = followFeatures(manifest.features, manifest.dependencies, ['default']);
  return { features: [...features].sort(), allFeatures: [...declared].sort() };
}
