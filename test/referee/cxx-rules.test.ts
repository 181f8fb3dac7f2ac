import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { violationsOf } from '../../server/src/boundary/cxx-rules/bridge-rules.js';
import { readRust } from '../../server/src/facts/rust/testing/read-rust.js';
import { randomBridge } from './cxx-bridges.js';
import { AT_THE_TYPE, rejectedPrograms } from './cxx-ui.js';
import { Random, sampleSize, SEED } from './random.js';

const ROOT = join(import.meta.dirname, '../..');
/** Kept between runs, so that cargo builds only what has changed. */
const PROJECT = join(ROOT, 'target/cxx-referee');
const VERSION = '1.0.205';
const CXXBRIDGE = join(PROJECT, 'bin/cxxbridge');

/**
 * Programs of cxx's own whose errors are not the macro's: lints and the parser of rustc, another macro, and
 * fields that all stand under a `cfg`.
 */
const NOT_THE_BRIDGE: ReadonlyMap<string, string> = new Map([
  ['deny_elided_lifetimes', 'a lint of rustc'],
  ['deny_missing_docs', 'a lint of rustc'],
  ['empty_struct', 'its second struct is empty where no `cfg` of its fields holds'],
  ['ptr_no_const_mut', 'the syntax of Rust'],
  ['raw_ident_namespace', 'one of its errors is of `type_id!`'],
  ['reserved_lifetime', "the macro leaves `'static` to rustc, the generator does not"],
  ['root_namespace', 'the syntax of Rust, before the macro sees the namespace `::`'],
]);

describe('the rules of cxx', () => {
  beforeAll(installCxxbridge, 600_000);

  it('are broken where its own programs say that they are', async () => {
    const programs = rejectedPrograms(crateOf());
    expect(programs.length).toBeGreaterThan(75);
    for (const { name, text, lines } of programs) {
      if (NOT_THE_BRIDGE.has(name)) continue;
      expect([name, await linesBroken(text)]).toEqual([name, lines]);
    }
  });

  it('are broken in random bridges where the generator says so', async () => {
    const random = new Random(SEED);
    let rejected = 0;
    for (let i = 0; i < sampleSize(60); i++) {
      const text = randomBridge(random);
      const theirs = linesRejected(text);
      if (theirs.length > 0) rejected++;
      expect({ text, lines: [...new Set(await linesBroken(text))] }).toEqual({ text, lines: theirs });
    }
    expect(rejected).toBeGreaterThan(0);
  });
});

/** Lines, from 1, of what Ferrule reports. */
async function linesBroken(text: string): Promise<number[]> {
  const { bridges } = await readRust(text);
  return bridges
    .flatMap(({ syntax }) => violationsOf(syntax))
    .map(({ range }) => range.start.line + 1)
    .sort((a, b) => a - b);
}

/** Lines of what cxx's generator reports, each once. */
function linesRejected(text: string): number[] {
  const { stderr, error } = spawnSync(CXXBRIDGE, ['-'], {
    input: text,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (error) throw new Error('cxxbridge could not be started', { cause: error });
  const places = [...stderr.matchAll(/^error\[cxxbridge\]: (.*)\n\s*┌─ [^:]*:(\d+):/gm)];
  const lines = places
    .filter(([, message]) => !message?.startsWith(AT_THE_TYPE))
    .map((each) => Number(each[2]));
  return [...new Set(lines)].sort((a, b) => a - b);
}

function installCxxbridge(): void {
  writeIfOther(
    'Cargo.toml',
    `[package]\nname = "cxx-referee"\nversion = "0.0.0"\nedition = "2024"\npublish = false\n
[dependencies]\ncxx = "=${VERSION}"\n\n[workspace]\n`,
  );
  writeIfOther('src/lib.rs', '');
  if (existsSync(CXXBRIDGE)) return;
  cargo(['install', 'cxxbridge-cmd', '--version', VERSION, '--locked', '--quiet', '--root', PROJECT]);
}

/** Where cargo keeps the source of cxx, its tests included. */
function crateOf(): string {
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
