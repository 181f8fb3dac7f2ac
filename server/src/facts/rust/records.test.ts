import { describe, expect, it } from 'vitest';
import {
  at,
  fieldLine,
  formatRustConstant,
  formatRustType,
  itemLine,
  readRust,
  reprLine,
} from './testing/read-rust.js';

describe('structs and unions', () => {
  it('give their fields with types and ranges', async () => {
    const source = `
      /// Documentation is not part of it.
      #[repr(C)]
      #[derive(Debug, Clone, ::core::marker::Copy)]
      pub struct Pair<'a, T, const N: usize> {
          pub first: Option<&'a T>,
          #[cfg(unix)]
          second: [u8; N], // aside
      }`;
    const { records } = await readRust(source);
    expect(records).toHaveLength(1);
    const pair = records[0]!;
    expect(pair).toMatchObject({
      name: 'Pair',
      kind: 'struct',
      shape: 'named',
      generics: [
        { name: 'T', kind: 'type', default: null },
        { name: 'N', kind: 'const', default: null },
      ],
      derives: ['Debug', 'Clone', 'Copy'],
    });
    expect(pair.fields.map(fieldLine)).toEqual(["first: Option<&'a T>", 'second: [u8; N] if unix']);
    expect(at(source, pair.range)).toMatch(/^#\[repr\(C\)\][^]*}$/);
    expect(at(source, pair.repr.range!)).toBe('#[repr(C)]');
    const [first, second] = pair.fields;
    expect(at(source, first!.range)).toBe("pub first: Option<&'a T>");
    expect(at(source, first!.nameRange)).toBe('first');
    expect(at(source, first!.typeRange)).toBe("Option<&'a T>");
    expect(at(source, second!.range)).toMatch(/^#\[cfg\(unix\)\]\s+second: \[u8; N\]$/);
  });

  it('give tuples, unit structs and unions', async () => {
    const source =
      'struct Handle(pub *mut u8, #[cfg(x)] u32); struct Marker; struct Empty {} union Bits { a: u32, b: f32 }';
    const { records } = await readRust(source);
    expect(
      records.map(({ name, kind, shape, fields }) => [name, kind, shape, fields.map(fieldLine)]),
    ).toEqual([
      ['Handle', 'struct', 'tuple', ['0: *mut u8', '1: u32 if x']],
      ['Marker', 'struct', 'unit', []],
      ['Empty', 'struct', 'named', []],
      ['Bits', 'union', 'named', ['a: u32', 'b: f32']],
    ]);
    expect(at(source, records[0]!.fields[0]!.range)).toBe('pub *mut u8');
    expect(at(source, records[0]!.fields[1]!.typeRange)).toBe('u32');
  });

  it.each([
    ['#[repr(C)]', 'C'],
    ['#[repr(C, packed)]', 'C packed(1)'],
    ['#[repr(C)] #[repr(packed(4))]', 'C packed(4)'],
    ['#[repr(align(8), C, align(16))]', 'C align(16)'],
    ['#[repr(transparent)]', 'transparent'],
    ['#[doc = "repr(C)"]', 'Rust'],
    ['#[cfg_attr(unix, repr(C))]', 'conditional'],
    ['#[repr(C)] #[cfg_attr(unix, repr(align(64)))]', 'C conditional'],
    ['#[cfg_attr(unix, derive(Copy))]', 'Rust'],
  ])('read %s as %s', async (attributes, repr) => {
    const { records } = await readRust(`${attributes} struct S { a: u8 }`);
    expect(records.map((record) => reprLine(record.repr))).toEqual([repr]);
    expect(records[0]!.derives).toEqual([]);
  });

  it('in function bodies are local', async () => {
    const { records, uses } = await readRust(
      'mod m { fn f() { use a::b; struct Local { x: u8 } } struct Outer; }',
    );
    expect(records.map(itemLine)).toEqual(['local m::Local', 'm::Outer']);
    expect(uses).toEqual([]);
  });
});

describe('enums', () => {
  it('give variants with discriminants', async () => {
    const source = `
      #[repr(u8, C)]
      enum Kind { #[cfg(unix)] A = 1, B(u8, u16) = 0x1_0u8, C { x: u8 }, D = -(A as isize) }`;
    const [kind] = (await readRust(source)).enums;
    expect(reprLine(kind!.repr)).toBe('C u8');
    expect(
      kind!.variants.map(({ name, shape, fields, discriminant, condition }) => [
        name,
        shape,
        fields.map(fieldLine).join(', '),
        discriminant && formatRustConstant(discriminant),
        condition.join(),
      ]),
    ).toEqual([
      ['A', 'unit', '', '1', 'unix'],
      ['B', 'tuple', '0: u8, 1: u16', '16', ''],
      ['C', 'named', 'x: u8', null, ''],
      ['D', 'unit', '', '-(A as isize)', ''],
    ]);
    expect(at(source, kind!.variants[1]!.nameRange)).toBe('B');
    expect(at(source, kind!.variants[0]!.range)).toBe('#[cfg(unix)] A = 1');
  });
});

describe('other items', () => {
  it('aliases', async () => {
    const source = 'pub type Callback<T> = Option<unsafe extern "C" fn(data: *mut T, ...) -> i32>;';
    const { aliases } = await readRust(source);
    expect(
      aliases.map((each) => [
        itemLine(each),
        each.generics.map(({ name }) => name),
        formatRustType(each.type),
      ]),
    ).toEqual([['pub Callback', ['T'], 'Option<unsafe extern "C" fn(*mut T, ...) -> i32>']]);
  });

  it('constants that numbers may be computed from', async () => {
    const source = `
      pub const N: usize = 4;
      const M: c_uint = (N as c_uint) << 1;
      const TWICE: usize = 2 * N + crate::limits::MAX;
      const SIZE: usize = size_of::<u32>();
      const WIDE: usize = M as usize;
      const NAME: &str = "n";
      const START: Point = Point { x: 0 };
      const RATIO: f64 = 0.5;`;
    const { constants } = await readRust(source);
    expect(constants.map((each) => `${itemLine(each)} = ${formatRustConstant(each.value)}`)).toEqual([
      'pub N = 4',
      'M = (N as c_uint) << 1',
      'TWICE = 2 * N + crate::limits::MAX',
      'SIZE = size_of::<u32>()',
      'WIDE = M as usize',
      'NAME = "n"',
      'START = Point { x: 0 }',
    ]);
    expect(constants[0]!.value.kind).toBe('integer');
  });

  it('implementations with associated types', async () => {
    const source = `
      impl Drop for Widget { fn drop(&mut self) {} }
      #[cfg(unix)] unsafe impl<T> core::marker::Send for Boxed<T> {}
      impl !Sync for Widget {}
      impl Widget {}
      unsafe impl cxx::ExternType for Widget { type Id = cxx::type_id!("Widget"); type Kind = cxx::kind::Trivial; }
      impl From<u8> for Widget {}`;
    const { implementations } = await readRust(source);
    expect(
      implementations.map(({ trait, type, associatedTypes, condition }) =>
        [
          trait,
          formatRustType(type),
          ...associatedTypes.map((each) => `${each.name} = ${formatRustType(each.type)}`),
          ...condition,
        ].join(' '),
      ),
    ).toEqual([
      'Drop Widget',
      'Send Boxed<T> unix',
      ' Widget',
      'ExternType Widget Id = cxx::type_id!("Widget") Kind = cxx::kind::Trivial',
      'From Widget',
    ]);
  });

  it('uses, with every form of tree', async () => {
    const source = `
      use a::{b as c, d::*, self, e::{f, self as g}, r#type};
      pub use ::foo::bar as _;
      use plain; use {x, y::z}; use super::super::up; use self::own; use crate as root;
      extern crate alloc as al; #[cfg(unix)] extern crate libc;
      mod inner { pub(crate) use super::*; pub(self) use q::r; }`;
    const { uses } = await readRust(source);
    expect(
      uses.map(
        (each) =>
          `${each.public ? 'pub ' : ''}${[...each.modulePath, each.name].join('::')} = ${each.path.join('::')}${each.condition.map((when) => ` if ${when}`).join('')}`,
      ),
    ).toEqual([
      'c = a::b',
      '* = a::d',
      'a = a',
      'f = a::e::f',
      'g = a::e',
      'type = a::type',
      'pub _ = ::foo::bar',
      'plain = plain',
      'x = x',
      'z = y::z',
      'up = super::super::up',
      'own = self::own',
      'root = crate',
      'al = ::alloc',
      'libc = ::libc if unix',
      'pub inner::* = super',
      'inner::r = q::r',
    ]);
  });

  it('modules', async () => {
    const source =
      '#[path = "sys/unix.rs"] #[cfg(unix)] pub mod sys; mod a { mod b {} } #[other::bridge] mod qt { extern "C++" { fn f(); } }';
    const { modules, macros, foreignFunctions } = await readRust(source);
    expect(modules.map((each) => [itemLine(each), each.inline, each.path])).toEqual([
      ['pub sys if unix', false, 'sys/unix.rs'],
      ['a', true, null],
      ['a::b', true, null],
      ['qt', true, null],
    ]);
    expect(macros.map(({ name }) => name)).toEqual(['other::bridge']);
    expect(foreignFunctions).toEqual([]);
  });
});

describe('ranges', () => {
  it('hold with CRLF and with text outside of the Basic Multilingual Plane', async () => {
    const source =
      '/* 🦀 */ #[repr(C)] struct Größe {\r\n    /* 😀 */ länge: u32, breite: Wrapper<"é">,\r\n}\r\nextern "C" {\r\n  fn 名前(x: u8) -> Größe;\r\n}\r\n';
    const facts = await readRust(source.replace('Wrapper<"é">', 'Größe'));
    const text = source.replace('Wrapper<"é">', 'Größe');
    const record = facts.records[0]!;
    expect(at(text, record.nameRange)).toBe('Größe');
    expect(
      record.fields.map(({ nameRange, typeRange }) => `${at(text, nameRange)}: ${at(text, typeRange)}`),
    ).toEqual(['länge: u32', 'breite: Größe']);
    expect(record.fields[0]!.nameRange.start).toEqual({ line: 1, character: 13 });
    expect(at(text, facts.foreignFunctions[0]!.nameRange)).toBe('名前');
    expect(at(text, facts.foreignFunctions[0]!.signature.resultRange!)).toBe('Größe');
  });
});

describe('suppressions', () => {
  it('are comments, wherever they stand', async () => {
    const source = `
      // ferrule: allow(arity-mismatch, missing-repr-c)
      struct A; // ferrule: allow(layout-mismatch) it is meant so
      fn f() { /* ferrule: allow(x) */ }
      const S: &str = "// ferrule: allow(not-me)";
      /// ferrule: allow(prose)
      struct B;`;
    const { suppressions } = await readRust(source);
    expect(
      suppressions.map(({ hazards, line, ownLine }) => [line, ownLine, ...hazards.map(({ id }) => id)]),
    ).toEqual([
      [1, true, 'arity-mismatch', 'missing-repr-c'],
      [2, false, 'layout-mismatch'],
      [3, false, 'x'],
    ]);
    expect(at(source, suppressions[0]!.hazards[1]!.range)).toBe('missing-repr-c');
  });
});
