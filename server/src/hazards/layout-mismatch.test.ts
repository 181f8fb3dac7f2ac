import { describe, it } from 'vitest';
import page from './layout-mismatch.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

/** A record whose members the build decides. */
const UNKNOWN_CALLBACKS = `struct Callbacks {
  void *payload;
#ifdef MORE_CALLBACKS
  void (*progress)(void);
#endif
};
#ifndef MORE_CALLBACKS
#define MORE_CALLBACKS
#endif`;

describe('layout-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'layout-mismatch'));

  it('is quiet about padding, implied or spelt out on either side', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct A { a: u8, b: u32 }
#[repr(C)]
pub struct B { a: u8, _pad: [u8; 3], b: u32 }
#[repr(C)]
pub struct C { a: u8, b: u32 }
#[repr(C)]
pub struct D { a: u8, b: u32, _marker: std::marker::PhantomData<u8> }
extern "C" {
    fn all(a: &A, b: &B, c: &C, d: &D);
}
//- include/padding.h
#include <cstdint>
struct A { uint8_t a; uint32_t b; };
struct B { uint8_t a; uint32_t b; };
struct C { uint8_t a; uint8_t reserved[3]; uint32_t b; };
struct D { uint8_t a; uint32_t b; };
extern "C" void all(const A *a, const B *b, const C *c, const D *d);
`));

  it('is quiet about a member whose padding holds the next one', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C, align(4))]
pub struct Outer { inner: [u8; 5], last: u8 }
extern "C" {
    fn all(outer: &Outer);
}
//- include/outer.h
struct Inner {
  ~Inner();
  int number;
  char letter;
};
struct Outer {
  [[no_unique_address]] Inner inner;
  unsigned char last;
};
extern "C" void all(const Outer *outer);
`));

  it('finds a field of the other side in the padding', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Options {
//         ^^^^^^^ error: \`Options\` differs from C++: C++ has a field \`strict\` that Rust lacks
    pub level: u32,
    pub verbose: bool,
}
extern "C" {
    fn configure(options: &Options);
}
//- include/options.h
struct Options {
  unsigned level;
  bool verbose;
  bool strict;
  //   ^^^^^^ related: \`strict\` is declared here
};
extern "C" void configure(const Options *options);
`));

  it('computes the constants of array lengths on both sides', () =>
    check(`
//- src/ffi.rs
const COLUMNS: usize = 4;
const NAME: usize = COLUMNS * 8;
#[repr(C)]
pub struct Table { name: [u8; NAME], ids: [[u16; COLUMNS]; 2] }
#[repr(C)]
pub struct Row { name: [u8; NAME + 1], id: u8 }
//                     ^^^^^^^^^^^^^^ error: \`name\` at offset 0 is 33 bytes in Rust (\`[u8; NAME + 1]\`), 32 bytes in C++ (\`char[kName]\`)
extern "C" {
    fn all(table: &Table, row: &Row);
}
//- include/table.h
#include <cstdint>
constexpr int kRows = 2;
static const int kName = 8 << 2;
enum { COLUMNS = 4 };
struct Table { char name[kName]; uint16_t ids[kRows][COLUMNS]; };
struct Row { char name[kName]; uint8_t id; };
extern "C" void all(const Table *table, const Row *row);
`));

  it('compares what has no partner field by field as a whole: bit-fields, unions, tables and bases', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Flags { bits: u32 }
#[repr(C)]
pub struct Short { bits: u8 }
//         ^^^^^ error: \`Short\` differs from C++: it takes 1 byte in Rust, 4 bytes in C++
#[repr(C)]
pub union Word { number: u64, bytes: [u8; 8] }
#[repr(C)]
pub union Long { number: u64, bytes: [u8; 12] }
//        ^^^^ error: \`Long\` differs from C++: it takes 16 bytes in Rust, 8 bytes in C++
#[repr(C)]
pub struct Shape { table: *const u8, sides: u64 }
#[repr(C)]
pub struct Solid { table: *const u8, sides: [u64; 2] }
//         ^^^^^ error: \`Solid\` differs from C++: it takes 24 bytes in Rust, 16 bytes in C++
#[repr(C)]
pub struct Derived { base: u64, own: u32 }
#[repr(C)]
pub struct Event { tag: u32, payload: [u8; 4] }
//         ^^^^^ error: \`Event\` differs from C++: it takes 8 bytes in Rust, 16 bytes in C++
extern "C" {
    fn all(flags: &Flags, short: &Short, word: &Word, long: &Long, shape: &Shape, solid: &Solid, derived: &Derived, event: &Event);
}
//- include/wholes.h
#include <cstdint>
struct Flags { unsigned x : 3; unsigned y : 20; };
struct Short { unsigned x : 3; unsigned y : 20; };
union Word { uint64_t number; uint8_t bytes[8]; };
union Long { uint64_t number; uint8_t bytes[8]; };
struct Shape { virtual ~Shape(); uint32_t sides; };
struct Solid { virtual ~Solid(); uint32_t sides; };
struct Base { uint64_t b; };
struct Derived : Base { uint32_t own; };
struct Event { unsigned tag; union { long number; double ratio; }; };
extern "C" void all(const Flags *flags, const Short *small, const Word *word, const Long *large, const Shape *shape, const Solid *solid, const Derived *derived, const Event *event);
`));

  it('lays out generics, enums and pointers in Option', () =>
    check(`
//- src/ffi.rs
use std::ptr::NonNull;
#[repr(C)]
pub struct Slice<T> { data: *const T, length: usize }
#[repr(u8)]
pub enum Kind { A, B }
#[repr(C)]
pub struct Right { kind: Kind, items: Slice<u8>, hook: Option<extern "C" fn()>, next: Option<NonNull<u8>> }
#[repr(C)]
pub struct Wrong { kind: Kind, count: u8 }
//                       ^^^^ error: \`kind\` at offset 0 is 1 byte in Rust (\`Kind\`), 4 bytes in C++ (\`Plain\`)
extern "C" {
    fn all(right: &Right, wrong: &Wrong);
}
//- include/kinds.h
#include <cstddef>
#include <cstdint>
enum class Kind : uint8_t { A, B };
enum Plain { P };
template <class T> struct Slice { const T *data; size_t length; };
struct Right { Kind kind; Slice<uint8_t> items; void (*hook)(); void *next; };
struct Wrong { Plain kind; uint8_t count; };
extern "C" void all(const Right *right, const Wrong *wrong);
`));

  it('says on which target layouts differ', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Stamp { zone: u32, when: i64 }
//         ^^^^^ error: \`Stamp\` differs from C++: \`when\` is at offset 8 in Rust, 4 in C++ (on x86_64-pc-windows-msvc)
extern "C" {
    fn stamp(stamp: &Stamp);
}
//- include/stamp.h
struct Stamp { unsigned zone; long when; };
extern "C" void stamp(const Stamp *stamp);
`,
      { targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] },
    ));

  it('proves nothing from conditions, or from a name that is not found', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Config { a: u32, #[cfg(feature = "b")] b: u32 }
#[repr(C)]
pub struct Build { a: u32 }
#[repr(C)]
pub struct Vendor { a: u32 }
extern "C" {
    fn all(config: &Config, build: &Build, vendor: &Vendor);
}
//- include/config.h
struct Config { unsigned a; };
struct Build {
  unsigned a;
#ifdef EXTRA
  unsigned extra;
#endif
};
struct Vendor { vendor_t a; };
extern "C" void all(const Config *config, const Build *build, const Vendor *vendor);
`));

  it('takes a blob of bytes for what it is: a size', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Blob { bytes: [u64; 2] }
#[repr(C)]
pub struct Small { bytes: [u64; 1] }
//         ^^^^^ error: \`Small\` differs from C++: it takes 8 bytes in Rust, 16 bytes in C++
extern "C" {
    fn all(blob: &Blob, small: &Small);
}
//- include/blob.h
struct Blob { void *a; unsigned b; unsigned c; };
struct Small { void *a; unsigned b; unsigned c; };
extern "C" void all(const Blob *blob, const Small *small);
`));

  it('is quiet about a flexible array member, mirrored or left out', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Mirrored { len: u32, kind: u32, data: [u8; 0] }
#[repr(C)]
pub struct Header { len: u32, kind: u32 }
#[repr(C)]
pub struct Old { len: u32, kind: u32 }
extern "C" {
    fn all(mirrored: &Mirrored, header: &Header, old: &Old);
}
//- include/message.h
struct Mirrored { unsigned len; unsigned kind; unsigned char data[]; };
struct Header { unsigned len; unsigned kind; unsigned char data[]; };
struct Old { unsigned len; unsigned kind; int data[0]; };
extern "C" void all(const Mirrored *mirrored, const Header *header, const Old *old);
`));

  it('puts the fields into the order of C++', async () => {
    const workspace = await check(`
//- src/ffi.rs
#[repr(C)]
pub struct Pair {
//         ^^^^ error: \`Pair\` differs from C++: \`wide\` is at offset 0 in Rust, 8 in C++
    pub wide: u64,
    pub narrow: u32,
}
extern "C" {
    fn pair(pair: &Pair);
}
//- include/pair.h
struct Pair { unsigned narrow; unsigned long wide; };
extern "C" void pair(const Pair *pair);
`);
    await checkRemedy(
      workspace,
      'Take the order of the C++ fields',
      `
//- src/ffi.rs
#[repr(C)]
pub struct Pair {
    pub narrow: u32,
    pub wide: u64,
}
extern "C" {
    fn pair(pair: &Pair);
}
`,
    );
  });

  it('finds a field that one side lacks where the size of another is not known', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Options {
//         ^^^^^^^ error: \`Options\` differs from C++: C++ has a field \`headers\` that Rust lacks
    version: u32,
    callbacks: [usize; 3],
    flags: u32,
}
#[repr(C)]
pub struct Older {
//         ^^^^^ error: \`Older\` differs from C++: C++ has no field \`gone\`
    version: u32,
    callbacks: [usize; 3],
    gone: u32,
}
extern "C" {
    fn all(options: &Options, older: &Older);
}
//- include/options.h
${UNKNOWN_CALLBACKS}
struct Options { unsigned version; struct Callbacks callbacks; unsigned flags; char *headers; };
struct Older { unsigned version; struct Callbacks callbacks; };
extern "C" void all(const Options *options, const Older *older);
`));

  it('proves nothing from names where they are not the same, or not all of the record', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Renamed { version: u32, hooks: [usize; 3] }
#[repr(C)]
pub struct Reserved { version: u32, callbacks: [usize; 3] }
#[repr(C)]
pub struct Based { callbacks: [usize; 3], flags: u32 }
#[repr(C)]
pub struct Flexible { version: u32, callbacks: [usize; 3] }
#[repr(C)]
pub struct Turned { flags: u32, callbacks: [usize; 3] }
extern "C" {
    fn all(a: &Renamed, b: &Reserved, c: &Based, d: &Flexible, e: &Turned);
}
//- include/options.h
${UNKNOWN_CALLBACKS}
struct Base { unsigned version; };
struct Renamed { unsigned version; struct Callbacks callbacks; unsigned flags; };
struct Reserved { unsigned version; struct Callbacks callbacks; void *reserved; };
struct Based : Base { struct Callbacks callbacks; unsigned flags; char last; };
struct Flexible { unsigned version; struct Callbacks callbacks; char data[]; };
struct Turned { struct Callbacks callbacks; unsigned flags; char last; };
extern "C" void all(const Renamed *a, const Reserved *b, const Based *c, const Flexible *d, const Turned *e);
`));
});

