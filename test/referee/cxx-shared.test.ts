import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { crateOfCxx, CXXBRIDGE, installCxxbridge, PROJECT } from './cxx-project.js';
import { Random, sampleSize, SEED } from './random.js';

const REPRS = ['', '#[repr(u8)] ', '#[repr(i8)] ', '#[repr(u16)] ', '#[repr(i32)] ', '#[repr(u64)] '];
const UNDERLYING = [
  '',
  ' : unsigned char',
  ' : signed char',
  ' : std::uint16_t',
  ' : int',
  ' : unsigned long',
];

describe('enums that a bridge restates', () => {
  beforeAll(installCxxbridge, 600_000);

  it('are rejected by clang where Ferrule says that they drifted, and nowhere else', async () => {
    const random = new Random(SEED);
    const names = Array.from({ length: sampleSize(200) }, (_, i) => `E${i}`);
    const pairs = names.map((name) => restated(name, random));
    const rust = [
      '#[cxx::bridge]',
      'mod ffi {',
      ...pairs.map((pair) => pair.rust),
      'unsafe extern "C++" { include!("enums.h");',
      ...names.map((name) => `type ${name};`),
      '} }',
    ].join('\n');
    const header = ['#pragma once', '#include <cstdint>', ...pairs.map(({ cpp }) => cpp)].join('\n');
    const workspace = await MemoryWorkspace.of({ 'src/lib.rs': rust, 'include/enums.h': header });
    const lines = rust.split('\n');
    const reported = (await workspace.check()).findings.map(
      ({ range }) => /enum (E\d+)/.exec(lines[range.start.line] ?? '')?.[1] ?? '',
    );
    const rejected = rejectedEnums(rust, header);
    expect([...new Set(reported)].sort()).toEqual([...rejected].sort());
    expect(rejected.size).toBeGreaterThan(names.length / 4);
    expect(names.length - rejected.size).toBeGreaterThan(names.length / 10);
  });
});

/** An enum on both sides, each on one line, with or without a difference. */
function restated(name: string, random: Random): { readonly rust: string; readonly cpp: string } {
  const width = random.integer(0, REPRS.length - 1);
  const other = random.chance(0.2) ? random.integer(0, REPRS.length - 1) : width;
  const variants: string[] = [];
  const enumerators: string[] = [];
  let value = 0;
  for (let i = random.integer(1, 4); i > 0; i--) {
    const step = random.chance(0.3) ? random.integer(1, 9) : 0;
    value += step;
    const own = `${name}_${i}`;
    variants.push(step > 0 ? `${own} = ${value}` : own);
    const drifted = random.chance(0.08);
    if (random.chance(0.04)) enumerators.push(`${name}_new${drifted ? ` = ${value}` : ''}`);
    if (!random.chance(0.04)) enumerators.push(`${own} = ${drifted ? value + 1 : value}`);
    value++;
  }
  const scoped = random.chance(0.5) ? 'class ' : '';
  return {
    rust: `${REPRS[width] ?? ''}enum ${name} { ${variants.join(', ')} }`,
    cpp: `enum ${scoped}${name}${UNDERLYING[other] ?? ''} { ${enumerators.join(', ')} };`,
  };
}

/** The enums of which clang rejects something in what cxx generates. */
function rejectedEnums(rust: string, header: string): Set<string> {
  const include = join(PROJECT, 'include-enums');
  mkdirSync(join(include, 'rust'), { recursive: true });
  copyFileSync(join(crateOfCxx(), 'include/cxx.h'), join(include, 'rust/cxx.h'));
  writeFileSync(join(include, 'enums.h'), header);
  const generated = run(CXXBRIDGE, ['-'], rust);
  expect(generated.stderr).toBe('');
  const lines = generated.stdout.split('\n');
  const options = ['-std=c++20', '-fsyntax-only', '-ferror-limit=0', '-fno-caret-diagnostics'];
  const { stderr } = run('clang++-19', [...options, `-I${include}`, '-xc++', '-'], generated.stdout);
  return new Set(
    [...stderr.matchAll(/^<stdin>:(\d+):\d+: error:/gm)].flatMap(
      ([, line]) => /\b(E\d+)\b/.exec(lines[Number(line) - 1] ?? '')?.[1] ?? [],
    ),
  );
}

function run(program: string, args: readonly string[], input: string): { stdout: string; stderr: string } {
  const env = { ...process.env, NO_COLOR: '1' };
  const options = { input, env, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { stdout, stderr, error } = spawnSync(program, args, options);
  if (error) throw new Error(`${program} could not be started`, { cause: error });
  return { stdout, stderr };
}
