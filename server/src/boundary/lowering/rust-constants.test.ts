import { describe, expect, test } from 'vitest';
import { findTarget } from '../../abi/target.js';
import { readRust } from '../../facts/rust/testing/read-rust.js';
import { Program } from '../../program/program.js';
import { createTargetView } from '../target-view.js';
import { rustContext } from './rust-types.js';

const FILE = 'file:///crate/src/lib.rs';

/** The value of the constant `X`, or why it has none. */
async function valueOfX(source: string, triple = 'x86_64-unknown-linux-gnu'): Promise<string> {
  const program = new Program();
  program.setFile(FILE, await readRust(source));
  const target = findTarget(triple);
  if (!target) throw new Error(`no target ${triple}`);
  const { rust } = createTargetView(program, target);
  const value = rust.constant({ kind: 'name', path: ['X'] }, rustContext(FILE, []));
  return value.status === 'unknown' ? `unknown: ${value.reason}` : String(value.value);
}

test.each([
  // Literals and operators, by type.
  ['const X: usize = 0x1_Fusize + 0b11 + 0o17;', '49'],
  ['const X: u8 = !0;', '255'],
  ['const X: i32 = !0;', '-1'],
  ['const X: i8 = -128;', '-128'],
  ['const X: u8 = 200 << 1;', '144'],
  ['const X: i32 = -7 / 2;', '-3'],
  ['const X: i32 = -7 % 4 >> 1;', '-2'],
  ['const A: u8 = 300 as u16 as u8; const X: usize = A as usize;', '44'],
  ['const X: u64 = -1i32 as u64;', '18446744073709551615'],
  ['const X: usize = (1 << 20) as usize;', '1048576'],
  ["const X: u32 = b'a' as u32 + 'b' as u32 + true as u32;", '196'],
  // Names.
  ['mod a { pub const N: usize = 3; } const X: usize = a::N * 2;', '6'],
  ['const X: u64 = u32::MAX as u64 + u8::BITS as u64;', '4294967303'],
  ['type Len = u16; const X: Len = Len::MAX;', '65535'],
  ['struct S; impl S { const A: usize = 4; const B: usize = Self::A + 1; } const X: usize = S::B;', '5'],
  [
    'trait T { const N: usize; } struct S; impl T for S { const N: usize = 9; } const X: usize = <S as T>::N;',
    '9',
  ],
  ['enum E { A = 3, B, C } const X: usize = E::C as usize;', '5'],
  ['#[cfg(windows)] const N: u8 = 1; #[cfg(not(windows))] const N: u8 = 2; const X: u8 = N;', '2'],
  // Types and sequences.
  [
    'use std::mem::size_of; struct S(u8, u32); const X: usize = size_of::<S>() + core::mem::align_of::<u16>();',
    '10',
  ],
  ['const X: usize = size_of::<*const u8>();', '8'],
  ['const N: &str = "a\\u{e9}"; const X: usize = N.len() + b"x\\0".len() + [1, 2].len();', '7'],
  ['const T: [u8; 3] = [4, 5, 6]; const X: usize = T[1] as usize;', '5'],
  ['struct P { a: usize } const P0: P = P { a: 7 }; const X: usize = P0.a + (1, 2).1;', '9'],
  // Functions and control flow.
  ['const fn f(n: usize) -> usize { if n == 0 { 1 } else { n * f(n - 1) } } const X: usize = f(5);', '120'],
  [
    'const fn f(n: u32) -> u32 { let mut i = 0; let mut s = 0; while i < n { s += i; i += 1; } s } const X: u32 = f(10);',
    '45',
  ],
  ['const X: usize = match 3u8 { 0 => 1, 1..=3 if cfg!(unix) => 2, _ => 3 };', '2'],
  ['const fn size<T>() -> usize { core::mem::size_of::<T>() } const X: usize = size::<u64>();', '8'],
  ['const X: usize = const { let (a, b) = (1, 2); a + b };', '3'],
  ['const X: u8 = { let mut n = 0u8; loop { n += 1; if n == 9 { break n; } } };', '9'],
])('%s is %s', async (source, value) => {
  expect(await valueOfX(source)).toBe(value);
});

