import { describe, it } from 'vitest';
import page from './callback-abi.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('callback-abi', () => {
  it('is what its page says', () => checkPage(page, 'callback-abi'));

  it('compares conventions on the target', () =>
    check(
      `
//- src/ffi.rs
extern "C" {
    fn watch(right: extern "system" fn(i32), wrong: extern "C" fn(i32));
    //                                       ^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes \`void (__stdcall *)(int)\` for \`wrong\`, Rust declares \`extern "C" fn(i32)\`: C++ calls it by the convention \`stdcall\`, Rust declares \`C\`
}
//- include/watch.h
extern "C" void watch(void (__stdcall *right)(int), void (__stdcall *wrong)(int));
`,
      { targets: ['i686-pc-windows-msvc'] },
    ));

  it('compares number, dots and result, through aliases on both sides', () =>
    check(`
//- src/ffi.rs
type Fewer = Option<unsafe extern "C" fn(i32)>;
type Dots = Option<unsafe extern "C" fn(i32, ...)>;
extern "C" {
    fn hook(fewer: Fewer, dots: Dots) -> Option<unsafe extern "C" fn(i32) -> f32>;
    //      ^^^^^^^^^^^^ error: C++ takes \`two_t\` for \`fewer\`, Rust declares \`Fewer\`: C++ calls it with 2 parameters, Rust declares 1
    //                    ^^^^^^^^^^ error: C++ takes \`one_t *\` for \`dots\`, Rust declares \`Dots\`: only Rust has \`...\` in its parameters
    //                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ returns \`one_t *\`, Rust declares \`Option<unsafe extern "C" fn(i32) -> f32>\`: its result is an integer of 4 bytes in C++, a floating-point number of 4 bytes in Rust
}
//- include/hook.h
typedef void (*two_t)(int, int);
typedef int one_t(int);
extern "C" one_t *hook(two_t fewer, one_t *dots);
`));

  it('reads types and members whose names a macro makes', async () => {
    await check(`
//- src/ffi.rs
type Notify = Option<extern "C" fn(i32)>;
#[repr(C)]
pub struct Backend {
    pub lock: Option<extern "C" fn(*mut Backend) -> i32>,
    pub unlock: Option<extern "C" fn(*mut Backend) -> i32>,
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ holds \`int (*)(struct Backend *, int)\` in \`unlock\`, Rust \`Option<extern "C" fn(*mut Backend) -> i32>\`: C++ calls it with 2 parameters, Rust declares 1
}
extern "C" {
    fn watch(notify: Notify, backend: *mut Backend);
    //       ^^^^^^^^^^^^^^ error: C++ takes \`notify_cb\` for \`notify\`, Rust declares \`Notify\`: its result is an integer of 4 bytes in C++, nothing in Rust
}
//- include/watch.h
#include "common.h"
typedef int CALLBACK_OF(notify_cb)(int code);
struct Backend {
    int CALLBACK_OF(lock)(struct Backend *);
    int CALLBACK_OF(unlock)(struct Backend *, int success);
};
extern "C" void watch(notify_cb notify, struct Backend *backend);
//- include/common.h
#if defined(_MSC_VER)
# define CALLBACK_OF(name) (__cdecl *name)
#else
# define CALLBACK_OF(name) (*name)
#endif
`);
    // Without the macro's definition nothing is known of them.
    await checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Backend {
    pub unlock: Option<extern "C" fn(*mut Backend) -> i32>,
}
extern "C" {
    fn watch(notify: Option<extern "C" fn(i32)>, backend: *mut Backend);
}
//- include/watch.h
typedef int CALLBACK_OF(notify_cb)(int code);
struct Backend {
    int CALLBACK_OF(unlock)(struct Backend *, int success);
};
extern "C" void watch(notify_cb notify, struct Backend *backend);
`);
  });

  it('is quiet about a class that C++ passes by a hidden reference, and where a field is no function pointer', () =>
    checkQuiet(`
//- src/ffi.rs
use std::ffi::c_void;
#[repr(C)]
pub struct Table {
    pub free: Option<unsafe extern "C" fn(*mut c_void)>,
    pub data: *mut c_void,
}
extern "C" {
    fn install(table: *mut Table, name: Option<unsafe extern "C" fn(*mut c_void)>);
}
//- include/table.h
struct Name { Name(const Name &); ~Name(); char *text; };
struct Table { void (*free)(void *); void (*data)(int); };
extern "C" void install(Table *table, void (*name)(Name name));
`));
});