it('is quiet where a pointer to one record is declared as a pointer to another', async () => {
  await checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Object {
    pub references: usize,
    pub class: *const u8,
}
extern "C" {
    fn window_close(object: *mut Object);
}
//- include/window.h
struct Window {
  unsigned long references;
  const void *type;
  int width;
  int height;
};
extern "C" void window_close(Window *window);
`);
});

it('holds records of different names to each other where their fields say that they mirror', async () => {
  await check(`
//- src/ffi.rs
#[repr(C)]
pub struct Extent {
    pub width: u32,
    //         ^^^ error: \`width\` at offset 0 is 4 bytes in Rust (\`u32\`), 8 bytes in C++ (\`unsigned long\`)
    pub height: u32,
}
extern "C" {
    fn window_resize(size: *const Extent);
}
//- include/window.h
struct WindowSize {
  unsigned long width;
  unsigned long height;
};
extern "C" void window_resize(const WindowSize *size);
`);
});

it('is quiet where a macro may declare a member, pack or align', () =>
  checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Entry { pub name: *const u8, pub next: *mut Entry, pub previous: *mut *mut Entry }
#[repr(C)]
pub struct Iterator { pub backend: *mut i32, pub next: *const u8, pub free: *const u8 }
#[repr(C, align(16))]
pub struct State { pub opaque: [u8; 256] }
#[repr(C, packed)]
pub struct Header { pub kind: u8, pub length: u32 }
#[repr(C)]
pub struct Stream { pub input: *mut u8, pub seed: i32, pub position: i32, pub left: u32 }
#[repr(C)]
pub struct Object { pub count: i32, pub size: i64, pub own: i32 }
extern "C" {
    fn use_all(entry: *mut Entry, iterator: *mut Iterator, state: *mut State, header: *mut Header, stream: *mut Stream, object: *mut Object);
}
//- include/all.h
#include "macros.h"
struct Entry { const char *name; /* of the list */ TAILQ_ENTRY(Entry) entries; };
struct Iterator { int *backend; int GIT_CALLBACK(next)(int **entry); void GIT_CALLBACK(free)(void); };
typedef struct CRYPTO_ALIGN(16) State { unsigned char opaque[256]; } State;
struct Header { unsigned char kind; unsigned length; } PACKED;
#define RANDOM_FIELDS int seed; int position
struct Stream { unsigned char *input; RANDOM_FIELDS; unsigned left; };
#define COMMON_HEAD int count; long size;
struct Object { COMMON_HEAD int own; };
extern "C" void use_all(struct Entry *entry, struct Iterator *iterator, State *state, struct Header *header, struct Stream *stream, struct Object *object);
`));

