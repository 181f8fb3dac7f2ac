import { describe, it } from 'vitest';
import page from './return-mismatch.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

describe('return-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'return-mismatch'));

  it('is quiet about a declaration that is beside another Rust function of the name', () =>
    checkQuiet(
      `
//- examples/first/src/lib.rs
#[no_mangle]
pub extern "C" fn get_value(state: &i32) -> &i32 { state }
//- examples/second/src/lib.rs
#[no_mangle]
pub extern "C" fn get_value(state: &i32) -> i32 { *state }
//- examples/second/main.cpp
extern "C" int get_value(const int *state);
//- tests/thunks.rs
#[no_mangle]
pub extern "C" fn thunk() -> i32 { 1 }
//- tests/thunks.h
extern "C" int thunk();
//- tests/nested/thunks.rs
#[no_mangle]
pub extern "C" fn thunk() -> &'static i32 { &1 }
`,
      { unpaired: ['get_value', 'thunk'] },
    ));

  it('compares classes of values, not only widths', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn ratio() -> u64;
    //            ^^^ error: C++ returns \`double\`, Rust declares \`u64\`: a floating-point number of 8 bytes in C++, an integer of 8 bytes in Rust
    fn scale() -> f32;
    //            ^^^ error: C++ returns \`double\`, Rust declares \`f32\`: a floating-point number of 8 bytes in C++, a floating-point number of 4 bytes in Rust
    fn name() -> &'static str;
    //           ^^^^^^^^^^^^ error: C++ returns \`const char *\`, Rust declares \`&'static str\`: a pointer in C++, a wide pointer of 16 bytes in Rust
    fn count();
    // ^^^^^ error: C++ returns \`int\`, Rust declares \`()\`: an integer of 4 bytes in C++, nothing in Rust
}
//- include/values.h
extern "C" double ratio();
extern "C" double scale();
extern "C" const char *name();
extern "C" int count();
`));

  it('is quiet about nothing, whatever the two languages call it', () =>
    checkQuiet(`
//- src/ffi.rs
type Nothing = ();
extern "C" {
    fn one() -> ();
    fn two() -> Nothing;
    fn three() -> !;
    fn four();
}
//- include/nothing.h
typedef void nothing;
extern "C" void one();
extern "C" void two();
extern "C" int three();
extern "C" nothing four();
`));

  it('knows that c_void by value is not void', async () => {
    const workspace = await check(`
//- src/ffi.rs
use std::ffi::c_void;
extern "C" {
    fn release(memory: *mut c_void) -> c_void;
    //                                 ^^^^^^ error: C++ returns \`void\`, Rust declares \`c_void\`: nothing in C++, an integer of 1 byte in Rust
    fn reserve() -> *mut c_void;
}
//- include/memory.h
extern "C" void release(void *memory);
extern "C" void *reserve();
`);
    await checkRemedy(
      workspace,
      'Remove the return type',
      `
//- src/ffi.rs
use std::ffi::c_void;
extern "C" {
    fn release(memory: *mut c_void);
    fn reserve() -> *mut c_void;
}
`,
    );
  });

  it('is quiet about pointers under any name', () =>
    checkQuiet(`
//- src/lib.rs
use std::ptr::NonNull;
pub struct Engine;
#[no_mangle]
pub extern "C" fn engine_new() -> Box<Engine> { todo!() }
#[no_mangle]
pub extern "C" fn engine_next() -> Option<NonNull<Engine>> { None }
#[no_mangle]
pub extern "C" fn engine_hook() -> Option<extern "C" fn(i32)> { None }
//- include/engine.h
struct Engine;
typedef void (*hook)(int);
extern "C" Engine *engine_new();
extern "C" Engine &engine_next();
extern "C" hook engine_hook();
`));

  it('says nothing of types whose representation is not known', () =>
    check(`
//- src/ffi.rs
use elsewhere::Status;
extern "C" {
    fn status() -> Status;
    fn maybe() -> Option<u32>;
    //            ^^^^^^^^^^^ warning: C++ returns \`void\`, Rust declares \`Option<u32>\`: the layout of \`Option<u32>\` is not specified
    fn big() -> Absent;
}
//- include/status.h
extern "C" int status();
extern "C" void maybe();
extern "C" missing_t big();
`));

  it('computes widths for each target', () =>
    check(
      `
//- src/ffi.rs
use std::os::raw::{c_long, c_ulong};
extern "C" {
    fn tell() -> i64;
    //           ^^^ error: C++ returns \`long\`, Rust declares \`i64\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust (on x86_64-pc-windows-msvc)
    fn seek() -> c_long;
    fn length() -> usize;
    fn mask() -> c_ulong;
}
//- include/file.h
#include <stddef.h>
extern "C" long tell();
extern "C" long seek();
extern "C" size_t length();
extern "C" unsigned long mask();
`,
      { targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] },
    ));

  it('adds a result that Rust lacks, by the name that the file imports', async () => {
    const workspace = await check(`
//- src/ffi.rs
use libc::*;
extern "C" {
    fn poll_once(deadline: c_long);
    // ^^^^^^^^^ error: C++ returns \`int\`, Rust declares \`()\`: an integer of 4 bytes in C++, nothing in Rust
}
//- include/poll.h
extern "C" int poll_once(long deadline);
`);
    await checkRemedy(
      workspace,
      'Change the return type to `c_int`',
      `
//- src/ffi.rs
use libc::*;
extern "C" {
    fn poll_once(deadline: c_long) -> c_int;
}
`,
    );
  });

  it('takes the result of cxx for what cxx makes of it', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("store.h");
        type Store;
        fn open(path: &str) -> Result<UniquePtr<Store>>;
        fn flush(self: Pin<&mut Store>) -> Result<()>;
        fn size(&self) -> u64;
        fn name(&self) -> &CxxString;
        fn depth(&self) -> u32;
        //                 ^^^ error: C++ returns \`size_t\`, Rust declares \`u32\`: an integer of 8 bytes in C++, an integer of 4 bytes in Rust
    }
}
//- include/store.h
#include <cstdint>
#include <memory>
#include <string>
#include "rust/cxx.h"
class Store {
public:
  void flush();
  uint64_t size() const;
  const std::string &name() const;
  size_t depth() const;
};
std::unique_ptr<Store> open(rust::Str path);
`));

  it('is quiet where `#if` and `#else` give one name two results', () =>
    checkQuiet(
      `
//- src/ffi.rs
extern "C" { fn wide(x: i32) -> i64; fn narrow(x: i32) -> i64; }
//- include/size.h
extern "C" {
#ifdef WIDE
long long wide(int x);
#else
int wide(int x);
#endif
#ifndef WIDE
int narrow(int x);
#else
long long narrow(int x);
#endif
}
`,
      { unpaired: ['narrow', 'wide'] },
    ));

  it('takes a link name of bindgen by its name', () =>
    check(`
//- src/ffi.rs
extern "C" {
    #[link_name = "\\u{1}length"]
    fn length_of(x: i32) -> i64;
//                          ^^^ error: C++ returns \`int\`, Rust declares \`i64\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust
}
//- include/length.h
extern "C" int length(int x);
`));

  it('is quiet about a record that takes no room', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Nothing;
extern "C" { fn done() -> Nothing; }
//- include/done.h
extern "C" void done(void);
`));

  it('is quiet about an async function, which returns a future', () =>
    check(`
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("wait.h");
        async fn wait(seconds: i32);
    //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: \`wait\` is \`async\`, which cannot cross: pass a callback and a \`Box\` of the channel to answer on
    }
}
//- include/wait.h
struct Promise { int state; };
Promise wait(int seconds);
`));

  it('is no quieter about one that is not', () =>
    check(`
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("wait.h");
        fn wait(seconds: i32);
//         ^^^^ error: C++ returns \`Promise\`, Rust declares \`()\`: a record in C++, nothing in Rust
    }
}
//- include/wait.h
struct Promise { int state; };
Promise wait(int seconds);
`));
});
