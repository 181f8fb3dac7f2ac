import { describe, it } from 'vitest';
import page from './missing-repr-c.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

describe('missing-repr-c', () => {
  it('is what its page says', () => checkPage(page, 'missing-repr-c'));

  it('knows the ways to write an opaque type', () =>
    checkQuiet(`
//- src/ffi.rs
use std::marker::{PhantomData, PhantomPinned};
pub struct A { _private: [u8; 0] }
pub struct B { _data: (), _marker: PhantomData<(*mut u8, PhantomPinned)> }
pub struct C;
pub enum D {}
pub struct E { _data: [u8; 0], _marker: PhantomPinned }
pub struct F(());
extern "C" {
    fn all(a: *mut A, b: *mut B, c: *mut C, d: *mut D, e: *mut E, f: *mut F);
}
//- include/opaque.h
struct A { int x; };
struct B { int x; };
struct C { int x; };
struct D { int x; };
struct E { int x; };
struct F { int x; };
extern "C" void all(A *a, B *b, C *c, D *d, E *e, F *f);
`));

  it('is quiet about handles that C++ gives methods only', () =>
    checkQuiet(`
//- src/lib.rs
pub struct Formatter<'a> { writer: &'a mut Vec<u8>, incomplete: u32 }
#[no_mangle]
pub unsafe extern "C" fn formatter_write(formatter: *mut Formatter<'_>, data: u8) -> bool { true }
//- include/formatter.h
struct Formatter;
extern "C" bool formatter_write(Formatter *formatter, unsigned char data);
struct Formatter {
  Formatter() = delete;
  Formatter(const Formatter &) = delete;
  bool write(unsigned char data) { return formatter_write(this, data); }
};
`));

  it('is quiet about handles that C++ cannot look into', () =>
    checkQuiet(`
//- src/lib.rs
pub struct Engine { parts: Vec<u8>, running: bool }
#[no_mangle]
pub extern "C" fn engine_new() -> *mut Engine { todo!() }
#[no_mangle]
pub extern "C" fn engine_run(engine: &mut Engine, other: Option<&Engine>) {}
#[no_mangle]
pub unsafe extern "C" fn engine_free(engine: Box<Engine>) {}
//- include/engine.h
typedef struct Engine Engine;
extern "C" {
Engine *engine_new();
void engine_run(Engine *engine, const Engine *other);
void engine_free(Engine *);
}
//- include/engine.hpp
#include "engine.h"
namespace app {
class Engine {
  ::Engine *handle;
  int calls;
public:
  Engine() : handle(engine_new()) {}
  ~Engine() { engine_free(handle); }
};
}
`));

  it('takes the item of the crate that a path names, not the only one that was read', () =>
    checkQuiet(`
//- crates/api/src/lib.rs
use runtime::Tag;
#[no_mangle]
pub unsafe extern "C" fn tag_eq(a: &Tag, b: &Tag) -> bool { true }
#[no_mangle]
pub unsafe extern "C" fn module_eq(a: &environment::Module, b: &environment::Module) -> bool { true }
//- crates/environment/src/types.rs
pub struct Tag { signature: u32, exception: u32 }
#[repr(C)]
pub struct Module { id: u32 }
//- crates/runtime/src/externals/tag.rs
use environment::Module;
#[repr(C)]
pub struct Tag { store: u64, index: u32 }
//- include/tag.h
#include <stdint.h>
typedef struct tag { uint64_t store; uint32_t index; } tag_t;
typedef struct module { uint32_t id; } module_t;
bool tag_eq(const tag_t *a, const tag_t *b);
bool module_eq(const module_t *a, const module_t *b);
`));

  it('knows a record by its name behind the prefix that C gives it', () =>
    check(`
//- src/ffi.rs
pub struct TransportParams { timeout: u64, migration: bool }
//         ^^^^^^^^^^^^^^^ error: \`TransportParams\` crosses behind a pointer and has Rust layout, whose size and order of fields rustc may choose
pub struct Connection { paths: Vec<u8>, open: bool }
#[no_mangle]
pub extern "C" fn quiche_conn_params(conn: &Connection, out: &mut TransportParams) {}
//- include/quiche.h
#include <stdint.h>
#include <stdbool.h>
typedef struct quiche_conn { void *handle; } quiche_conn;
typedef struct { uint64_t peer_timeout; bool peer_migration; } quiche_transport_params;
void quiche_conn_params(const quiche_conn *conn, quiche_transport_params *out);
`));

  it('finds unions and tuple structs', () =>
    check(`
//- src/ffi.rs
pub union Value { i: i32, f: f32 }
//        ^^^^^ error: \`Value\` crosses by value and has Rust layout, whose size and order of fields rustc may choose
pub struct Meters(f64);
//         ^^^^^^ error: \`Meters\` crosses by value and has Rust layout, whose size and order of fields rustc may choose
pub struct Pair(u8, u32);
//         ^^^^ error: \`Pair\` crosses behind a pointer and has Rust layout, whose size and order of fields rustc may choose
extern "C" {
    fn all(value: Value, meters: Meters, pair: &Pair);
}
//- include/values.h
union Value { int i; float f; };
struct Meters { double value; };
struct Pair { unsigned char a; unsigned b; };
extern "C" void all(Value value, Meters meters, const Pair *pair);
`));

  it('tells the representations that fix the order from those that do not', () =>
    check(`
//- src/ffi.rs
#[repr(packed)]
pub struct Packed { a: u8, b: u32 }
//         ^^^^^^ error: \`Packed\` crosses behind a pointer and has Rust layout, whose size and order of fields rustc may choose
#[repr(align(8))]
pub struct Aligned { a: u8, b: u32 }
//         ^^^^^^^ error: \`Aligned\` crosses behind a pointer and has Rust layout, whose size and order of fields rustc may choose
#[cfg_attr(feature = "ffi", repr(C))]
pub struct Depends { a: u8, b: u32 }
#[repr(transparent)]
pub struct Same { a: u32 }
#[repr(C, packed)]
pub struct Both { a: u8, b: u32 }
extern "C" {
    fn all(packed: &Packed, aligned: &Aligned, depends: &Depends, same: &Same, both: &Both);
}
//- include/all.h
struct __attribute__((packed)) Packed { unsigned char a; unsigned b; };
struct alignas(8) Aligned { unsigned char a; unsigned b; };
struct Depends { unsigned char a; unsigned b; };
struct Same { unsigned a; };
struct __attribute__((packed)) Both { unsigned char a; unsigned b; };
extern "C" void all(const Packed *packed, const Aligned *aligned, const Depends *depends, const Same *same, const Both *both);
`));

  it('finds a type that crosses as a field of another', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Outer { head: u32, inner: Inner }
//                            ^^^^^ related: the field \`inner\` of \`Outer\`
pub struct Inner { a: u8, b: u32, c: u8 }
//         ^^^^^ error: \`Inner\` crosses behind a pointer and has Rust layout, whose size and order of fields rustc may choose
extern "C" {
    fn walk(outer: *const Outer);
}
//- include/walk.h
#include <cstdint>
struct Inner { uint8_t a; uint32_t b; uint8_t c; };
struct Outer { uint32_t head; Inner inner; };
extern "C" void walk(const Outer *outer);
`));

  it('leaves types of a bridge to cxx', () =>
    checkQuiet(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    struct Shared { a: u8, b: u32, c: u8 }
    unsafe extern "C++" {
        include!("shared.h");
        type Holder;
        fn take(self: Pin<&mut Holder>, shared: Shared);
    }
}
//- include/shared.h
struct Shared;
class Holder {
public:
  void take(Shared shared);
};
`));

  it('indents the attribute in a module', async () => {
    const workspace = await check(`
//- src/ffi.rs
mod deep {
    /// A point.
    pub struct Point { pub x: f32, pub y: f32 }
    //         ^^^^^ error: \`Point\` crosses by value and has Rust layout, whose size and order of fields rustc may choose
    extern "C" {
        fn mark(point: Point);
    }
}
//- include/mark.h
struct Point { float x, y; };
extern "C" void mark(Point point);
`);
    await checkRemedy(
      workspace,
      'Add `#[repr(C)]`',
      `
//- src/ffi.rs
mod deep {
    /// A point.
    #[repr(C)]
    pub struct Point { pub x: f32, pub y: f32 }
    extern "C" {
        fn mark(point: Point);
    }
}
`,
    );
  });

  it('is quiet about a handle whose name some other program gives to a class of its own', () =>
    checkQuiet(`
//- crates/engine/src/ffi.rs
pub struct Engine { name: String, parts: Vec<u8> }
#[no_mangle]
pub extern "C" fn engine_new() -> *mut Engine { loop {} }
//- crates/engine/include/engine.h
struct Engine;
extern "C" Engine *engine_new(void);
//- other/engine.hpp
struct Engine { int x; float y; };
`));

  it('finds a class whose definition includes the header that declares it', () =>
    check(`
//- src/ffi.rs
pub struct Engine { x: i32, y: f32 }
//         ^^^^^^ error: \`Engine\` crosses behind a pointer and has Rust layout, whose size and order of fields rustc may choose
extern "C" { fn engine_new() -> *mut Engine; }
//- include/engine.h
struct Engine;
extern "C" Engine *engine_new(void);
//- src/engine_parts.hpp
#include "engine.h"
struct Engine { int x; float y; };
`));

  it('is quiet about the classes that Crubit generates from what rustc told it', () =>
    checkQuiet(`
//- src/api_impl.rs
pub struct Point { pub x: i32, pub y: i32 }
#[unsafe(no_mangle)]
unsafe extern "C" fn __crubit_thunk_length(point: &Point) -> i32 { 0 }
//- include/api.h
struct alignas(4) Point final { union { int x; }; union { int y; }; };
extern "C" int __crubit_thunk_length(Point const *);
`));

  it('is no quieter about one that somebody wrote', () =>
    check(`
//- src/api_impl.rs
pub struct Point { pub x: i32, pub y: i32 }
//         ^^^^^ error: \`Point\` crosses behind a pointer and has Rust layout, whose size and order of fields rustc may choose
#[unsafe(no_mangle)]
unsafe extern "C" fn point_length(point: &Point) -> i32 { 0 }
//- include/api.h
struct alignas(4) Point final { union { int x; }; union { int y; }; };
extern "C" int point_length(Point const *);
`));
});
