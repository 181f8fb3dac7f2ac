import { describe, expect, test } from 'vitest';
import { findTarget } from '../../abi/target.js';
import { readRust } from '../../facts/rust/testing/read-rust.js';
import { Program } from '../../program/program.js';
import { createTargetView } from '../target-view.js';
import { rustContext } from './rust-types.js';

const FILE = 'file:///crate/src/lib.rs';

/** `exact 8/4 0 4`: status, size, alignment and offsets of the type that the alias `X` stands for. */
async function layoutOfX(source: string, triple = 'x86_64-unknown-linux-gnu'): Promise<string> {
  const program = new Program();
  program.setFile(FILE, await readRust(source));
  const target = findTarget(triple);
  if (!target) throw new Error(`no target ${triple}`);
  const { rust, rustLayouts } = createTargetView(program, target);
  const type = rust.type({ kind: 'path', path: ['X'], arguments: [] }, rustContext(FILE, []));
  const layout = rustLayouts.layOut(type);
  if (layout.status === 'unknown') return `unknown: ${layout.reason}`;
  const { size, align, fields } = layout.value;
  return [layout.status, `${size}/${align}`, ...fields.map(({ offset }) => offset)].join(' ');
}

test('a field that may be unsized for other arguments stays last', async () => {
  const struct = (bound: string): string => `struct S${bound} { a: u8, b: u16, t: T } type X = S<u64>;`;
  expect(await layoutOfX(struct('<T>'))).toBe('assumed 16/8 10 8 0');
  expect(await layoutOfX(struct('<T: ?Sized>'))).toBe('assumed 16/8 2 0 8');
  expect(await layoutOfX('struct S<T> where T: ?Sized { a: u8, t: T } type X = S<u64>;')).toBe(
    'assumed 16/8 0 8',
  );
});

test('const parameters take literals, constants and their defaults', async () => {
  const struct = '#[repr(C)] struct S<T, const N: usize = 2> { a: [T; N], b: u8 } const THREE: usize = 3;';
  expect(await layoutOfX(`${struct} type X = S<u16>;`)).toBe('exact 6/2 0 4');
  expect(await layoutOfX(`${struct} type X = S<u16, 4>;`)).toBe('exact 10/2 0 8');
  expect(await layoutOfX(`${struct} type X = S<u16, THREE>;`)).toBe('exact 8/2 0 6');
  expect(await layoutOfX(`${struct} type X = S<u16, { THREE + 1 }>;`)).toBe('exact 10/2 0 8');
});

test('types of one name in two modules are two arguments', async () => {
  const modules = 'mod a { #[repr(C)] pub struct N(u8); } mod b { #[repr(C)] pub struct N(u64); }';
  expect(
    await layoutOfX(`${modules} #[repr(C)] struct S<T>(T); #[repr(C)] struct X(S<a::N>, S<b::N>);`),
  ).toBe('exact 16/8 0 8');
});

test('a pointer to an unsized type of the standard library is two words', async () => {
  expect(await layoutOfX("use std::ffi::CStr; type X = &'static CStr;")).toBe('assumed 16/8');
  expect(await layoutOfX("use std::cell::Cell; type X = &'static Cell<str>;")).toBe('assumed 16/8');
});

test('what the standard library lays out for one system is unknown on others', async () => {
  const source = 'type X = std::sync::Mutex<u8>;';
  expect(await layoutOfX(source)).toBe('assumed 8/4');
  expect(await layoutOfX(source, 'x86_64-apple-darwin')).toMatch(/^unknown: how `Mutex` is laid out on/);
});

test('the length of a socket address is that of the libc crate where all its systems agree', async () => {
  const source = 'use libc::socklen_t; type X = socklen_t;';
  expect(await layoutOfX(source)).toBe('exact 4/4');
  expect(await layoutOfX(source, 'aarch64-linux-android')).toMatch(/^unknown: .*libc crate/);
});

