import { describe, it } from 'vitest';
import page from './variadic-mismatch.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('variadic-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'variadic-mismatch'));

  it('knows what is made of the arguments', () =>
    check(`
//- src/lib.rs
use std::ffi::VaList;
#[no_mangle]
pub unsafe extern "C" fn log_list(count: i32, list: VaList) {}
//                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ passes \`...\`, Rust declares a \`va_list\`, which is made of \`...\` by the callee: some targets pass such arguments in another way
extern "C" {
    fn log_format(format: *const i8, ...);
    //           ^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes a \`va_list\`, which is made of \`...\` by the callee, Rust declares \`...\`: some targets pass such arguments in another way
}
//- include/log.h
#include <stdarg.h>
extern "C" void log_list(int count, ...);
extern "C" void log_format(const char *format, va_list arguments);
`));

  it('takes an empty list of C for no statement', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" { fn log_any(format: *const i8, ...); }
//- native/log.c
void log_any();
`));
});
