import { describe, it } from 'vitest';
import page from './pointee-mismatch.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('pointee-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'pointee-mismatch'));

  it('looks one pointer further, and sees a pointer too many', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Item { id: u64, next: *mut Item }
extern "C" {
    fn lists(counts: *mut *mut u32, item: *mut *mut Item, flag: *mut bool);
    //       ^^^^^^^^^^^^^^^^^^^^^ warning: C++ takes \`unsigned long **\` for \`counts\`, Rust declares \`*mut *mut u32\`: it points to an integer of 8 bytes in C++, to an integer of 4 bytes in Rust
    //                              ^^^^^^^^^^^^^^^^^^^^ warning: C++ takes \`Item *\` for \`item\`, Rust declares \`*mut *mut Item\`: it points to the record in C++, to a pointer in Rust
    //                                                    ^^^^^^^^^^^^^^^ warning: C++ takes \`int *\` for \`flag\`, Rust declares \`*mut bool\`: it points to an integer of 4 bytes in C++, to an integer of 1 byte in Rust
}
//- include/lists.h
struct Item { unsigned long id; Item *next; };
extern "C" void lists(unsigned long **counts, Item *item, int *flag);
`));

  it('sees two records that have nothing in common', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct SfntName { platform: u16, encoding: u16, string: *mut u8, length: u32 }
extern "C" {
    fn get_language(tag: *mut SfntName);
    //              ^^^^^^^^^^^^^^^^^^ warning: C++ takes \`LangTag *\` for \`tag\`, Rust declares \`*mut SfntName\`: it points to \`LangTag\` of 16 bytes in C++, to \`SfntName\` of 24 bytes in Rust
}
//- include/names.h
struct LangTag { unsigned char *text; unsigned count; };
extern "C" void get_language(LangTag *tag);
`));

  it('is quiet about handles, what begins alike and what is not defined', () =>
    checkQuiet(`
//- src/ffi.rs
use std::ffi::c_void;
#[repr(C)]
pub struct Database(c_void);
#[repr(C)]
pub struct Token { value: u64 }
#[repr(C)]
pub struct Object { references: u64, kind: u64 }
#[repr(C)]
pub struct Extended { object: Object, extra: u64 }
extern "C" {
    fn open(database: *mut Database, token: *mut Token, object: *mut Object, extended: *mut Extended, absent: *mut Object);
}
//- include/open.h
struct db_t { void *implementation; int a; };
struct Session { int a, b, c; };
struct Window { unsigned long references; int width; int height; int depth; };
struct Base { int flags; };
struct Absent;
extern "C" void open(db_t *database, Session *token, Window *object, Base *extended, Absent *absent);
`));
});
