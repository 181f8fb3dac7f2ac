import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bridgeOf } from '../../server/src/bindings/testing/bridge-of.js';

const ROOT = join(import.meta.dirname, '../..');
const TELEMETRY = join(ROOT, 'examples/telemetry');
const OWN = join(import.meta.dirname, 'bindings');
/** Kept between runs, so that cargo builds only what has changed. */
const PROJECT = join(ROOT, 'target/bindings-referee');

interface Case {
  readonly name: string;
  readonly header: string;
  readonly source: string;
  /** What `#include` calls the header. */
  readonly includePath: string;
}

const fromExample = (name: string): Case => ({
  name,
  header: join(TELEMETRY, `include/${name}.hpp`),
  source: join(TELEMETRY, `cpp/${name}.cpp`),
  includePath: `telemetry/include/${name}.hpp`,
});
const own = (name: string): Case => ({
  name,
  header: join(OWN, `${name}.hpp`),
  source: join(OWN, `${name}.cpp`),
  includePath: `${name}.hpp`,
});

/** Each has a `bindings/NAME.rs` that calls the generated bridge and checks what comes back. */
const CASES: readonly Case[] = [
  fromExample('panel'),
  fromExample('sink'),
  own('shapes'),
  own('text'),
  own('corners'),
];

describe('generated cxx bridges', () => {
  beforeAll(async () => {
    for (const [program, remedy] of [
      ['cargo', 'https://rustup.rs'],
      ['rustfmt', 'rustup component add rustfmt'],
      ['g++', 'a C++17 compiler of the system'],
    ] as const) {
      if (spawnSync(program, ['--version']).status !== 0)
        throw new Error(`${program} is not installed: ${remedy}`);
    }
    await writeProject();
  });

  it.each(CASES)('are laid out as rustfmt does: $name', ({ name }) => {
    const { status, stdout, stderr } = run('rustfmt', ['--check', '--edition=2024', `src/${name}_bridge.rs`]);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('build without a warning of rustc, link, and give what the C++ gives', () => {
    const { status, stdout, stderr } = run('cargo', ['run', '--quiet']);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: CASES.map(({ name }) => `${name}: ok\n`).join(''),
      stderr: '',
    });
  });
});

async function writeProject(): Promise<void> {
  write(
    'Cargo.toml',
    `[package]\nname = "bindings-referee"\nversion = "0.0.0"\nedition = "2024"\npublish = false\n
[dependencies]\ncxx = "=1.0.205"\n\n[build-dependencies]\ncxx-build = "=1.0.205"\n\n[workspace]\n`,
  );
  const bridges = CASES.map(({ name }) => `"src/${name}_bridge.rs"`).join(', ');
  const sources = CASES.map(({ name }) => `"cpp/${name}.cpp"`).join(', ');
  write(
    'build.rs',
    `fn main() {
    cxx_build::bridges([${bridges}])
        .std("c++17")
        .include("include")
        .extra_warnings(true)
        .warnings_into_errors(true)
        .files([${sources}])
        .compile("bindings-referee");
    for input in ["src", "include", "cpp"] {
        println!("cargo::rerun-if-changed={input}");
    }
}\n`,
  );
  write('include/telemetry/src/bridge.rs.h', readFileSync(join(OWN, 'telemetry-bridge.h'), 'utf8'));
  for (const { name, header, source, includePath } of CASES) {
    const text = readFileSync(header, 'utf8');
    const bridge = await bridgeOf({ [includePath]: text });
    write(`include/${includePath}`, text);
    write(`cpp/${name}.cpp`, readFileSync(source, 'utf8'));
    write(`src/${name}_bridge.rs`, bridge.text);
    write(`src/${name}.rs`, readFileSync(join(OWN, `${name}.rs`), 'utf8'));
  }
  const modules = CASES.map(({ name }) => `mod ${name};\nmod ${name}_bridge;\n`).join('');
  const checks = CASES.map(({ name }) => `    ${name}::check();\n    println!("${name}: ok");\n`).join('');
  write('src/main.rs', `#![deny(warnings)]\n#![allow(dead_code)]\n\n${modules}\nfn main() {\n${checks}}\n`);
}

/** Leaves a file alone that is as it should be, for cargo goes by its time. */
function write(path: string, text: string): void {
  const file = join(PROJECT, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function run(program: string, args: readonly string[]) {
  const env = {
    ...process.env,
    CARGO_TARGET_DIR: join(PROJECT, 'target'),
    CARGO_TERM_COLOR: 'never',
    CXX: 'g++',
    LC_ALL: 'C.UTF-8',
  };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: PROJECT, env, encoding: 'utf8' });
  if (error) throw new Error(`${program} could not be started`, { cause: error });
  return { status, stdout, stderr };
}
