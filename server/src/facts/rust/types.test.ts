import { describe, expect, it } from 'vitest';
import { sameRustType } from './format-rust.js';
import type { RustType } from './rust-facts.js';
import { formatRustConstant, formatRustType, readRust } from './testing/read-rust.js';

async function typeOf(written: string): Promise<RustType> {
  const { aliases, problems } = await readRust(`type A = ${written};`);
  expect(problems).toEqual([]);
  return aliases[0]!.type;
}

describe('types', () => {
  it.each([
    ['u8', 'path'],
    ['::std::ffi::c_int', 'path'],
    ['Option<Box<T>>', 'path'],
    ['Array<T, 4, { N + 1 }>', 'path'],
    ['crate::r#type::X', 'path'],
    ['*const *mut c_void', 'pointer'],
    ["&'a mut T", 'reference'],
    ['&[u8]', 'reference'],
    ['[T]', 'slice'],
    ['[u8; 2 * N]', 'array'],
    ['()', 'tuple'],
    ['(u8,)', 'tuple'],
    ['(u8, T)', 'tuple'],
    ['!', 'never'],
    ['fn()', 'function'],
    ['unsafe extern "C" fn(*const u8, ...) -> i32', 'function'],
    ['dyn Read + Send', 'trait-object'],
    ['&(dyn Read + Send)', 'reference'],
    ['<T as Iterator>::Item', 'unreadable'],
    ['Vec<T>::Item', 'unreadable'],
    ['Iterator<Item = u8>', 'unreadable'],
    ['impl Read', 'unreadable'],
    ['impl Read + Send', 'unreadable'],
    ['_', 'unreadable'],
    ['some_type!(x)', 'unreadable'],
  ])('%s is a %s and is printed as it was', async (written, kind) => {
    const type = await typeOf(written);
    expect(type.kind).toBe(kind);
    expect(formatRustType(type)).toBe(written);
  });

  it.each([
    ['(u8)', 'u8'],
    ["for<'a> extern fn(x: &'a u8, _: u8)", 'extern "C" fn(&\'a u8, u8)'],
    ["Cow<'a, str>", 'Cow<str>'],
    ['[ u8 ; 0x1_0usize ]', '[u8; 16]'],
    ['[u8; { N }]', '[u8; N]'],
    ['[u8; (1 + 2) * 3]', '[u8; (1 + 2) * 3]'],
    ['[u8; N as usize]', '[u8; N]'],
    ['[u8; size_of::<T>()]', '[u8; size_of::<T>()]'],
  ])('%s is read as %s', async (written, formatted) => {
    expect(formatRustType(await typeOf(written))).toBe(formatted);
  });

  it('are the same where they are written alike, lifetimes aside', async () => {
    const same = async (a: string, b: string) => sameRustType(await typeOf(a), await typeOf(b));
    expect(await same("&'a [T; 4]", '&[T;4]')).toBe(true);
    expect(await same("fn(&'a u8)", 'fn(x: &u8)')).toBe(true);
    expect(await same('*const u8', '*mut u8')).toBe(false);
    expect(await same('std::ffi::c_int', 'c_int')).toBe(false);
    expect(await same('(u8)', '(u8,)')).toBe(false);
  });
});

describe('constant expressions', () => {
  it.each([
    ['1_000u32', '1000'],
    ['0xFF', '255'],
    ['0xFFu8', '255'],
    ['0o17', '15'],
    ['0b1010_0000', '160'],
    ['18446744073709551615', '18446744073709551615'],
    ['!0u8', '255'],
    ['!MASK', '!MASK'],
    ['-(1)', '-1'],
    ['A << 2 | B', '(A << 2) | B'],
    ['a::B - 1', 'a::B - 1'],
    ['300 as u16', '300'],
  ])('%s is %s', async (written, formatted) => {
    const { constants } = await readRust(`const N: usize = ${written};`);
    expect(formatRustConstant(constants[0]!.value)).toBe(formatted);
    expect(
      JSON.stringify(constants[0]!.value, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value)),
    ).not.toContain('unreadable');
  });

  it.each([
    '300 as u8',
    '-1 as usize',
    '(A - B) as u64',
    'A as u32',
    'A < B',
    'true',
    "b'a'",
    '1.5 as usize',
    '{ let x = 1; x }',
    'f()',
    'A[0]',
    'if A { 1 } else { 2 }',
  ])('%s is unreadable, for casts that cut off and anything that needs evaluation', async (written) => {
    const { constants } = await readRust(`const N: usize = ${written};`);
    expect(constants[0]!.value).toEqual({ kind: 'unreadable', text: written });
  });
});
