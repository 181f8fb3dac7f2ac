import { describe, it } from 'vitest';
import page from './parameter-mismatch.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

const LINUX_AND_WINDOWS = { targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] };

describe('parameter-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'parameter-mismatch'));

  it('is quiet about a pointer and an integer of its width, and leaves signs to another hazard', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn attach(handle: usize, owner: *const u8, key: isize, flags: u32);
    //                                                     ^^^^^^^^^^ warning: C++ takes \`int\` for \`flags\`, Rust declares \`u32\`: an integer of 4 bytes with a sign in C++, without one in Rust
}
//- include/attach.h
extern "C" void attach(void *handle, unsigned long owner, void *key, int flags);
`));

  it('finds a pointer in an integer that is too small, and wide pointers', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn detach(handle: u32);
    //        ^^^^^^^^^^^ error: C++ takes \`void *\` for \`handle\`, Rust declares \`u32\`: a pointer in C++, an integer of 4 bytes in Rust
    fn label(text: &str, bytes: *const [u8]);
    //       ^^^^^^^^^^ error: C++ takes \`const char *\` for \`text\`, Rust declares \`&str\`: a pointer in C++, a wide pointer of 16 bytes in Rust
    //                   ^^^^^^^^^^^^^^^^^^ error: C++ takes \`const unsigned char *\` for \`bytes\`, Rust declares \`*const [u8]\`: a pointer in C++, a wide pointer of 16 bytes in Rust
}
//- include/attach.h
extern "C" void detach(void *handle);
extern "C" void label(const char *text, const unsigned char *bytes);
`));

  it('knows the width of enums on both sides', () =>
    check(`
//- src/ffi.rs
#[repr(u8)]
pub enum Mode { Read, Write }
#[repr(C)]
pub enum Kind { Plain, Fancy }
pub enum Loose { A, B }
//       ^^^^^ warning: \`Loose\` crosses and has no fixed representation: rustc 1.95 makes it 1 byte, C++ has 4 bytes (\`Kind\`)
#[repr(u8)]
pub enum Data { Number(u64), Nothing }
extern "C" {
    fn right(mode: Mode, kind: Kind, loose: Loose, data: Data);
    fn wrong(mode: Mode, kind: Kind, loose: Loose);
    //       ^^^^^^^^^^ error: C++ takes \`Wide\` for \`mode\`, Rust declares \`Mode\`: an integer of 8 bytes in C++, an integer of 1 byte in Rust
    //                   ^^^^^^^^^^ error: C++ takes \`Wide\` for \`kind\`, Rust declares \`Kind\`: an integer of 8 bytes in C++, an integer of 4 bytes in Rust
}
//- include/modes.h
#include <cstdint>
enum class Mode : uint8_t { Read, Write };
enum Kind { Plain, Fancy };
enum Wide : uint64_t { W };
extern "C" void right(Mode mode, Kind kind, Kind loose, int data);
extern "C" void wrong(Wide mode, Wide kind, Wide loose);
`));

  it('takes Option for the pointer or number in it where that is guaranteed', () =>
    check(`
//- src/ffi.rs
use std::num::NonZeroU32;
use std::ptr::NonNull;
extern "C" {
    fn right(
        hook: Option<extern "C" fn(i32) -> i32>,
        data: Option<NonNull<u8>>,
        id: Option<NonZeroU32>,
        name: Option<&'static mut u8>,
        owned: Option<Box<u8>>,
        unknown: Option<u32>,
//      ^^^^^^^^^^^^^^^^^^^^ warning: C++ takes \`long\` for \`unknown\`, Rust declares \`Option<u32>\`: the layout of \`Option<u32>\` is not specified
    );
    fn wrong(id: Option<NonZeroU32>, hook: Option<extern "C" fn()>);
    //       ^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes \`unsigned long\` for \`id\`, Rust declares \`Option<NonZeroU32>\`: an integer of 8 bytes in C++, an integer of 4 bytes in Rust
    //                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes \`int\` for \`hook\`, Rust declares \`Option<extern "C" fn()>\`: an integer of 4 bytes in C++, a pointer in Rust
}
//- include/options.h
extern "C" void right(int (*hook)(int), void *data, unsigned id, unsigned char *name, unsigned char *owned, long unknown);
extern "C" void wrong(unsigned long id, int hook);
`));

  it('takes a transparent record for its field', () =>
    check(`
//- src/ffi.rs
use std::marker::PhantomData;
#[repr(transparent)]
pub struct Id(u64);
#[repr(transparent)]
pub struct Tagged<T>(u32, PhantomData<T>);
#[repr(transparent)]
pub struct Borrowed<'a>(&'a u8);
extern "C" {
    fn right(id: Id, tagged: Tagged<String>, borrowed: Borrowed<'static>);
    fn wrong(id: Id, tagged: Tagged<String>);
    //       ^^^^^^ error: C++ takes \`unsigned int\` for \`id\`, Rust declares \`Id\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust
    //               ^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes \`unsigned long\` for \`tagged\`, Rust declares \`Tagged<String>\`: an integer of 8 bytes in C++, an integer of 4 bytes in Rust
}
//- include/ids.h
extern "C" void right(unsigned long id, unsigned tagged, const unsigned char *borrowed);
extern "C" void wrong(unsigned id, unsigned long tagged);
`));

  it('follows chains of aliases through modules and headers', () =>
    check(`
//- src/ffi.rs
mod types {
    pub type Code = i32;
}
use types::Code as Status;
type Length = Inner;
type Inner = u64;
extern "C" {
    fn right(length: Length, code: Status, same: types::Code);
    fn wrong(length: Length, code: Status);
    //       ^^^^^^^^^^^^^^ error: C++ takes \`code_t\` for \`length\`, Rust declares \`Length\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust
    //                       ^^^^^^^^^^^^ error: C++ takes \`code_p\` for \`code\`, Rust declares \`Status\`: a pointer in C++, an integer of 4 bytes in Rust
}
//- include/sizes.h
typedef unsigned long size_type;
//- include/codes.h
#include "sizes.h"
using length_t = size_type;
typedef int code_t, *code_p;
extern "C" void right(length_t length, code_t code, code_t same);
extern "C" void wrong(code_t length, code_p code);
`));

  it('says on which target a width differs, and writes the name that is right on all', async () => {
    const workspace = await check(
      `
//- src/ffi.rs
use std::os::raw::{c_char, c_long};
extern "C" {
    fn seek(offset: i64);
    //      ^^^^^^^^^^^ error: C++ takes \`long\` for \`offset\`, Rust declares \`i64\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust (on x86_64-pc-windows-msvc)
    fn seek_to(offset: c_long, unit: c_char, size: usize);
}
//- include/seek.h
#include <stddef.h>
extern "C" void seek(long offset);
extern "C" void seek_to(long offset, char unit, size_t size);
`,
      LINUX_AND_WINDOWS,
    );
    await checkRemedy(
      workspace,
      'Change the type to `c_long`',
      `
//- src/ffi.rs
use std::os::raw::{c_char, c_long};
extern "C" {
    fn seek(offset: c_long);
    fn seek_to(offset: c_long, unit: c_char, size: usize);
}
`,
    );
  });

  it('names the targets where it holds on some of them only', () =>
    check(
      `
//- src/ffi.rs
extern "C" {
    fn wide(letter: u8, other: u16);
    //      ^^^^^^^^^^ error: C++ takes \`wchar_t\` for \`letter\`, Rust declares \`u8\`: an integer of 4 bytes in C++, an integer of 1 byte in Rust
    //                  ^^^^^^^^^^ error: C++ takes \`wchar_t\` for \`other\`, Rust declares \`u16\`: an integer of 4 bytes in C++, an integer of 2 bytes in Rust (on x86_64-unknown-linux-gnu)
}
//- include/wide.h
extern "C" void wide(wchar_t letter, wchar_t other);
`,
      LINUX_AND_WINDOWS,
    ));

  it('lets arrays and functions decay', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" {
    fn sort(values: *mut i32, compare: extern "C" fn(i32, i32) -> i32, corner: &[f32; 2]);
}
//- include/sort.h
typedef int comparison(int, int);
extern "C" void sort(int values[], comparison compare, const float corner[2]);
`));

  it('compares a record with a scalar by size', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Pair { a: u32, b: u32 }
extern "C" {
    fn packed(pair: u64);
    fn unpacked(pair: Pair);
    fn half(pair: u32);
    //      ^^^^^^^^^ error: C++ takes \`Pair\` for \`pair\`, Rust declares \`u32\`: a record in C++, an integer of 4 bytes in Rust
}
//- include/pair.h
struct Pair { unsigned a, b; };
extern "C" void packed(Pair pair);
extern "C" void unpacked(unsigned long pair);
extern "C" void half(Pair pair);
`));

  it('is quiet about types that are not found', () =>
    checkQuiet(`
//- src/ffi.rs
use vendor::Token;
extern "C" {
    fn spend(token: Token, times: u32);
}
//- include/spend.h
extern "C" void spend(long token, absent_t times);
`));

  it('spells pointers to what Rust does not know, and callbacks, for the remedy', async () => {
    await checkRemedy(
      await check(`
//- src/ffi.rs
extern "C" {
    fn watch(window: u32);
    //       ^^^^^^^^^^^ error: C++ takes \`const ui::Window *\` for \`window\`, Rust declares \`u32\`: a pointer in C++, an integer of 4 bytes in Rust
}
//- include/watch.h
namespace ui { class Window; }
extern "C" void watch(const ui::Window *window);
`),
      'Change the type to `*const core::ffi::c_void`',
      `
//- src/ffi.rs
extern "C" {
    fn watch(window: *const core::ffi::c_void);
}
`,
    );
    await checkRemedy(
      await check(`
//- src/ffi.rs
extern "C" {
    fn on_change(hook: i32);
    //           ^^^^^^^^^ error: C++ takes \`void (*)(double, bool)\` for \`hook\`, Rust declares \`i32\`: a pointer in C++, an integer of 4 bytes in Rust
}
//- include/watch.h
extern "C" void on_change(void (*hook)(double, bool));
`),
      'Change the type to `Option<unsafe extern "C" fn(f64, bool)>`',
      `
//- src/ffi.rs
extern "C" {
    fn on_change(hook: Option<unsafe extern "C" fn(f64, bool)>);
}
`,
    );
  });

  it('takes the parameters of cxx for what cxx makes of them', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    struct Point { x: f64, y: f64 }
    unsafe extern "C++" {
        include!("plot.h");
        type Plot;
        fn add(self: Pin<&mut Plot>, name: &str, points: &[Point], at: Point, color: String, next: UniquePtr<Plot>);
        fn zoom(self: Pin<&mut Plot>, factor: f32);
        //                            ^^^^^^^^^^^ error: C++ takes \`double\` for \`factor\`, Rust declares \`f32\`: a floating-point number of 8 bytes in C++, a floating-point number of 4 bytes in Rust
    }
}
//- include/plot.h
#include <memory>
#include "rust/cxx.h"
struct Point;
class Plot {
public:
  void add(rust::Str name, rust::Slice<const Point> points, Point at, rust::String color, std::unique_ptr<Plot> next);
  void zoom(double factor);
};
`));
});
