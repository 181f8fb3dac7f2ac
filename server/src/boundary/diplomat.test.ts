import { describe, expect, it } from 'vitest';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';

const crossingsOf = async (rust: string, header: string): Promise<string[]> => {
  const workspace = await MemoryWorkspace.of({ 'src/lib.rs': rust, 'cpp/include/api.hpp': header });
  const { crossings, findings, unpaired } = await workspace.check();
  expect([findings, unpaired]).toEqual([[], []]);
  return crossings
    .map(({ name, mechanism, direction }) => `${name} through ${mechanism}, ${direction}`)
    .sort();
};

describe('a bridge of diplomat', () => {
  it('crosses to the headers that its tool wrote', async () => {
    const rust = `
#[diplomat::bridge]
#[diplomat::abi_rename = "lib_{0}"]
pub mod ffi {
    use diplomat_runtime::DiplomatWrite;
    #[diplomat::opaque]
    pub struct Locale(String);
    pub struct Options { pub strict: bool }
    impl Locale {
        pub fn new(name: &str, options: Options) -> Result<Box<Locale>, ()> { Err(()) }
        pub(crate) fn inner(&self) {}
        #[diplomat::abi_rename("{0}_mv1")]
        pub fn write<'a>(&'a self, to: &mut DiplomatWrite) {}
    }
    impl<'a> Options { pub fn check(self) -> bool { self.strict } }
    impl Drop for Locale { fn drop(&mut self) {} }
    pub fn version() -> u8 { 1 }
}
`;
    const header = `
namespace lib::capi {
extern "C" {
struct Locale; struct Options; struct Locale_new_result;
Locale_new_result lib_Locale_new(const char *name, unsigned long length, Options options);
void lib_Locale_inner(const Locale *self);
void Locale_write_mv1(const Locale *self, void *write);
bool lib_Options_check(Options self);
unsigned char lib_version(void);
void lib_Locale_destroy(Locale *self);
}
}
`;
    expect(await crossingsOf(rust, header)).toEqual([
      'Locale_write_mv1 through diplomat, cpp-calls-rust',
      'lib_Locale_destroy through diplomat, cpp-calls-rust',
      'lib_Locale_new through diplomat, cpp-calls-rust',
      'lib_Options_check through diplomat, cpp-calls-rust',
      'lib_version through diplomat, cpp-calls-rust',
    ]);
  });

  it('has nothing to say where no header is there', async () => {
    const rust = '#[diplomat::bridge] mod ffi { pub struct A; impl A { pub fn f() {} } }';
    expect(await crossingsOf(rust, 'void f();')).toEqual([]);
  });
});

describe('a thunk of Crubit', () => {
  it('is called so', async () => {
    const rust = `
#[unsafe(no_mangle)]
unsafe extern "C" fn __crubit_thunk_add(x: i32) -> i32 { x }
extern "C" { fn __rust_thunk___ZN3fooEv(); fn by_hand(); }
`;
    const header = `
extern "C" int __crubit_thunk_add(int x);
extern "C" void __rust_thunk___ZN3fooEv();
extern "C" void by_hand();
`;
    expect(await crossingsOf(rust, header)).toEqual([
      '__crubit_thunk_add through crubit, cpp-calls-rust',
      '__rust_thunk___ZN3fooEv through crubit, rust-calls-cpp',
      'by_hand through extern-c, rust-calls-cpp',
    ]);
  });
});
