import { describe, it } from 'vitest';
import page from './enum-drift.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('enum-drift', () => {
  it('is what its page says', () => checkPage(page, 'enum-drift'));

  it('finds a value that Rust passes and C++ lacks', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub enum Level { Low, High, Huge }
//                          ^^^^ error: \`Level\` differs from C++: Rust may give \`Huge\` (2), which C++ does not have
extern "C" { fn set_level(level: Level); }
//- include/level.h
enum Level { LEVEL_LOW, LEVEL_HIGH };
extern "C" void set_level(Level level);
`));

  it('finds enumerations behind pointers and in records, as far as Rust reads them', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub enum Read { A, B }
//       ^^^^ error: \`Read\` differs from C++: C++ may give \`READ_C\` (2), which is undefined behaviour as a \`Read\` of Rust
#[repr(C)]
pub enum Written { A, B }
#[repr(C)]
pub struct Both { read: Read }
extern "C" {
    fn read(both: *mut Both);
    fn write(written: *const Written);
}
//- include/both.h
enum Read { READ_A, READ_B, READ_C };
enum Written { WRITTEN_A, WRITTEN_B, WRITTEN_C };
struct Both { Read read; };
extern "C" void read(Both *both);
extern "C" void write(const Written *written);
`));

  it('compares bytes: -1 and the greatest unsigned value are one', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(u32)]
pub enum Status { Failed = 0xffff_ffff, Done = 0 }
extern "C" { fn run() -> Status; }
//- include/run.h
enum Status { STATUS_FAILED = -1, STATUS_DONE };
extern "C" Status run();
`));

  it('is silent where not all enumerators are known', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub enum Token { Word, Number }
#[repr(C)]
pub enum Kind { Word, #[cfg(feature = "numbers")] Number }
extern "C" { fn next() -> Token; fn kind() -> Kind; }
//- include/token.h
enum Token {
  TOKEN_WORD,
  TOKEN_NUMBER = 5,
#include "tokens.def"
};
enum Kind { KIND_WORD, KIND_NUMBER = 7 };
extern "C" Token next();
extern "C" Kind kind();
`));

  it('leaves other widths to the places where they meet', () =>
    check(`
//- src/ffi.rs
#[repr(u8)]
pub enum Level { Low, High }
extern "C" {
    fn level() -> Level;
    //            ^^^^^ error: C++ returns \`Level\`, Rust declares \`Level\`: an integer of 4 bytes in C++, an integer of 1 byte in Rust
}
//- include/level.h
enum Level { LEVEL_LOW, LEVEL_HIGH, LEVEL_HUGE };
extern "C" Level level();
`));

  it('takes two names of one value as one enumerator', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub enum Color { Grey, Red }
extern "C" { fn color() -> Color; }
//- include/color.h
enum Color { COLOR_GREY, COLOR_GRAY = COLOR_GREY, COLOR_RED, COLOR_DEFAULT = COLOR_RED };
extern "C" Color color();
`));
});