test('an allocator, a struct of libc and another crate are not guessed', async () => {
  expect(await layoutOfX('struct A(u8); type X = Box<u8, A>;')).toMatch(/^unknown: .*allocator/);
  expect(await layoutOfX('struct A(u8); type X = Vec<u8, A>;')).toMatch(/^unknown/);
  expect(await layoutOfX('type X = libc::timeval;')).toMatch(/^unknown: .*libc crate/);
  expect(await layoutOfX('type X = libc::size_t;')).toBe('exact 8/8');
  expect(await layoutOfX('use parking_lot::Mutex; type X = Mutex<u8>;')).toMatch(/^unknown: .*not found/);
});

test('of a type that is declared in several ways, the one counts that `cfg` leaves on the target', async () => {
  const source = '#[cfg(windows)] type E = u16; #[cfg(not(windows))] type E = u32; type X = E;';
  expect(await layoutOfX(source)).toBe('exact 4/4');
  expect(await layoutOfX(source, 'x86_64-pc-windows-msvc')).toBe('exact 2/2');
  const feature = '#[cfg(feature = "a")] type E = u16; #[cfg(not(feature = "a"))] type E = u32; type X = E;';
  expect(await layoutOfX(feature)).toMatch(/^unknown: `E` is declared in 2 ways/);
});

/** `text(1)` to `text(count)`. */
const chain = (count: number, text: (n: number, before: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i + 1, i)).join('\n');

describe('a definition that is used twice by the next one is looked into once', () => {
  test('where they are aliases', async () => {
    const tuples = `type A0 = u8; ${chain(40, (n, before) => `type A${n} = (A${before}, A${before});`)}`;
    expect(await layoutOfX(`${tuples} #[repr(C)] struct S { p: *const A40, q: u8 } type X = S;`)).toBe(
      'exact 16/8 0 8',
    );
    expect(await layoutOfX(`${tuples} type X = A40;`)).toBe(`assumed ${2 ** 40}/1 0 ${2 ** 39}`);
    const generic = `type A0<T> = T; ${chain(40, (n, before) => `type A${n}<T> = (A${before}<T>, A${before}<T>);`)}`;
    expect(await layoutOfX(`${generic} type X = A40<u16>;`)).toBe(`assumed ${2 ** 41}/2 0 ${2 ** 40}`);
  });

  test('where they are arguments', async () => {
    const pair = '#[repr(C)] struct Pair<T, U> { a: *const T, b: *const U }';
    const pairs = `${pair} type A0 = u8; ${chain(40, (n, before) => `type A${n} = Pair<A${before}, A${before}>;`)}`;
    expect(await layoutOfX(`${pairs} type X = A40;`)).toBe('exact 16/8 0 8');
    const results = `type A0 = u8; ${chain(40, (n, before) => `type A${n} = Result<A${before}, A${before}>;`)}`;
    expect(await layoutOfX(`${results} type X = A40;`)).toMatch(/^assumed /);
  });

  test('where they are default arguments', async () => {
    const structs = `#[repr(C)] struct P0<T = u8, U = u8> { a: *const T, b: *const U } ${chain(
      40,
      (n, before) => `#[repr(C)] struct P${n}<T = P${before}, U = P${before}> { a: *const T, b: *const U }`,
    )}`;
    expect(await layoutOfX(`${structs} type X = P40;`)).toBe('exact 16/8 0 8');
  });

  test('where they are constants', async () => {
    const constants = `const C0: usize = 3; ${chain(60, (n, before) => `const C${n}: usize = C${before} | C${before};`)}`;
    expect(await layoutOfX(`${constants} type X = [u8; C60];`)).toBe('exact 3/1');
  });
});

test('what has no end is not known', async () => {
  expect(await layoutOfX('const A: usize = B + B; const B: usize = A + A; type X = [u8; A];')).toBe(
    'unknown: the constant `A` refers to itself',
  );
  expect(await layoutOfX('type A = (B, B); type B = (A, A); type X = A;')).toMatch(
    /^unknown: .*`[ABX]` refers to itself$/,
  );
  expect(await layoutOfX('type A<T> = A<(T, T)>; type X = A<u8>;')).toMatch(
    /^unknown: .*too many definitions/,
  );
  const tuples = `type A0 = u8; ${chain(60, (n, before) => `type A${n} = (A${before}, A${before});`)}`;
  expect(await layoutOfX(`${tuples} type X = A60;`)).toMatch(/^unknown: .*it is larger than any memory$/);
});
