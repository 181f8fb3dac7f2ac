import { describe, it } from 'vitest';
import page from './bridge-invalid.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('bridge-invalid', () => {
  it('is what its page says', () => checkPage(page, 'bridge-invalid'));

  it('reports what cannot be read, and then nothing that rests on it', () =>
    check(`
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    struct Point(i32, i32);
//  ^^^^^^^^^^^^^^^^^^^^^^^ error: \`Point\` has no named fields, which a shared struct needs
    use std::os::raw::c_int;
//  ^^^^^^^^^^^^^^^^^^^^^^^^ error: a bridge has no \`use\`: it knows its own types, primitive types and cxx’s; another type comes in as \`type T = path::T;\` in a block of C++
    #[repr(C)]
    //     ^ error: cxx knows no \`repr(C)\`: an enum has \`repr(u8)\` … \`repr(isize)\`, a struct \`repr(align(N))\`
    struct Size {
        width: f32,
    }
    extern "Rust" {
        fn origin() -> Point;
    }
}
`));

  it('reports a type that is not known once, where it is first', () =>
    check(`
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    extern "Rust" {
        fn first() -> Missing;
        //            ^^^^^^^ error: \`Missing\` is no type of this bridge, no primitive type and none of cxx's
        fn second(value: Missing);
    }
}
`));

  it('reads the sign of a variant’s value', () =>
    check(`
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    enum Below {
        A = -1,
        B = - 0x80,
    }
    enum Apart {
//       ^^^^^ error: no integer type holds all values of \`Apart\`
        A = -1,
        B = 0xFFFF_FFFF_FFFF_FFFF,
    }
}
`));

  it('says nothing where the workspace has the source of the macro', () =>
    check(`
//- macro/src/lib.rs
#[proc_macro_attribute]
pub fn bridge(args: TokenStream, input: TokenStream) -> TokenStream { input }
#[proc_macro]
pub fn type_id(input: TokenStream) -> TokenStream { input }
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    extern "Rust" {
        async fn load() -> u32;
    }
}
`));

  it('says nothing of another macro that is named bridge', () =>
    check(`
//- src/lib.rs
#[diplomat::bridge]
mod ffi {
    pub struct Point(i32, i32);
}
`));

  it('goes by the Rust names', () =>
    checkQuiet(`
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("demo/include/sum.h");
        fn sum(a: i32, b: i32) -> i32;
        #[rust_name = "sum_of_three"]
        fn sum(a: i32, b: i32, c: i32) -> i32;
    }
}
//- include/sum.h
#include <cstdint>
int32_t sum(int32_t a, int32_t b);
int32_t sum(int32_t a, int32_t b, int32_t c);
`));
});
