import { describe, expect, it } from 'vitest';
import page from './polymorphic-mirror.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('polymorphic-mirror', () => {
  it('is what its page says', () => checkPage(page, 'polymorphic-mirror'));

  it('names what brings the table: a function, an override, a virtual base', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Pure { id: u32 }
//         ^^^^ error: \`Pure\` mirrors fields of C++ without their table pointer: at offset 0 C++ has a pointer of 8 bytes to the table of virtual functions, where Rust has \`id\`, because \`io::Pure::read\` is virtual
#[repr(C)]
pub struct Joined { id: u64, extra: u64 }
//         ^^^^^^ error: \`Joined\` mirrors fields of C++ without their table pointer: at offset 0 C++ has a pointer of 8 bytes to the table of virtual functions, where Rust has \`id\`, because \`Joined\` has a virtual base
#[repr(C)]
pub struct Second { first: u64, id: u64 }
//         ^^^^^^ error: \`Second\` mirrors fields of C++ without their table pointer: at offset 0 C++ has a pointer of 8 bytes to the table of virtual functions, where Rust has \`first\`, because \`io::Pure::read\` is virtual
extern "C" { fn all(pure: &mut Pure, joined: &mut Joined, second: &mut Second); }
//- include/all.hpp
namespace io { struct Pure { virtual int read() = 0; unsigned id; }; }
struct Root { unsigned long id; };
struct Joined : virtual Root { unsigned long extra; };
//              ^^^^^^^^^^^^ related: \`Joined\` has a virtual base
struct Plain { unsigned long first; };
struct Second : Plain, io::Pure { unsigned long own; };
extern "C" void all(io::Pure *pure, Joined *joined, Second *second);
`));

  it('knows a mirror with the table, by itself or in the record that stands for the base', () =>
    checkQuiet(`
//- src/ffi.rs
use std::ffi::c_void;
#[repr(C)]
pub struct BaseVtable(c_void);
#[repr(C)]
pub struct Base { vtable_: *const BaseVtable, id: u64 }
#[repr(C)]
pub struct Derived { _base: Base, own: u64 }
#[repr(C)]
pub struct Opened { table: usize, id: u64 }
#[repr(C)]
pub struct Kept { __bytes: [std::mem::MaybeUninit<u8>; 8], id: u64 }
extern "C" { fn all(base: &Base, derived: &Derived, opened: &Opened, kept: &Kept); }
//- include/base.hpp
struct Base { virtual ~Base(); unsigned long id; };
struct Derived : Base { unsigned long own; };
struct Opened { virtual ~Opened(); unsigned long id; };
struct Kept { virtual ~Kept(); unsigned long id; };
extern "C" void all(const Base *base, const Derived *derived, const Opened *opened, const Kept *kept);
`));

  it('is quiet where the class has no table, or is not known', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Plain { id: u64 }
#[repr(C)]
pub struct Child { id: u64 }
#[repr(C)]
pub struct Handle { inner: u64 }
extern "C" { fn all(plain: &Plain, child: &Child, handle: *mut Handle); }
//- include/plain.hpp
#include <vendor/base.h>
struct Plain { void draw(); static void make(); unsigned long id; };
struct Child : vendor::Base { unsigned long id; };
struct Unrelated { virtual ~Unrelated(); int a; int b; };
extern "C" void all(const Plain *plain, const Child *child, Unrelated *handle);
`));

  it('makes nothing opaque that crosses by value', async () => {
    const workspace = await check(`
//- src/ffi.rs
#[repr(C)]
pub struct Inner { id: u64 }
//         ^^^^^ error: \`Inner\` mirrors fields of C++ without their table pointer: at offset 0 C++ has a pointer of 8 bytes to the table of virtual functions, where Rust has \`id\`, because \`Inner::run\` is virtual
#[repr(C)]
pub struct Outer { inner: Inner, last: u32 }
extern "C" { fn outer(outer: &mut Outer); }
//- include/outer.hpp
struct Inner { virtual void run(); unsigned long id; };
struct Outer { Inner inner; unsigned last; };
extern "C" void outer(Outer *outer);
`);
    const { findings } = await workspace.check();
    expect(findings.flatMap(({ remedies }) => remedies)).toEqual([]);
  });
});
