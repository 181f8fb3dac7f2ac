import { describe, expect, it } from 'vitest';
import type { CxxFunction, CxxItem } from './rust-facts.js';
import { at, fieldLine, formatRustType, readRust, reprLine, signatureLine } from './testing/read-rust.js';

const namesLine = ({ name, namespace, cxxName, rustName }: CxxItem): string =>
  [
    name,
    ...(namespace === null ? [] : [`in ${namespace.join('::') || 'the global namespace'}`]),
    ...(cxxName === null ? [] : [`cxx ${cxxName}`]),
    ...(rustName === null ? [] : [`rust ${rustName}`]),
  ].join(' ');

const functionLine = (each: CxxFunction): string =>
  [
    namesLine(each),
    signatureLine(each.signature),
    ...(each.receiver === null ? [] : [`${each.receiver.kind} ${each.receiver.type ?? 'the only type'}`]),
    ...(each.selfType === null ? [] : [`static of ${each.selfType}`]),
  ].join(' | ');

describe('a cxx bridge', () => {
  it('gives its blocks, types and functions', async () => {
    const source = `
      #[cxx::bridge(namespace = "org::demo")]
      pub mod ffi {
          #[namespace = "other"]
          unsafe extern "C++" {
              include!("demo/include/widget.h");
              include!(<vector>);

              #[namespace = "deep::er"]
              #[cxx_name = "CxxWidget"]
              type Widget;
              type Borrowed<'a>;
              type Shared = crate::other::ffi::Shared;

              fn make(name: &CxxString) -> Result<UniquePtr<Widget>>;
              #[rust_name = "resize_by"]
              fn resize(self: Pin<&mut Widget>, by: u32);
              fn size(self: &Widget) -> usize;
              #[Self = "Widget"]
              fn count() -> usize;
              unsafe fn raw<'a>(p: *const u8, b: &'a Borrowed<'a>) -> &'a str;
          }

          extern "Rust" {
              type Engine;
              fn run(&self);
              fn stop(&mut self, now: bool) -> Result<()>;
              fn whole(self: &Self);
          }

          impl UniquePtr<Widget> {}
          impl CxxVector<Shared> {}
      }`;
    const facts = await readRust(source);
    expect(facts.problems).toEqual([]);
    expect(facts.foreignFunctions).toEqual([]);
    expect(facts.modules.map(({ name, inline }) => [name, inline])).toEqual([['ffi', true]]);
    const bridge = facts.bridges[0]!;
    expect(bridge).toMatchObject({ name: 'ffi', public: true, namespace: ['org', 'demo'] });
    expect(at(source, bridge.bodyRange)).toMatch(
      /^\n\s+#\[namespace = "other"\][^]*impl CxxVector<Shared> {}\s+$/,
    );
    expect(
      bridge.includes.map((each) => [each.block, each.path, each.system, at(source, each.range)]),
    ).toEqual([
      [0, 'demo/include/widget.h', false, 'include!("demo/include/widget.h")'],
      [0, 'vector', true, 'include!(<vector>)'],
    ]);
    expect(bridge.instantiations.map(({ type }) => formatRustType(type))).toEqual([
      'UniquePtr<Widget>',
      'CxxVector<Shared>',
    ]);
    const [cpp, rust] = bridge.blocks;
    expect(cpp).toMatchObject({ side: 'C++', unsafe: true, namespace: ['other'] });
    expect(
      cpp!.types.map((each) => [
        namesLine(each),
        each.alias && formatRustType(each.alias),
        ...each.lifetimes,
      ]),
    ).toEqual([
      ['Widget in deep::er cxx CxxWidget', null],
      ['Borrowed', null, "'a"],
      ['Shared', 'crate::other::ffi::Shared'],
    ]);
    expect(cpp!.functions.map(functionLine)).toEqual([
      'make | (name: &CxxString) -> Result<UniquePtr<Widget>>',
      'resize rust resize_by | (by: u32) -> () | pinned Widget',
      'size | () -> usize | shared Widget',
      'count | () -> usize | static of Widget',
      "raw | unsafe (p: *const u8, b: &'a Borrowed) -> &'a str",
    ]);
    expect(at(source, cpp!.functions[1]!.receiver!.range)).toBe('self: Pin<&mut Widget>');
    expect(at(source, cpp!.functions[1]!.range)).toMatch(/^#\[rust_name[^]*by: u32\);$/);
    expect(cpp!.functions[0]!.modulePath).toEqual(['ffi']);
    expect(rust).toMatchObject({ side: 'Rust', unsafe: false, namespace: null });
    expect(rust!.functions.map(functionLine)).toEqual([
      'run | () -> () | shared the only type',
      'stop | (now: bool) -> Result<()> | mutable the only type',
      'whole | () -> () | shared the only type',
    ]);
  });

  it('gives shared structs and enums', async () => {
    const source = `
      #[cxx::bridge]
      mod ffi {
          #[namespace = ""]
          #[derive(Clone, Default)]
          #[repr(align(16))]
          struct Frame<'a> { #[cxx_name = "theId"] id: u64, name: &'a str }
          #[repr(u8)]
          enum Kind { Small = 1, #[rust_name = "Huge"] Large }
      }`;
    const bridge = (await readRust(source)).bridges[0]!;
    const [frame] = bridge.structs;
    expect(namesLine(frame!)).toBe('Frame in the global namespace');
    expect([frame!.derives, frame!.lifetimes, reprLine(frame!.repr)]).toEqual([
      ['Clone', 'Default'],
      ["'a"],
      'align(16)',
    ]);
    expect(frame!.fields.map((each) => [fieldLine(each), each.cxxName])).toEqual([
      ['id: u64', 'theId'],
      ["name: &'a str", null],
    ]);
    const [kind] = bridge.enums;
    expect(kind!.integer).toBe('u8');
    expect(
      kind!.variants.map(({ name, discriminant, rustName }) => [name, discriminant?.kind, rustName]),
    ).toEqual([
      ['Small', 'integer', null],
      ['Large', undefined, 'Huge'],
    ]);
    expect((await readRust(source)).records).toEqual([]);
  });

  it('takes conditions from around, also from cfg_attr', async () => {
    const source = `
      #[cfg(unix)]
      mod outer {
          #[cfg_attr(feature = "cxx", cxx::bridge(namespace = a::b))]
          mod ffi { extern "Rust" { #[cfg(test)] fn f(); } }
      }`;
    const bridge = (await readRust(source)).bridges[0]!;
    expect(bridge.namespace).toEqual(['a', 'b']);
    expect(bridge.blocks[0]!.functions[0]).toMatchObject({
      modulePath: ['outer', 'ffi'],
      condition: ['unix', 'feature = "cxx"', 'test'],
    });
  });

  it('is no module under another attribute, and no block outside of one', async () => {
    const { bridges } = await readRust(
      '#[bridge] mod a {} mod ffi { extern "C++" {} } #[cxx::bridge] mod elsewhere;',
    );
    expect(bridges).toEqual([]);
  });

  it('leaves out what cxx has no form for, and says so', async () => {
    const source = `
      #[cxx::bridge]
      mod ffi { unsafe extern "C++" { include!(concat!("a", "b")); fn f(self: Box<T>); fn g(); fn h(x: ); } }`;
    const { bridges, problems } = await readRust(source);
    expect(bridges[0]!.blocks[0]!.functions.map(({ name }) => name)).toEqual(['g']);
    expect(problems.map(({ range, message }) => [at(source, range), message])).toEqual([
      ['fn f(self: Box<T>);', '`fn f` is left out: a receiver is `&T`, `&mut T` or `Pin<&mut T>`'],
      [
        'include!(concat!("a", "b"))',
        '`include!(concat!("a", "b"))` is left out: a bridge includes "…" or <…>',
      ],
      ['', 'a type identifier is missing here, so that `h` is left out'],
    ]);
  });
});
