import { describe, it } from 'vitest';
import page from './missing-destructor.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('missing-destructor', () => {
  it('is what its page says', () => checkPage(page, 'missing-destructor'));

  it('is one finding for all functions that make one, in other habits, too', () =>
    check(`
//- src/ffi.rs
#[repr(C)] pub struct Lamp { _private: [u8; 0] }
#[repr(C)] pub struct Bulb { _private: [u8; 0] }
unsafe extern "C" {
    fn LampCreate() -> *mut Lamp;
    // ^^^^^^^^^^ warning: \`LampCreate\` returns a \`Lamp *\` that \`LampDestroy\` destroys, and Rust declares neither that nor any other function that may take it over: each one leaks. Declare \`LampDestroy\`, and call it in \`Drop\` of the type that owns the pointer
    fn LampOpen(path: *const u8) -> *mut Lamp;
    // ^^^^^^^^ related: \`LampOpen\` returns one, too
    fn LampDim(lamp: *mut Lamp);
    fn new_bulb() -> Option<std::ptr::NonNull<Bulb>>;
    // ^^^^^^^^ warning: \`new_bulb\` returns a \`struct bulb *\` that \`delete_bulb\` destroys, and Rust declares neither that nor any other function that may take it over: each one leaks. Declare \`delete_bulb\`, and call it in \`Drop\` of the type that owns the pointer
}
//- lamp.h
#include <stdint.h>
struct Lamp;
struct bulb { uint32_t watts; };
extern "C" {
Lamp *LampCreate();
Lamp *LampOpen(const uint8_t *path);
void LampDim(Lamp *lamp);
int LampDestroy(Lamp *lamp);
struct bulb *new_bulb(void);
void delete_bulb(struct bulb *bulb);
}
`));

  it('is quiet about destroyers of other types, what returns others’ objects, and what may be given away', () =>
    checkQuiet(`
//- src/ffi.rs
use std::ffi::c_void;
#[repr(C)] pub struct Lamp { _private: [u8; 0] }
#[repr(C)] pub struct Bulb { _private: [u8; 0] }
#[repr(C)] pub struct Fuse { _private: [u8; 0] }
#[repr(C)] pub struct Wire { _private: [u8; 0] }
#[repr(C)] pub struct Plug { _private: [u8; 0] }
unsafe extern "C" {
    fn lamp_new() -> *mut Lamp;
    fn bulb_get() -> *mut Bulb;
    fn fuse_new() -> *mut Fuse;
    fn fuse_close(fuse: *mut *mut Fuse);
    fn wire_new() -> *const Wire;
    fn plug_new() -> *mut Plug;
    #[link_name = "plug_free"]
    fn let_plug_go(plug: *mut Plug);
}
//- lamp.h
struct Lamp; struct Bulb; struct Fuse; struct Wire; struct Plug;
extern "C" {
Lamp *lamp_new(void);
void lamp_free(Bulb *bulb);
void lamp_close(Lamp *lamp, int how);
Bulb *bulb_get(void);
void bulb_free(Bulb *bulb);
Fuse *fuse_new(void);
void fuse_free(Fuse *fuse);
void fuse_close(Fuse **fuse);
const Wire *wire_new(void);
void wire_free(Wire *wire);
Plug *plug_new(void);
void plug_free(Plug *plug);
}
`));

  it('knows that memory of malloc is another matter, and words by their ends', () =>
    check(`
//- src/ffi.rs
use std::ffi::c_void;
#[repr(C)] pub struct Lamp { _private: [u8; 0] }
unsafe extern "C" {
    fn lamp_new() -> *mut Lamp;
    // ^^^^^^^^ warning: \`lamp_new\` returns a \`Lamp *\` that \`lamp_free\` destroys, and Rust declares neither that nor any other function that may take it over: each one leaks. Declare \`lamp_free\`, and call it in \`Drop\` of the type that owns the pointer
    fn lamp_input(lamp: *mut Lamp) -> u32;
    fn memory_free(memory: *mut c_void);
}
//- lamp.h
#include <stdint.h>
struct Lamp;
extern "C" {
Lamp *lamp_new(void);
uint32_t lamp_input(Lamp *lamp);
void lamp_free(Lamp *lamp);
void memory_free(void *memory);
}
`));

  it('is quiet where what is bound counts owners of any object', () =>
    checkQuiet(`
//- src/ffi.rs
use std::ffi::c_void;
#[repr(C)] pub struct Lamp { _private: [u8; 0] }
unsafe extern "C" {
    fn lamp_new() -> *mut Lamp;
    fn object_release(object: *mut c_void);
}
//- lamp.h
struct Lamp;
extern "C" {
Lamp *lamp_new(void);
void lamp_free(Lamp *lamp);
void object_release(void *object);
}
`));
});
