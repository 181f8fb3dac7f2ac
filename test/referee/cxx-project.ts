import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Kept between runs, so that cargo builds only what has changed. */
export const PROJECT = join(import.meta.dirname, '../../target/cxx-referee');
/** The version of cxx that is asked. */
export const CXX = '1.0.205';

/** cxx's generator of C++, once it is installed. */
export const CXXBRIDGE = join(PROJECT, 'bin/cxxbridge');

export function installCxxbridge(): void {
  writeIfOther(
    'Cargo.toml',
    `[package]\nname = "cxx-referee"\nversion = "0.0.0"\nedition = "2024"\npublish = false\n
[dependencies]\ncxx = "=${CXX}"\n\n[workspace]\n`,
  );
  writeIfOther('src/lib.rs', '');
  if (existsSync(CXXBRIDGE)) return;
  cargo(['install', 'cxxbridge-cmd', '--version', CXX, '--locked', '--quiet', '--root', PROJECT]);
}

/** Where cargo keeps the source of cxx, its tests included. */
export function crateOfCxx(): string {
  const { packages } = JSON.parse(cargo(['metadata', '--format-version=1'])) as {
    packages: readonly { readonly name: string; readonly manifest_path: string }[];
  };
  const found = packages.find(({ name }) => name === 'cxx');
  if (!found) throw new Error('cargo knows no cxx');
  return dirname(found.manifest_path);
}

function cargo(args: readonly string[]): string {
  const env = { ...process.env, CARGO_TARGET_DIR: join(PROJECT, 'target'), CARGO_TERM_COLOR: 'never' };
  const { status, stdout, stderr, error } = spawnSync('cargo', args, { cwd: PROJECT, env, encoding: 'utf8' });
  if (error) throw new Error('cargo could not be started: https://rustup.rs', { cause: error });
  if (status !== 0) throw new Error(`cargo ${args[0] ?? ''}: ${stderr}`);
  return stdout;
}

function writeIfOther(path: string, text: string): void {
  const file = join(PROJECT, path);
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
