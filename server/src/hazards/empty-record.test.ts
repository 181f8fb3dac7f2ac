import { describe, it } from 'vitest';
import page from './empty-record.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('empty-record', () => {
  it('is what its page says', () => checkPage(page, 'empty-record'));

  it('finds it by value, with its alignment, and in a record that crosses', () =>
    check(`
//- src/ffi.rs
use std::marker::PhantomData;
#[repr(C)]
pub struct Unit;
//         ^^^^ warning: \`Unit\` takes no room in Rust and 1 byte in C++, where even an empty class has an address of its own
#[repr(C)]
pub struct Wide {}
//         ^^^^ warning: \`Wide\` takes no room in Rust and 16 bytes in C++, where even an empty class has an address of its own
#[repr(C)]
pub struct Typed(PhantomData<u8>);
//         ^^^^^ warning: \`Typed\` takes no room in Rust and 1 byte in C++, where even an empty class has an address of its own
#[repr(C)]
pub struct Outer { pub typed: Typed, pub id: u32 }
extern "C" {
    fn take(unit: Unit) -> Wide;
    fn outer(outer: &Outer);
}
//- include/unit.h
class Unit {};
struct alignas(16) Wide {};
struct Typed { void run(); static int count; };
struct Outer { Typed typed; unsigned id; };
extern "C" Wide take(Unit unit);
extern "C" void outer(const Outer *outer);
`));

  it('is quiet about handles, C, and what takes no room in C++ either', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Handle { _private: [u8; 0] }
#[repr(C)]
pub struct Plain {}
#[repr(C)]
pub struct Filled { _unused: u8 }
#[repr(C)]
pub struct Base { id: u32 }
#[repr(C)]
pub struct Sharing { id: u32 }
extern "C" {
    fn handle(handle: *mut Handle);
    fn plain(plain: Plain);
    fn filled(filled: Filled, base: &Base, sharing: &Sharing);
}
//- include/handle.hpp
class Handle {};
class Filled {};
struct Empty {};
struct Base : Empty { unsigned id; };
struct Sharing { [[no_unique_address]] Empty empty; unsigned id; };
extern "C" void handle(Handle *handle);
extern "C" void filled(Filled filled, const Base *base, const Sharing *sharing);
//- include/plain.h
#ifdef __cplusplus
extern "C" {
#endif
struct Plain {};
void plain(struct Plain plain);
#ifdef __cplusplus
}
#endif
`));
});
