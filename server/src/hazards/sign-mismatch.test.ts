import { describe, it } from 'vitest';
import page from './sign-mismatch.md';
import { check, checkPage } from './testing/check.js';

describe('sign-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'sign-mismatch'));

  it('looks through aliases and transparent records, and leaves other widths to parameter-mismatch', () =>
    check(`
//- src/ffi.rs
use std::num::NonZeroU32;
type Length = i64;
#[repr(transparent)]
pub struct Index(u32);
extern "C" {
    fn place(length: Length, index: Index, id: NonZeroU32, wide: u64);
    //       ^^^^^^^^^^^^^^ warning: C++ takes \`size_type\` for \`length\`, Rust declares \`Length\`: an integer of 8 bytes without a sign in C++, with one in Rust
    //                       ^^^^^^^^^^^^ warning: C++ takes \`int\` for \`index\`, Rust declares \`Index\`: an integer of 4 bytes with a sign in C++, without one in Rust
    //                                     ^^^^^^^^^^^^^^ warning: C++ takes \`int\` for \`id\`, Rust declares \`NonZeroU32\`: an integer of 4 bytes with a sign in C++, without one in Rust
    //                                                     ^^^^^^^^^ error: C++ takes \`int\` for \`wide\`, Rust declares \`u64\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust
}
//- include/place.h
typedef unsigned long size_type;
extern "C" void place(size_type length, int index, int id, int wide);
`));
});
