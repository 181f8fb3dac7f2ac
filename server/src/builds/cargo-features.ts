/** What is on in one package once some of its features are. */
export interface ActiveFeatures {
  readonly features: ReadonlySet<string>;
  /** Optional dependencies that are part of the build, by the names that code has for them. */
  readonly dependencies: ReadonlySet<string>;
  /** Features that are asked of dependencies: `serde/std`; `weak` where the dependency has to be on anyway. */
  readonly asked: readonly {
    readonly dependency: string;
    readonly feature: string;
    readonly weak: boolean;
  }[];
}

type FeatureTable = ReadonlyMap<string, readonly string[]>;

interface OptionalDependency {
  readonly name: string;
  readonly optional: boolean;
}

/**
 * All features of a package: those of its table, and each optional dependency that no `dep:` names.
 *
 * @see Cargo reference, "Optional dependencies"
 */
export function declaredFeatures(
  table: FeatureTable,
  dependencies: readonly OptionalDependency[],
): ReadonlySet<string> {
  const explicit = new Set([...table.values()].flat().filter((entry) => entry.startsWith('dep:')));
  const implied = dependencies.filter(({ optional, name }) => optional && !explicit.has(`dep:${name}`));
  return new Set([...table.keys(), ...implied.map(({ name }) => name)]);
}

/**
 * What the features named in `first` turn on. Names that the package does not declare are passed over.
 *
 * @param dependencies all of the package
 * @param counts whether a dependency is part of the builds that are asked about
 * @see Cargo reference, "Features"; cargo: src/cargo/core/resolver/features.rs, `activate_fv`
 */
export function followFeatures<Dependency extends OptionalDependency>(
  table: FeatureTable,
  dependencies: readonly Dependency[],
  first: Iterable<string>,
  counts: (dependency: Dependency) => boolean = () => true,
): ActiveFeatures {
  const declared = declaredFeatures(table, dependencies);
  const optional = new Set(
    dependencies.flatMap((each) => (each.optional && counts(each) ? [each.name] : [])),
  );
  const features = new Set<string>();
  const active = new Set<string>();
  const asked: ActiveFeatures['asked'][number][] = [];
  const pending = [...first];
  const seen = new Set<string>();
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    if (seen.has(entry)) continue;
    seen.add(entry);
    const [head = '', feature] = entry.split('/', 2);
    if (head.startsWith('dep:')) active.add(head.slice('dep:'.length));
    else if (feature === undefined) {
      if (!declared.has(head)) continue;
      features.add(head);
      const entries = table.get(head);
      if (entries) pending.push(...entries);
      else active.add(head);
    } else {
      const weak = head.endsWith('?');
      const dependency = weak ? head.slice(0, -1) : head;
      asked.push({ dependency, feature, weak });
      if (weak || !optional.has(dependency)) continue;
      // `serde/std` turns an optional dependency on, and the feature of its name.
      pending.push(`dep:${dependency}`, dependency);
    }
  }
  return { features, dependencies: active, asked };
}
