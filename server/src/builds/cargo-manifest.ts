import { lineOfKey } from './toml-lines.js';
import { flagOf, listOf, parseToml, tableOf, textOf, textsOf, type TomlTable } from './toml-values.js';

/** What a `Cargo.toml` says, before its workspace is known. Lines are zero-based. */
export interface CargoManifest {
  readonly package: ManifestPackage | null;
  readonly workspace: ManifestWorkspace | null;
  readonly dependencies: readonly ManifestDependency[];
  readonly features: ReadonlyMap<string, readonly string[]>;
  /** `[lib]`, `[[bin]]` and their like, as far as they are written. */
  readonly crates: readonly ManifestCrate[];
  /** Why nothing could be read; null where it could. */
  readonly problem: string | null;
}

export interface ManifestPackage {
  readonly name: string;
  readonly line: number;
  /** `workspace`: inherited. */
  readonly edition: string | 'workspace' | null;
  readonly links: string | null;
  /** Path of the build script; null: `build.rs` where there is one; false: none. */
  readonly build: string | false | null;
}

export interface ManifestWorkspace {
  readonly members: readonly string[];
  readonly exclude: readonly string[];
  readonly edition: string | null;
  readonly dependencies: readonly ManifestDependency[];
}

export interface ManifestDependency {
  /** As code names it. */
  readonly name: string;
  /** The package, where it is called otherwise. */
  readonly package: string;
  readonly path: string | null;
  readonly kind: 'normal' | 'build' | 'dev';
  readonly optional: boolean;
  /** Its entry in the workspace says the rest. */
  readonly inherited: boolean;
  /** Features of the dependency that are asked for. */
  readonly features: readonly string[];
  /** `default-features` as written; null without. */
  readonly defaultFeatures: boolean | null;
  /** `cfg(…)` or a triple, null without. */
  readonly target: string | null;
}

export interface ManifestCrate {
  readonly kind: 'lib' | 'bin' | 'example' | 'test' | 'bench';
  readonly name: string | null;
  readonly path: string | null;
  readonly types: readonly string[];
}

/** @see Cargo reference, "The Manifest Format" and "Workspaces" */
export function readCargoManifest(text: string): CargoManifest {
  const data = parseToml(text);
  if (typeof data === 'string') return { ...NOTHING, problem: data };
  const targets = Object.entries(tableOf(data['target'])).flatMap(([target, tables]) =>
    dependenciesIn(tableOf(tables), target),
  );
  return {
    package: packageIn(data, text),
    workspace: workspaceIn(data),
    dependencies: [...dependenciesIn(data, null), ...targets],
    features: new Map(
      Object.entries(tableOf(data['features'])).map(([name, list]) => [name, textsOf(list)] as const),
    ),
    crates: cratesIn(data),
    problem: null,
  };
}

const NOTHING: CargoManifest = {
  package: null,
  workspace: null,
  dependencies: [],
  features: new Map(),
  crates: [],
  problem: null,
};

function packageIn(data: TomlTable, text: string): ManifestPackage | null {
  // `[project]` is its old name.
  const table = tableOf(data['package'] ?? data['project']);
  const name = textOf(table['name']);
  if (name === null) return null;
  const edition = tableOf(table['edition'])['workspace'] === true ? 'workspace' : textOf(table['edition']);
  const build = table['build'];
  return {
    name,
    line: lineOfKey(text, ['package', 'name']) - 1,
    edition,
    links: textOf(table['links']),
    build: build === false ? false : build === true ? 'build.rs' : textOf(build),
  };
}

function workspaceIn(data: TomlTable): ManifestWorkspace | null {
  if (data['workspace'] === undefined) return null;
  const table = tableOf(data['workspace']);
  return {
    members: textsOf(table['members']),
    exclude: textsOf(table['exclude']),
    edition: textOf(tableOf(table['package'])['edition']),
    dependencies: dependenciesOf(table['dependencies'], 'normal', null),
  };
}

const KINDS = [
  ['dependencies', 'normal'],
  ['build-dependencies', 'build'],
  ['build_dependencies', 'build'],
  ['dev-dependencies', 'dev'],
  ['dev_dependencies', 'dev'],
] as const;

const dependenciesIn = (table: TomlTable, target: string | null): ManifestDependency[] =>
  KINDS.flatMap(([key, kind]) => dependenciesOf(table[key], kind, target));

function dependenciesOf(
  value: unknown,
  kind: ManifestDependency['kind'],
  target: string | null,
): ManifestDependency[] {
  return Object.entries(tableOf(value)).map(([name, dependency]) => {
    const table = tableOf(dependency);
    return {
      name,
      package: textOf(table['package']) ?? name,
      path: textOf(table['path']),
      kind,
      optional: table['optional'] === true,
      inherited: table['workspace'] === true,
      features: textsOf(table['features']),
      defaultFeatures: flagOf(table['default-features'] ?? table['default_features']),
      target,
    };
  });
}

function cratesIn(data: TomlTable): ManifestCrate[] {
  const crate = (kind: ManifestCrate['kind'], table: TomlTable): ManifestCrate => ({
    kind,
    name: textOf(table['name']),
    path: textOf(table['path']),
    types: textsOf(table['crate-type'] ?? table['crate_type']),
  });
  const lists = ['bin', 'example', 'test', 'bench'] as const;
  return [
    ...(data['lib'] === undefined ? [] : [crate('lib', tableOf(data['lib']))]),
    ...lists.flatMap((kind) => listOf(data[kind]).map((table) => crate(kind, tableOf(table)))),
  ];
}
