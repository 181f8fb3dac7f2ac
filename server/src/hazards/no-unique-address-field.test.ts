import { describe, it } from 'vitest';
import page from './no-unique-address-field.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('no-unique-address-field', () => {
  it('is what its page says', () => checkPage(page, 'no-unique-address-field'));

  it('finds it among several members of the class, and in a class that holds it as a base, too', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Part { id: u64, kind: u8 }
//         ^^^^ warning: \`Whole\` keeps \`flag\` in the padding of its \`[[no_unique_address]]\` member \`second\`, byte 25: Rust may write all 16 bytes of \`Part\`, and overwrite it
extern "C" { fn part_take(part: *mut Part); }
//- include/part.hpp
struct Part { ~Part(); unsigned long id; unsigned char kind; };
struct Whole {
  Part first;
  [[no_unique_address]] Part second;
  bool flag;
};
extern "C" void part_take(Part *part);
`));

  it('is quiet about plain classes, constants, and where the next member does not fit', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Plain { id: u64, kind: u8 }
#[repr(C)]
pub struct Fixed { id: u64, kind: u8 }
#[repr(C)]
pub struct Tight { id: u64, kind: u8 }
extern "C" { fn all(plain: *mut Plain, fixed: *const Fixed, tight: &mut Tight); }
//- include/all.hpp
struct Plain { unsigned long id; unsigned char kind; };
struct Fixed { ~Fixed(); unsigned long id; unsigned char kind; };
struct Tight { ~Tight(); unsigned long id; unsigned char kind; };
struct Holder {
  [[no_unique_address]] Plain plain;
  bool a;
  [[no_unique_address]] Fixed fixed;
  bool b;
  [[no_unique_address]] Tight tight;
  unsigned long c;
};
extern "C" void all(Plain *plain, const Fixed *fixed, Tight *tight);
`));

  it('holds where the ABI knows the attribute', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Part { id: u64, kind: u8 }
//         ^^^^ warning: \`Whole\` keeps \`flag\` in the padding of its \`[[no_unique_address]]\` member \`part\`, byte 9: Rust may write all 16 bytes of \`Part\`, and overwrite it (on x86_64-unknown-linux-gnu)
extern "C" { fn part_take(part: *mut Part); }
//- include/part.hpp
struct Part { ~Part(); unsigned long long id; unsigned char kind; };
struct Whole { [[no_unique_address]] Part part; bool flag; };
extern "C" void part_take(Part *part);
`,
      { targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] },
    ));
});
