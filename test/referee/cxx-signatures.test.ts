import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { crateOfCxx, CXXBRIDGE, installCxxbridge, PROJECT } from './cxx-project.js';

const RUST_TYPES = [
  ...[
    'bool',
    'u8',
    'i16',
    'u32',
    'i64',
    'u64',
    'usize',
    'f32',
    'f64',
    'Color',
    '&Thing',
    'Pin<&mut Thing>',
    '&str',
  ],
  ...[
    '&u32',
    '&mut u32',
    '&CxxString',
    'Pin<&mut CxxString>',
    'UniquePtr<Thing>',
    'UniquePtr<CxxString>',
    'String',
  ],
  ...[
    'SharedPtr<Thing>',
    'UniquePtr<CxxVector<u8>>',
    '&CxxVector<u8>',
    '&[u8]',
    'Vec<u8>',
    '*const Thing',
    '*mut u8',
  ],
];

const CPP_TYPES = [
  ...[
    'bool',
    'std::uint8_t',
    'short',
    'unsigned',
    'std::int64_t',
    'long long',
    'unsigned long',
    'std::size_t',
  ],
  ...[
    'float',
    'const double',
    'Color',
    'const Thing &',
    'Thing &',
    'Thing const &',
    'rust::Str',
    'const unsigned &',
  ],
  ...[
    'unsigned &',
    'const std::string &',
    'std::string &',
    'std::string',
    'std::unique_ptr<Thing>',
    'rust::String',
  ],
  ...['std::unique_ptr<std::string>', 'std::shared_ptr<Thing>', 'std::shared_ptr<const Thing>', 'text &'],
  ...[
    'std::unique_ptr<std::vector<std::uint8_t>>',
    'const std::vector<std::uint8_t> &',
    'rust::Slice<const uint8_t>',
  ],
  ...[
    'rust::Vec<std::uint8_t>',
    'const Thing *',
    'Thing *',
    'std::uint8_t *',
    'const std::unique_ptr<Thing> &',
    'Other &',
  ],
];

/** What is not known to differ: only the names of cxx's own classes are read, and one class of the library from another. */
const UNDECIDED = /^rust::|&?rust::/;

const MEMBERS = [
  'void m0();',
  'void m1() const;',
  'static void m2();',
  'void m3() noexcept;',
  'void m4() const noexcept;',
];
const RECEIVERS = ['self: &Thing', 'self: Pin<&mut Thing>'];

describe('what a bridge binds', () => {
  beforeAll(installCxxbridge, 600_000);

  it('is rejected by clang where Ferrule says that it drifted, and nowhere else', async () => {
    const bridge: string[] = [];
    const header: string[] = [];
    const cases = new Map<string, string>();
    for (const [i, rust] of RUST_TYPES.entries())
      for (const [j, cpp] of CPP_TYPES.entries()) {
        const names = [`take_${i}_${j}`, `give_${i}_${j}`] as const;
        bridge.push(`unsafe fn ${names[0]}(value: ${rust});`, `unsafe fn ${names[1]}<'a>() -> ${rust};`);
        header.push(`void ${names[0]}(${cpp} value);`, `${cpp} ${names[1]}();`);
        for (const name of names) cases.set(name, `${rust} for ${cpp}`);
      }
    for (const [i, member] of MEMBERS.entries())
      for (const [j, receiver] of [...RECEIVERS, null].entries()) {
        const attributes = `#[cxx_name = "m${i}"] #[rust_name = "m${i}_${j}"]`;
        bridge.push(
          `${attributes.replace(/#\[cxx_name[^\]]*\] /, '')}${receiver === null ? ' #[Self = "Thing"]' : ''} fn m${i}(${receiver ?? ''});`,
        );
        cases.set(`m${i}_${j}`, `${receiver ?? 'static'} for ${member}`);
      }
    const rustText = [
      '#[cxx::bridge]',
      'mod ffi {',
      '#[repr(i32)] enum Color { Red }',
      'unsafe extern "C++" { include!("things.h"); type Thing; type Color;',
      ...bridge,
      '} }',
    ].join('\n');
    const headerText = [
      '#pragma once',
      ...['cstdint', 'memory', 'string', 'vector'].map((name) => `#include <${name}>`),
      '#include "rust/cxx.h"',
      'using text = std::string;',
      'enum class Color : int { Red };',
      `class Other; class Thing { public: ${MEMBERS.join(' ')} };`,
      ...header,
    ].join('\n');
    const rejected = rejectedFunctions(rustText, headerText);
    const workspace = await MemoryWorkspace.of({ 'src/lib.rs': rustText, 'include/things.h': headerText });
    const lines = rustText.split('\n');
    const reported = new Set(
      (await workspace.check()).findings.map(({ range }) => nameOn(lines[range.start.line] ?? '')),
    );
    const wrong = [...cases].filter(([name]) => reported.has(name) && !rejected.has(name));
    expect(wrong).toEqual([]);
    const missed = [...cases].filter(
      ([name, what]) =>
        rejected.has(name) && !reported.has(name) && !UNDECIDED.test(what.split(' for ')[1] ?? ''),
    );
    expect(missed).toEqual([]);
    expect(rejected.size).toBeGreaterThan(1000);
    expect(cases.size - rejected.size).toBeGreaterThan(50);
  });
});

const nameOn = (line: string): string =>
  /rust_name = "(\w+)"/.exec(line)?.[1] ?? /\bfn (\w+)/.exec(line)?.[1] ?? '';

/** The functions, by their Rust names, that clang rejects in what cxx generates. */
function rejectedFunctions(rust: string, header: string): Set<string> {
  const include = join(PROJECT, 'include');
  mkdirSync(join(include, 'rust'), { recursive: true });
  copyFileSync(join(crateOfCxx(), 'include/cxx.h'), join(include, 'rust/cxx.h'));
  writeFileSync(join(include, 'things.h'), header);
  const generated = run(CXXBRIDGE, ['-'], rust);
  expect(generated.stderr).toBe('');
  const lines = generated.stdout.split('\n');
  const { stderr } = run(
    'clang++-19',
    [
      '-std=c++20',
      '-fsyntax-only',
      '-ferror-limit=0',
      '-fno-caret-diagnostics',
      `-I${include}`,
      '-xc++',
      '-',
    ],
    generated.stdout,
  );
  const names = [...stderr.matchAll(/^<stdin>:(\d+):\d+: error:/gm)].flatMap(
    ([, line]) => /(\w+)\$\)\(/.exec(lines[Number(line) - 1] ?? '')?.[1] ?? [],
  );
  return new Set(names);
}

function run(program: string, args: readonly string[], input: string): { stdout: string; stderr: string } {
  const env = { ...process.env, NO_COLOR: '1' };
  const options = { input, env, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { stdout, stderr, error } = spawnSync(program, args, options);
  if (error) throw new Error(`${program} could not be started`, { cause: error });
  return { stdout, stderr };
}
