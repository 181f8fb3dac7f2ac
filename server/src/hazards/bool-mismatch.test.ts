import { describe, it } from 'vitest';
import page from './bool-mismatch.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('bool-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'bool-mismatch'));

  it('sees what C++ passes to Rust', () =>
    check(`
//- src/lib.rs
#[no_mangle]
pub extern "C" fn lamp_switch(on: bool) {}
//                            ^^^^^^^^ warning: C++ passes \`FT_Bool\` for \`on\`, Rust declares \`bool\`: C++ may give any byte, a Rust \`bool\` is 0 or 1
//- include/lamp.h
typedef unsigned char FT_Bool;
extern "C" void lamp_switch(FT_Bool on);
`));

  it('leaves wider integers to parameter-mismatch', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn lamp_dim(soft: bool);
    //          ^^^^^^^^^^ error: C++ takes \`BOOL\` for \`soft\`, Rust declares \`bool\`: an integer of 4 bytes in C++, an integer of 1 byte in Rust
}
//- include/lamp.h
typedef int BOOL;
extern "C" void lamp_dim(BOOL soft);
`));

  it('is quiet about a byte in Rust', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" { fn lamp_state() -> u8; }
//- include/lamp.h
extern "C" bool lamp_state();
`));
});
