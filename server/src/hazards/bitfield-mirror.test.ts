import { describe, it } from 'vitest';
import page from './bitfield-mirror.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('bitfield-mirror', () => {
  it('is what its page says', () => checkPage(page, 'bitfield-mirror'));

  it('finds a bit-field that lies across two fields', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Tag { low: u8, high: u8 }
//         ^^^ warning: \`Tag\` does not cover the bit-fields of C++: \`middle\` is bits 4 to 11 in C++, which lie in both \`low\` and \`high\` of Rust; one integer for all of them and methods that shift and mask would
extern "C" { fn tag(out: *mut Tag); }
//- include/tag.h
struct __attribute__((packed)) Tag { unsigned short first : 4, middle : 8, last : 4; };
extern "C" void tag(Tag *out);
`));

  it('finds a bit-field that is alone in a wider field of its name', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Options { verbose: u32, level: u32 }
//                   ^^^^^^^ warning: \`Options\` does not cover the bit-fields of C++: \`verbose\` is bit 0 in C++, bits 0 to 31 in Rust (\`u32\`); one integer for all of them and methods that shift and mask would
extern "C" { fn options(options: *const Options); }
//- include/options.h
struct Options { unsigned verbose : 1; unsigned level; };
extern "C" void options(const Options *options);
`));

  it('leaves other sizes to layout-mismatch', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Options { verbose: u32, quiet: u32 }
//         ^^^^^^^ error: \`Options\` differs from C++: it takes 8 bytes in Rust, 4 bytes in C++
extern "C" { fn options(options: *const Options); }
//- include/options.h
struct Options { unsigned verbose : 1, quiet : 1; };
extern "C" void options(const Options *options);
`));

  it('is silent about units as bindgen writes them, and bit-fields as wide as their type', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Unit { storage: [u8; 4] }
#[repr(C)]
pub struct Options { _bitfield_1: Unit, level: u32, whole: u8, rest: [u8; 3] }
extern "C" { fn options(options: *const Options); }
//- include/options.h
struct Options { unsigned verbose : 1, quiet : 30; unsigned level; unsigned char whole : 8; unsigned : 24; };
extern "C" void options(const Options *options);
`));
});
