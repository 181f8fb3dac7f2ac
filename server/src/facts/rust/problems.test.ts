import { describe, expect, it } from 'vitest';
import { at, readRust } from './testing/read-rust.js';

/** What is still read, and what is said to be missing. */
async function reading(source: string) {
  const facts = await readRust(source);
  return {
    kept: [
      ...facts.foreignFunctions,
      ...facts.foreignStatics,
      ...facts.exports,
      ...facts.records,
      ...facts.enums,
    ].map(({ name }) => name),
    problems: facts.problems.map(({ range, message }) => `${at(source, range)} <- ${message}`),
  };
}

describe('broken files', () => {
  it('lose what is broken and keep the rest', async () => {
    const source = `
      extern "C" {
          fn good(a: i32);
          fn bad(a: , b i32);
          fn after();
          fn unclosed(a: i32 -> u8;
          fn last();
      }
      struct Whole { a: u8 }
      struct Broken { a: , b: u8 }
      enum Kind { A }`;
    expect(await reading(source)).toEqual({
      kept: ['good', 'after', 'last', 'Whole', 'Kind'],
      problems: [
        ', b <- cannot read `, b`, so that `bad` is left out',
        ' <- `)` is missing here, so that `unclosed` is left out',
        ' <- a type identifier is missing here, so that `Broken` is left out',
      ],
    });
  });

  it('keep items while a function is being typed', async () => {
    const source = `
      struct Before;
      fn typing() {
      extern "C" { fn foreign(); }
      struct After { a: u8 }`;
    expect(await reading(source)).toEqual({
      kept: ['foreign', 'Before', 'After'],
      problems: ['fn typing() { <- cannot read `fn typing() {`'],
    });
  });

  it('give nothing from an unclosed module, whose items would get a wrong path', async () => {
    const { kept, problems } = await reading(
      'struct Before; mod a { struct Inside { x: u8 } extern "C" { fn f();',
    );
    expect(kept).toEqual(['Before']);
    expect(problems).toHaveLength(1);
  });

  it('give no item that may have lost its attributes or modifiers', async () => {
    const { kept, problems } = await reading('struct A;\n#[repr(C]\nstruct B { x: u8 }\nstruct C;');
    expect(kept).not.toContain('B');
    expect(kept).toContain('A');
    expect(problems).not.toEqual([]);
    expect((await reading('extern "C" { what fn odd(); fn even(); }')).kept).toEqual(['even']);
  });

  it('are whole where only a body or a macro cannot be read', async () => {
    const source = `
      extern "C" fn exported() { let x = ; }
      impl X { fn method() { x ? ; } }
      macro_rules! m { ($x:tt) => { struct ~ } }
      struct S;`;
    expect(await reading(source)).toEqual({ kept: ['exported', 'S'], problems: [] });
  });

  it('say so where what a body declares cannot be read', async () => {
    const { kept, problems } = await reading('fn f() { extern "C" { fn a(x: ); fn b(); } let x = ; }');
    expect(kept).toEqual(['b']);
    expect(problems).toEqual([' <- a type identifier is missing here, so that `a` is left out']);
  });

  it.each([
    '',
    '\uFEFF',
    '}',
    '{',
    '#[',
    '"',
    '/*',
    'extern "C" {',
    'fn',
    '\0',
    '#![cfg(',
    'use {{{',
    'impl',
    'mod x { #[cxx::bridge] mod y {',
  ])('never make it fail: %j', async (source) => {
    await expect(readRust(source)).resolves.toMatchObject({ language: 'rust' });
  });

  it.each([
    '(',
    '(*f(int ',
    'mod m {',
    'extern "C" { fn f(g: extern "C" fn(',
    'use a::{',
    'fn main() { cc::Build::new(); (',
  ])('never make it fail, however often it opens %s', async (opening) => {
    await expect(readRust(opening.repeat(5000))).resolves.toMatchObject({ language: 'rust' });
  });

  it('say where they nest too deeply, and keep what stands beside', async () => {
    const deep = `pub type Deep = ${'Option<'.repeat(300)}u8${'>'.repeat(300)};`;
    const facts = await readRust(
      `#[repr(C)] pub struct Kept(u8); ${deep} #[repr(C)] pub struct AlsoKept(u8);`,
    );
    expect(facts.records.map(({ name }) => name)).toEqual(['Kept', 'AlsoKept']);
    expect(facts.aliases).toEqual([]);
    expect(facts.problems.map(({ message }) => message)).toEqual(['Nested too deeply to be read.']);
  });

  it('and whole ones have the lines of LSP, which a return alone may end', async () => {
    const source = 'fn f() {}\r// ferrule: allow(x)\nstruct A;\r\n  <';
    const { records, suppressions, problems } = await readRust(source);
    expect(records[0]?.range.start).toEqual({ line: 2, character: 0 });
    expect(suppressions[0]?.line).toBe(1);
    expect(problems[0]?.range.start).toEqual({ line: 3, character: 2 });
  });

  it('never make it fail, wherever a file ends', async () => {
    const source =
      '#[cxx::bridge(namespace = "a")] mod m { unsafe extern "C++" { include!("x"); fn f(self: Pin<&mut T>) -> Result<u8>; type A = b::C; } }' +
      '#[repr(C)] pub struct S<T>(pub [T; 1 << N as usize], fn(u8) -> !); enum E { A = -1 } use a::{b as c, *}; impl !Send for S {}';
    for (let end = 0; end < source.length; end++) {
      expect((await readRust(source.slice(0, end))).language).toBe('rust');
    }
  });
});
