import { parse } from 'smol-toml';

/**
 * The name that a `Cargo.toml` gives its package, which is the root of the includes of its cxx bridges.
 *
 * @returns null where there is none: a workspace's own manifest, or one that is no TOML
 */
export function packageName(manifest: string): string | null {
  try {
    const { package: described } = parse(manifest) as { package?: { name?: unknown } };
    return typeof described?.name === 'string' ? described.name : null;
  } catch {
    return null;
  }
}
