import { describe, it } from 'vitest';
import { check, checkQuiet } from '../hazards/testing/check.js';

describe('code that no compiler accepts, or hardly anybody writes', () => {
  it('may have a transparent record hold itself', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(transparent)]
pub struct Own(Own);
#[repr(transparent)]
pub struct Wrapper<T>(T);
extern "C" {
    fn own(a: Own);
    fn nested(a: Wrapper<Wrapper<u8>>);
}
//- include/own.h
extern "C" { void own(int a); void nested(unsigned char a); }
`));

  it('may rename imports in a circle', () =>
    checkQuiet(`
//- src/ffi.rs
use Bar as Foo;
use Foo as Bar;
extern "C" { fn circle(a: Foo); }
//- include/circle.h
extern "C" void circle(int a);
`));

  it('may have arrays of impossible lengths, and values of a type without any', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Lengths { a: [u8; 0 - 1], b: [u8; 99999999999999999999999] }
#[repr(C)]
pub enum Never {}
extern "C" {
    fn lengths(a: &Lengths);
    fn never(a: Never);
}
//- include/lengths.h
struct Lengths { char a[4]; char b[4]; };
extern "C" { void lengths(const Lengths *a); void never(int a); }
`));

  it('may give C linkage to what no other file can link to', () =>
    checkQuiet(
      `
//- src/ffi.rs
extern "C" { fn hidden(x: u32) -> i32; }
//- include/hidden.h
namespace { extern "C" long long hidden(unsigned x); }
`,
      { unpaired: ['hidden'] },
    ));

  it('may name things as JavaScript names what all objects have', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn by_name(a: constructor, b: toString);
    #[cfg(constructor = "x")]
    fn conditional(a: i32);
//                ^^^^^^^^ error: C++ takes 2 parameters, Rust declares 1: \`b\` is missing after \`a\`
    fn in_cpp(a: i32);
//           ^^^^^^^^ error: C++ takes 2 parameters, Rust declares 1: \`b\` is missing after \`a\`
}
//- include/names.h
struct constructor { int x; };
extern "C" {
void by_name(constructor a, valueOf b);
void conditional(int a, int b);
#if constructor
void in_cpp(int a, int b);
#endif
}
`));
});

describe('names of the prelude', () => {
  it('mean the prelude, though some other module declares them too', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" { fn prelude(a: Option<&u8>, b: Box<u32>); }
//- src/other.rs
#[repr(C)]
pub struct Option { x: u64, y: u64, z: u64 }
#[repr(C)]
pub struct Box { x: u64, y: u64, z: u64 }
extern "C" { fn others(a: *const Option, b: *const Box); }
//- include/prelude.h
extern "C" { void prelude(const unsigned char *a, unsigned *b); void others(const void *a, const void *b); }
`));

  it('mean what the module imports under them', () =>
    check(`
//- src/ffi.rs
use crate::other::Box;
extern "C" { fn imported(b: Box); }
//                       ^^^^^^ error: C++ takes \`unsigned int *\` for \`b\`, Rust declares \`Box\`: a pointer in C++, a record in Rust
//- src/other.rs
#[repr(C)]
pub struct Box { x: u64, y: u64, z: u64 }
extern "C" { fn others(b: *const Box); }
//- include/prelude.h
extern "C" { void imported(unsigned *b); void others(const void *b); }
`));
});
