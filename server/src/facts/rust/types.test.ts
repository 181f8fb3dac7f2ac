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
    ['[u8; (1 + 2)  *\n3]', '[u8; (1 + 2) * 3]'],
    ['[u8; N as usize]', '[u8; N as usize]'],
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
  const constantOf = async (written: string) => {
    const { constants } = await readRust(`const N: usize = ${written};`);
    return constants[0]!.value;
  };

  it.each([
    ['1_000u32', 'integer', '1000'],
    ['0xFF', 'integer', '255'],
    ['0xFFu8', 'integer', '255'],
    ['0o17', 'integer', '15'],
    ['0b1010_0000', 'integer', '160'],
    ['18446744073709551615', 'integer', '18446744073709551615'],
    ['MASK', 'name', 'MASK'],
    ['a::MASK', 'name', 'a::MASK'],
    ['{ MASK }', 'name', 'MASK'],
    ['!0u8', 'written', '!0u8'],
    ['A << 2 |  B', 'written', 'A << 2 | B'],
    ['300 as u8', 'written', '300 as u8'],
    ['A // one\n+ 1', 'written', 'A // one\n+ 1'],
    ['if A { 1 } else { f() }', 'written', 'if A { 1 } else { f() }'],
  ])('%s is kept as %s', async (written, kind, formatted) => {
    const value = await constantOf(written);
    expect([value.kind, formatRustConstant(value)]).toEqual([kind, formatted]);
  });

  it('are not kept where they are tables', async () => {
    const value = await constantOf(`[${'1, '.repeat(1000)}]`);
    expect(value).toEqual({ kind: 'unreadable', text: `[${'1, '.repeat(13)}…` });
  });
});
