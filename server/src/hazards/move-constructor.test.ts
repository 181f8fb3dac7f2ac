import { describe, it } from 'vitest';
import page from './move-constructor.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('move-constructor', () => {
  it('is what its page says', () => checkPage(page, 'move-constructor'));

  it('says of a mirror that its bytes are copied', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Lease { at: *mut u32 }
//         ^^^^^ information: \`Lease\` has a move constructor of its own, which no move in Rust runs: \`ptr::read\`, \`mem::swap\` and every assignment through \`&mut\` copy the bytes. Where Rust has to move one, bind a function that does it, such as \`void move_to(Lease &from, Lease &to)\`
extern "C" { fn renew(lease: *mut Lease); }
//- include/lease.h
struct Lease { unsigned *at; Lease(Lease &&other); };
extern "C" void renew(Lease *lease);
`));

  it('leaves what Rust holds by value to the hazards about that', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("lease.h");
        type Lease = crate::Lease;
        //   ^^^^^ warning: Rust holds \`Lease\` by value (returned by \`renew\`) and moves it by copying its bytes, which cxx refuses in the C++ that it generates: the move constructor of \`Lease\` is user-provided
        fn renew() -> Lease;
    }
}
//- include/lease.h
struct Lease { unsigned *at; Lease(Lease &&other); };
Lease renew();
`));

  it('is quiet about a raw handle, a promise, and what is defaulted, deleted or kept from others', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Handle { _private: [u8; 0] }
#[repr(C)]
pub struct Marked { at: *mut u32 }
#[repr(C)]
pub struct Defaulted { at: *mut u32 }
#[repr(C)]
pub struct Closed { at: *mut u32 }
extern "C" { fn all(a: *mut Handle, b: *mut Marked, c: *mut Defaulted, d: *mut Closed); }
//- include/lease.h
struct Handle { unsigned *at; Handle(Handle &&other); };
struct [[clang::trivial_abi]] Marked { unsigned *at; Marked(Marked &&other); };
struct Defaulted { unsigned *at; Defaulted(Defaulted &&) = default; };
class Closed { unsigned *at; Closed(Closed &&); };
extern "C" void all(Handle *a, Marked *b, Defaulted *c, Closed *d);
`));
});
