import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { CXX, PROJECT } from './cxx-project.js';
import { Random, sampleSize, SEED } from './random.js';

const NAMESPACES = ['', 'a', 'b', 'a::b'];

describe('aliases of types of another bridge', () => {
  it('are rejected by rustc where Ferrule says that cxx does, and nowhere else', async () => {
    const random = new Random(SEED);
    const names = Array.from({ length: sampleSize(120) }, (_, i) => `T${i}`);
    const rust = bridges(
      names.map((name) => aliased(name, random)),
      random,
    );
    const workspace = await MemoryWorkspace.of({ 'src/lib.rs': rust });
    const reported = (await workspace.check()).findings
      .filter(({ hazard }) => hazard === 'bridge-invalid')
      .map(({ message }) => /`(T\d+)`/.exec(message)?.[1] ?? message);
    const rejected = rejectedAliases(rust);
    expect([...new Set(reported)].sort()).toEqual([...rejected].sort());
    expect(rejected.size).toBeGreaterThan(names.length / 5);
    expect(names.length - rejected.size).toBeGreaterThan(names.length / 5);
  }, 300_000);
});

interface Aliased {
  readonly name: string;
  readonly shared: boolean;
  /** Attributes of the type in the first bridge, and of the alias in the second. */
  readonly own: string;
  readonly alias: string;
  readonly byValue: boolean;
}

/** The attributes of the alias say mostly what those of the type say, or what its bridge does. */
function aliased(name: string, random: Random): Aliased {
  const namespace = random.chance(0.5) ? random.pick(NAMESPACES) : null;
  const cppName = random.chance(0.3) ? `${name}Cpp` : null;
  const attributes = (space: string | null, cpp: string | null): string =>
    [
      ...(space === null ? [] : [`#[namespace = "${space}"]`]),
      ...(cpp === null ? [] : [`#[cxx_name = "${cpp}"]`]),
    ].join(' ');
  const other = random.chance(0.2) ? random.pick(NAMESPACES) : namespace;
  const otherName = random.chance(0.1) ? (cppName === null ? `${name}Cpp` : null) : cppName;
  return {
    name,
    shared: random.chance(0.5),
    own: attributes(namespace, cppName),
    alias: attributes(other, otherName),
    byValue: random.chance(0.4),
  };
}

/** One line for each alias. */
function bridges(types: readonly Aliased[], random: Random): string {
  const opaque = types.filter(({ shared }) => !shared);
  const used = types.filter(({ byValue }) => byValue);
  const own = random.pick(NAMESPACES);
  const other = random.chance(0.5) ? random.pick(NAMESPACES) : own;
  return [
    `#[cxx::bridge(namespace = "${own}")]`,
    'pub mod first {',
    ...types.filter(({ shared }) => shared).map(({ name, own }) => `${own} struct ${name} { x: i32 }`),
    'unsafe extern "C++" {',
    ...opaque.map(({ name, own }) => `${own} type ${name};`),
    '} }',
    `#[cxx::bridge(namespace = "${other}")]`,
    'pub mod second {',
    'unsafe extern "C++" {',
    ...types.map(({ name, alias }) => `${alias} type ${name} = crate::first::${name};`),
    '}',
    'extern "Rust" {',
    ...used.map(({ name }) => `fn take_${name}(value: ${name});`),
    '} }',
    ...used.map(({ name }) => `fn take_${name}(_: first::${name}) {}`),
  ].join('\n');
}

/** The aliases that rustc has an error about, in the code that the macro makes of the bridges. */
function rejectedAliases(rust: string): Set<string> {
  const folder = join(PROJECT, 'aliases');
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(
    join(folder, 'Cargo.toml'),
    `[package]\nname = "aliases"\nversion = "0.0.0"\nedition = "2024"\n\n[dependencies]\ncxx = "=${CXX}"\n\n[workspace]\n`,
  );
  writeFileSync(join(folder, 'src/lib.rs'), rust);
  const env = { ...process.env, CARGO_TARGET_DIR: join(PROJECT, 'target'), CARGO_TERM_COLOR: 'never' };
  const { stdout, stderr } = spawnSync('cargo', ['check', '--quiet', '--message-format=json'], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const lines = rust.split('\n');
  const rejected = new Set<string>();
  for (const line of stdout.split('\n').filter((each) => each.startsWith('{'))) {
    const { message } = JSON.parse(line) as {
      message?: { level: string; spans: { is_primary: boolean; line_start: number }[] };
    };
    if (message?.level !== 'error') continue;
    for (const { is_primary: isPrimary, line_start: at } of message.spans) {
      const name = / type (T\d+) = /.exec(` ${lines[at - 1] ?? ''}`)?.[1];
      if (isPrimary && name !== undefined) rejected.add(name);
    }
  }
  expect(rejected.size, stderr).toBeGreaterThan(0);
  return rejected;
}
