import { describe, it } from 'vitest';
import page from './enum-without-repr.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

describe('enum-without-repr', () => {
  it('is what its page says', () => checkPage(page, 'enum-without-repr'));

  it('finds an enum where C++ has an integer, once', async () => {
    const workspace = await check(`
//- src/lib.rs
mod modes {
    pub enum Mode { Off = -1, On = 1 }
    //       ^^^^ warning: \`Mode\` crosses and has no fixed representation: rustc 1.95 makes it 1 byte, C++ has 4 bytes (\`int\`)
}
use modes::Mode;
#[no_mangle]
pub extern "C" fn set_mode(mode: Mode) -> Mode { mode }
#[no_mangle]
pub extern "C" fn other_mode(mode: Mode) {}
//- include/mode.h
extern "C" int set_mode(int mode);
extern "C" void other_mode(int mode);
`);
    await checkRemedy(
      workspace,
      'Add \`#[repr(i32)]\`',
      `
//- src/lib.rs
mod modes {
    #[repr(i32)]
    pub enum Mode { Off = -1, On = 1 }
}
use modes::Mode;
#[no_mangle]
pub extern "C" fn set_mode(mode: Mode) -> Mode { mode }
#[no_mangle]
pub extern "C" fn other_mode(mode: Mode) {}
`,
    );
  });

  it('finds an enum in a record that crosses', () =>
    check(`
//- src/ffi.rs
pub enum Mode { Off, On }
//       ^^^^ warning: \`Mode\` crosses and has no fixed representation: rustc 1.95 makes it 1 byte, C++ has 1 byte (\`Mode\`)
#[repr(C)]
pub struct Lamp { mode: Mode, level: u8 }
extern "C" { fn lamp_set(lamp: *const Lamp); }
//- include/lamp.h
enum Mode : unsigned char { MODE_OFF, MODE_ON };
struct Lamp { Mode mode; unsigned char level; };
extern "C" void lamp_set(const Lamp *lamp);
`));

  it('is silent about handles, variants with fields, and what a feature may fix', () =>
    checkQuiet(`
//- src/lib.rs
pub enum Shape { Circle(f32), Point }
#[cfg_attr(feature = "ffi", repr(u8))]
pub enum Mode { Off, On }
#[no_mangle]
pub extern "C" fn shape_new(mode: Mode) -> *mut Shape { todo!() }
//- include/shape.h
struct Shape;
extern "C" Shape *shape_new(unsigned char mode);
`));
});