test('a target has its own numbers', async () => {
  const source = 'use std::ffi::c_long; const X: usize = size_of::<c_long>() + usize::BITS as usize;';
  expect(await valueOfX(source)).toBe('72');
  expect(await valueOfX(source, 'i686-pc-windows-msvc')).toBe('36');
});

describe('what the compiler would not take, or what is not known, has no value', () => {
  test.each([
    ['const X: u8 = 255 + 1;', '`256` does not fit'],
    ['const X: usize = 1 - 2;', 'does not fit'],
    ['const X: u8 = 1 << 8;', 'shifted too far'],
    ['const X: u32 = 1 / 0;', 'has no result'],
    ['const X: usize = -1 as usize;', 'is negated'],
    ['const X: usize = if 1 { 2 } else { 3 };', 'no truth value'],
    ['const X: usize = libc::PATH_MAX; const PATH_MAX: usize = 1;', 'was not found'],
    ['struct S; const MAX: usize = 1; const X: usize = S::MAX;', 'was not found'],
    ['fn f() -> usize { 1 } const X: usize = f();', 'the call of `f`'],
    ['const fn f() -> usize { loop {} } const X: usize = f();', 'too many steps'],
    ['const fn f(n: usize) -> usize { f(n) } const X: usize = f(1);', 'too deep'],
    ['const X: usize = 1.5 as usize;', 'is not understood'],
    ['#[cfg(windows)] const N: u8 = 1; const X: u8 = N;', 'was not found'],
    ['enum E { A = E::B as isize, B = E::A as isize } const X: usize = E::A as usize;', 'refers to itself'],
    ['struct S([u8; size_of::<S>()]); const X: usize = size_of::<S>();', 'refers to itself'],
    [
      'impl<const N: usize> S<N> { const M: usize = N; } struct S<const N: usize>; const N: usize = 1; const X: usize = S::<3>::M;',
      '`S::M` was not found',
    ],
  ])('%s', async (source, reason) => {
    const value = await valueOfX(source);
    expect(value).toMatch(/^unknown: /);
    expect(value).toContain(reason.replaceAll('`256`', '256'));
  });
});

describe('what leads to ever more has an end', () => {
  const chain = (count: number, text: (n: number, before: number) => string): string =>
    Array.from({ length: count }, (_, i) => text(i + 1, i)).join('\n');

  test.each([
    [
      'constants in parentheses',
      (n: number, before: number) => `const C${n}: u64 = ${'('.repeat(60)}C${before}${')'.repeat(60)};`,
    ],
    [
      'constants in blocks',
      (n: number, before: number) =>
        `const C${n}: u64 = ${'{ let x = '.repeat(30)}C${before}${'; x }'.repeat(30)};`,
    ],
    [
      'sizes',
      (n: number, before: number) =>
        `struct S${n}([u8; { S${before}::N }]); impl S${n} { const N: usize = size_of::<S${n}>(); } const C${n}: usize = S${n}::N;`,
    ],
    [
      'functions',
      (n: number, before: number) =>
        `const fn f${n}(x: u64) -> u64 { f${before}(f${before}(x)) } const C${n}: u64 = f${n}(C${before});`,
    ],
    [
      'enums',
      (n: number, before: number) =>
        `enum E${n} { A = E${before}::A as isize } const C${n}: isize = E${n}::A as isize;`,
    ],
  ])('%s', async (_, text) => {
    const value = await valueOfX(`const C0: u64 = 1; ${chain(1000, text)} const X: u64 = C1000 as u64;`);
    expect(value).toMatch(/^unknown: /);
  });

  test.each([
    '(',
    '[',
    '{',
    '-',
    '!',
    '&',
    'f(',
    'if a { b } else ',
    'size_of::<[',
    'match a { _ => ',
    'const {',
  ])('a constant of nothing but %s', async (open) => {
    expect(await valueOfX(`const X: usize = ${open.repeat(1900 / open.length)};`)).toMatch(/^unknown: /);
  });
});

test('a sum is no deeper than the stack', async () => {
  const sum = (count: number) => `const X: usize = ${'1 + '.repeat(count)}1;`;
  expect(await valueOfX(sum(100))).toBe('101');
  expect(await valueOfX(sum(160))).toBe('unknown: the constant expression is nested too deep');
  expect(await valueOfX(sum(60_000))).toMatch(/^unknown: .* is not understood$/);
});
