import { describe, it } from 'vitest';
import page from './unsafe-send-sync.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('unsafe-send-sync', () => {
  it('is what its page says', () => checkPage(page, 'unsafe-send-sync'));

  it('knows stand-ins without variants, in other modules, behind `NonNull`', () =>
    check(`
//- src/ffi.rs
pub mod sys {
    pub enum database {}
    extern "C" { pub fn database_close(database: *mut database); }
}
pub struct Other;
mod handle {
    use std::ptr::NonNull;
    pub struct Database { raw: Option<NonNull<crate::ffi::sys::database>> }

    unsafe impl Send for Database {}
  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: \`Database\` is \`Send\` although \`raw\` points to a \`database\` of C++, so that another thread may call C++ with the object, and nothing says that C++ allows it: say why in a \`// SAFETY:\` comment, or leave it out
}
//- include/database.h
struct database;
extern "C" void database_close(database *);
`));

  it('is quiet about explanations in any place, negative claims and records that Rust looks into', () =>
    checkQuiet(`
//- src/ffi.rs
pub enum database {}
#[repr(C)] pub struct Size { width: u32 }
extern "C" {
    fn database_close(database: *mut database);
    fn size_of_window(size: *mut Size);
}
pub struct Inside(*mut database);
unsafe impl Send for Inside {
    // The library locks.
}
pub struct Behind(*mut database);
unsafe impl Send for Behind {} // the library locks
/* The library locks. */
#[cfg(unix)]
unsafe impl Send for Above {}

unsafe impl Sync for Above {}
pub struct Above(*mut database);
/// May be shared between threads.
#[derive(Debug)]
pub struct Shared(*mut database);
pub struct Never(*mut database);
unsafe impl Send for Shared {}
impl !Send for Never {}
pub struct Plain(*mut Size);
unsafe impl Send for Plain {}
//- include/database.h
struct database;
struct Size { unsigned width; };
extern "C" void database_close(database *);
extern "C" void size_of_window(Size *size);
`));
});
