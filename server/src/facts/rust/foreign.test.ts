import { describe, expect, it } from 'vitest';
import { at, formatRustType, itemLine, readRust, signatureLine } from './testing/read-rust.js';

const foreign = async (source: string) =>
  (await readRust(source)).foreignFunctions.map(
    (each) => `${each.abi} ${itemLine(each)} ${signatureLine(each.signature)}`,
  );

describe('extern blocks', () => {
  it('gives functions and statics with their ABI', async () => {
    const source = `
      #[link(name = "widgets", kind = "static")]
      extern "C-unwind" {
          #[link_name = "wg_new"]
          pub fn widget_new(name: *const c_char, size: usize, ...) -> *mut Widget;
          pub(crate) static mut WIDGETS: [u32; 4];
          static VERSION: u8;
      }`;
    const { foreignFunctions, foreignStatics } = await readRust(source);
    expect(foreignFunctions).toHaveLength(1);
    const [widgetNew] = foreignFunctions;
    expect(widgetNew).toMatchObject({
      name: 'widget_new',
      abi: 'C-unwind',
      linkName: 'wg_new',
      library: 'widgets',
      public: true,
    });
    const { signature } = widgetNew!;
    expect(signatureLine(signature)).toBe('unsafe (name: *const c_char, size: usize, ...) -> *mut Widget');
    expect(at(source, widgetNew!.range)).toMatch(/^#\[link_name[^]*Widget;$/);
    expect(at(source, widgetNew!.nameRange)).toBe('widget_new');
    expect(at(source, signature.parameterListRange)).toBe('(name: *const c_char, size: usize, ...)');
    expect(at(source, signature.resultRange!)).toBe('*mut Widget');
    expect(signature.parameters.map(({ range }) => at(source, range))).toEqual([
      'name: *const c_char',
      'size: usize',
    ]);
    expect(signature.parameters.map(({ typeRange }) => at(source, typeRange))).toEqual([
      '*const c_char',
      'usize',
    ]);
    expect(
      foreignStatics.map((each) => [
        itemLine(each),
        each.mutable,
        formatRustType(each.type),
        at(source, each.typeRange),
      ]),
    ).toEqual([
      ['pub WIDGETS', true, '[u32; 4]', '[u32; 4]'],
      ['VERSION', false, 'u8', 'u8'],
    ]);
  });

  it('reads a bare extern as C, and any ABI', async () => {
    expect(await foreign('extern { fn a(); } extern "system" { fn b(); }')).toEqual([
      'C a unsafe () -> ()',
      'system b unsafe () -> ()',
    ]);
  });

  it('tells safe functions of unsafe extern blocks', async () => {
    const source = `unsafe extern "C" {
      safe fn sqrt(x: f64) -> f64;
      pub safe fn abs(x: i32) -> i32;
      pub unsafe fn free(p: *mut u8);
      fn plain();
      #[link_name = "v"] safe static VERSION: u32;
      unsafe static mut STATE: u32;
    }`;
    const { foreignFunctions, foreignStatics, problems } = await readRust(source);
    expect(problems).toEqual([]);
    expect(foreignFunctions.map(({ name, signature }) => [name, signature.unsafe])).toEqual([
      ['sqrt', false],
      ['abs', false],
      ['free', true],
      ['plain', true],
    ]);
    expect(at(source, foreignFunctions[0]!.range)).toBe('safe fn sqrt(x: f64) -> f64;');
    expect(at(source, foreignFunctions[1]!.range)).toBe('pub safe fn abs(x: i32) -> i32;');
    expect(foreignStatics.map(({ name, linkName }) => [name, linkName])).toEqual([
      ['VERSION', 'v'],
      ['STATE', null],
    ]);
  });

  it('reads parameters without patterns, raw names and patterns', async () => {
    expect(await foreign('extern "C" { fn a(i32, &mut T); fn r#type(_: u8, r#in: u8); }')).toEqual([
      'C a unsafe (: i32, : &mut T) -> ()',
      'C type unsafe (_: u8, r#in: u8) -> ()',
    ]);
  });

  it('inherits modules and conditions', async () => {
    const source = `
      #![cfg(feature = "ffi")]
      #[cfg(unix)]
      mod sys {
          #![cfg(not(miri))]
          #[cfg(target_os = "linux")]
          extern "C" {
              #[cfg(target_pointer_width = "64")]
              fn epoll();
              fn poll();
          }
      }`;
    expect(await foreign(source)).toEqual([
      'C sys::epoll if feature = "ffi" && unix && not(miri) && target_os = "linux" && target_pointer_width = "64" unsafe () -> ()',
      'C sys::poll if feature = "ffi" && unix && not(miri) && target_os = "linux" unsafe () -> ()',
    ]);
  });

  it('finds blocks inside of function bodies', async () => {
    const source = `
      mod m {
          #[cfg(unix)]
          fn caller() -> i32 {
              if true { unsafe { extern "C" { fn inner(x: i32) -> i32; } inner(1) } } else { 0 }
          }
      }
      impl Widget { fn method(&self) { extern "C" { fn in_method(); } } }
      trait T { fn provided() { extern "C" { fn in_trait(); } } }
      fn outer() { fn nested() { extern "C" { fn deep(); } } }`;
    expect(await foreign(source)).toEqual([
      'C local m::inner if unix unsafe (x: i32) -> i32',
      'C local in_method unsafe () -> ()',
      'C local in_trait unsafe () -> ()',
      'C local deep unsafe () -> ()',
    ]);
  });

  it('leaves macros unread, and says so', async () => {
    const source = `
      macro_rules! declare { () => { extern "C" { fn in_definition(); } } }
      declare! { extern "C" { fn in_invocation(); } }
      cpp::cpp!{{ #include <x> }}
      include!("bindings.rs");
      include!(concat!(env!("OUT_DIR"), "/generated.rs"));
      include!(path_of!("x"));
      extern "C" { declare!(x); fn after(); }
      fn body() { println!("extern"); }`;
    const facts = await readRust(source);
    expect(facts.foreignFunctions.map(({ name }) => name)).toEqual(['after']);
    expect(facts.macros.map(({ name }) => name)).toEqual(['declare', 'cpp::cpp', 'include', 'declare']);
    expect(at(source, facts.macros[2]!.range)).toBe('include!(path_of!("x"));');
    expect(facts.includes.map(({ base, path }) => [base, path])).toEqual([
      ['file', 'bindings.rs'],
      ['build-script', 'generated.rs'],
    ]);
    expect(facts.problems).toEqual([]);
  });
});

describe('exported functions', () => {
  const exported = async (source: string) =>
    (await readRust(source)).exports.map((each) =>
      [
        each.abi,
        itemLine(each),
        signatureLine(each.signature),
        ...(each.noMangle ? ['no_mangle'] : []),
        ...(each.exportName === null ? [] : [`as ${each.exportName}`]),
        ...(each.generic ? ['generic'] : []),
      ].join(' '),
    );

  it('are those with a foreign ABI or a fixed symbol', async () => {
    const source = `
      #[no_mangle] pub extern "C" fn a(x: i32) -> i32 { x }
      #[unsafe(no_mangle)] pub unsafe extern fn b(mut x: *mut u8) {}
      #[export_name = "c_symbol"] fn c() {}
      #[unsafe(export_name = "d_symbol")] extern "system" fn d() -> ! { loop {} }
      pub extern "C" fn callback(data: *mut c_void) {}
      pub fn ordinary() {}
      extern "Rust" fn plain() {}`;
    expect(await exported(source)).toEqual([
      'C pub a (x: i32) -> i32 no_mangle',
      'C pub b unsafe (mut x: *mut u8) -> () no_mangle',
      'Rust c () -> () as c_symbol',
      'system d () -> ! as d_symbol',
      'C pub callback (data: *mut c_void) -> ()',
    ]);
  });

  it('in implementations only count with a fixed symbol', async () => {
    const source = `
      impl Widget {
          #[no_mangle] pub extern "C" fn widget_size(&self, n: usize) -> usize { n }
          extern "C" fn callback(self) {}
      }
      impl<T> Generic<T> { #[no_mangle] extern "C" fn family() {} }`;
    expect(await exported(source)).toEqual([
      'C pub widget_size (self: &Self, n: usize) -> usize no_mangle',
      'C family () -> () no_mangle generic',
    ]);
  });

  it('tells type parameters, but not lifetimes, from functions that are symbols', async () => {
    const source = `
      extern "C" fn lifetime<'a>(x: &'a u8) {}
      extern "C" fn generic<T>(x: T) {}
      extern "C" fn constant<const N: usize>() {}
      extern "C" fn opaque(x: impl Fn()) {}`;
    const { exports } = await readRust(source);
    expect(exports.map(({ name, generic }) => [name, generic])).toEqual([
      ['lifetime', false],
      ['generic', true],
      ['constant', true],
      ['opaque', true],
    ]);
  });

  it('do not count a symbol that depends on the configuration', async () => {
    const { exports } = await readRust('#[cfg_attr(not(test), no_mangle)] pub extern "C" fn a() {}');
    expect(exports).toMatchObject([{ name: 'a', noMangle: false }]);
  });
});