it('looks behind a pointer to void, which has a size', () =>
  check(`
//- src/ffi.rs
use std::ffi::c_void;
#[repr(C)]
pub struct Payload {
    //     ^^^^^^^ error: \`Payload\` differs from C++: \`data\` is at offset 0 in Rust, 8 in C++
    pub data: *const c_void,
    pub size: u64,
}
extern "C" {
    fn take(payload: *const Payload);
}
//- include/payload.h
struct Payload { unsigned long size; const void *data; };
extern "C" void take(const Payload *payload);
`));

it('is quiet about a handle that Rust makes of c_void', () =>
  checkQuiet(`
//- src/ffi.rs
use libc::c_void;
#[repr(C)]
pub struct SstFileReader(c_void);
extern "C" {
    fn sst_file_reader_close(reader: *mut SstFileReader);
}
//- include/sst.h
struct sst_file_reader_t { void *rep; };
extern "C" void sst_file_reader_close(struct sst_file_reader_t *reader);
`));

it('takes the definition that Rust agrees with where two headers have one each', () =>
  checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Syntax { pub op: u32, pub options: u32, pub table: u64 }
extern "C" {
    fn syntax_set(syntax: *mut Syntax);
    fn syntax_get(syntax: *mut Syntax);
}
//- include/full.h
typedef struct { unsigned op; unsigned options; unsigned long table; } Syntax;
extern "C" void syntax_set(Syntax *syntax);
//- include/posix.h
#ifndef FULL_H
typedef struct { unsigned op; unsigned options; } Syntax;
#endif
extern "C" void syntax_get(Syntax *syntax);
`));
