import { access } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** A package as `cargo metadata --no-deps` has it, as far as it is read here. */
export interface CargoPackage {
  readonly name: string;
  readonly manifest_path: string;
  readonly targets: readonly CargoTarget[];
}

interface CargoTarget {
  readonly name: string;
  readonly kind: readonly string[];
  /** Absolute path of the crate's root file. */
  readonly src_path: string;
}

export interface CargoMetadata {
  readonly packages: readonly CargoPackage[];
  readonly workspace_root: string;
}

/** Reads what `cargo metadata --format-version 1` wrote; null where that is something else. */
export function readMetadata(json: string): CargoMetadata | null {
  try {
    const metadata = JSON.parse(json) as Partial<CargoMetadata> | null;
    const { packages, workspace_root } = metadata ?? {};
    return Array.isArray(packages) && typeof workspace_root === 'string'
      ? { packages, workspace_root }
      : null;
  } catch {
    return null;
  }
}

/** Absolute path of the nearest `Cargo.toml` above a file; null where it belongs to no package. */
export async function nearestManifest(file: string): Promise<string | null> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'Cargo.toml');
    const found = await access(manifest).then(
      () => true,
      () => false,
    );
    if (found) return manifest;
    if (dirname(folder) === folder) return null;
  }
}

/**
 * The options of `cargo check` that select the crates which a file may be part of: those whose root file
 * lies in the nearest folder around it. None, which selects the library and the programs, where that says
 * nothing.
 */
export function crateOptions(file: string, { targets }: CargoPackage): string[] {
  const own = targets.filter(({ src_path }) => src_path === file);
  const around = targets.filter(({ src_path }) => isBelow(file, dirname(src_path)));
  const depth = Math.max(...around.map(({ src_path }) => dirname(src_path).length));
  const nearest = own.length > 0 ? own : around.filter(({ src_path }) => dirname(src_path).length === depth);
  return nearest.some(({ kind }) => kind.includes('custom-build')) ? [] : nearest.flatMap(optionFor);
}

function optionFor({ name, kind }: CargoTarget): string[] {
  const program = ['bin', 'example', 'test', 'bench'].find((each) => kind.includes(each));
  return program === undefined ? ['--lib'] : [`--${program}`, name];
}

function isBelow(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`);
}
