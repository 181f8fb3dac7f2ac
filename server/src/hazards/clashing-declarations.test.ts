import { describe, expect, it } from 'vitest';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';
import page from './clashing-declarations.md';
import { check, checkPage, checkQuiet } from './testing/check.js';
import { readFixture } from './testing/fixture.js';

/** What pairs, so that a quiet fixture has a crossing. */
const PAIRED = `
//- include/lamp.h
extern "C" void lamp_on(int level);
`;
const LAMP = 'extern "C" { fn lamp_on(level: i32); }';

describe('clashing-declarations', () => {
  it('is what its page says', () => checkPage(page, 'clashing-declarations'));

  it('says all differences of one declaration at once, at its name', () =>
    check(`
//- src/lib.rs
mod a {
    extern "C" {
        fn meter_read(meter: *const u8, channel: u8, gain: f32) -> i64;
        fn meter_log(format: *const u8, ...);
    }
}
mod b {
    extern "C" {
        fn meter_read(meter: *const u8, channel: u32, gain: f64);
        // ^^^^^^^^^^ warning: Rust declares \`meter_read\` otherwise in line 3: it returns an integer of 8 bytes (\`i64\`) there, nothing here; \`channel\` is an integer of 1 byte (\`u8\`) there, an integer of 4 bytes (\`u32\`) here; \`gain\` is a floating-point number of 4 bytes (\`f32\`) there, a floating-point number of 8 bytes (\`f64\`) here. The linker takes both for one function: one of the two is wrong
        fn meter_log(format: *const u8, level: i32);
        //          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: Rust declares \`meter_log\` otherwise in line 4: \`...\` there, a fixed list here. The linker takes both for one function: one of the two is wrong
    }
}
`));

  it('knows a symbol by any name, and types by what they stand for', () =>
    check(`
//- src/lib.rs
mod a {
    pub type Ticks = u32;
    extern "C" { fn clock_set(ticks: Ticks); }
}
mod b {
    pub type Ticks = u64;
    extern "C" {
        #[link_name = "clock_set"]
        fn set_clock(ticks: Ticks);
        //           ^^^^^^^^^^^^ warning: Rust declares \`set_clock\`, the symbol \`clock_set\`, otherwise in line 3: \`ticks\` is an integer of 4 bytes (\`Ticks\`) there, an integer of 8 bytes (\`Ticks\`) here. The linker takes both for one function: one of the two is wrong
    }
}
`));

  it('compares the sizes of records that are passed by value', () =>
    check(`
//- src/lib.rs
mod a {
    #[repr(C)]
    pub struct Point { x: i32, y: i32 }
    extern "C" { fn move_to(to: Point); }
}
mod b {
    #[repr(C)]
    pub struct Point { x: i32, y: i32, z: i32 }
    extern "C" { fn move_to(to: Point); }
    //                      ^^^^^^^^^ warning: Rust declares \`move_to\` otherwise in line 4: \`to\` is a record of 8 bytes (\`Point\`) there, a record of 12 bytes (\`Point\`) here. The linker takes both for one function: one of the two is wrong
}
`));

  it('sees what differs on another target alone', () =>
    check(
      `
//- src/lib.rs
mod a {
    use std::ffi::c_long;
    extern "C" { fn seek(offset: c_long); }
}
mod b {
    extern "C" { fn seek(offset: i64); }
    //                   ^^^^^^^^^^^ warning: Rust declares \`seek\` otherwise in line 3: \`offset\` is an integer of 4 bytes (\`c_long\`) there, an integer of 8 bytes (\`i64\`) here. The linker takes both for one function: one of the two is wrong (on x86_64-pc-windows-msvc)
}
`,
      { targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] },
    ));

  it('finds two libraries that one program links', () =>
    check(`
//- one/Cargo.toml
[package]
name = "one"
//- one/src/lib.rs
extern "C" { fn shared(n: u8); }
//- two/Cargo.toml
[package]
name = "two"
//- two/src/lib.rs
extern "C" { fn shared(n: u8, m: u8); }
//                    ^^^^^^^^^^^^^^ warning: Rust declares \`shared\` otherwise in one/src/lib.rs: 1 parameter there, 2 here. The linker takes both for one function: one of the two is wrong
//- app/Cargo.toml
[package]
name = "app"
[dependencies]
one = { path = "../one" }
two = { path = "../two" }
//- app/src/main.rs
fn main() {}
`));

  it('is quiet about crates that no program links together', () =>
    checkQuiet(
      `${PAIRED}
//- one/Cargo.toml
[package]
name = "one"
//- one/src/lib.rs
${LAMP}
extern "C" { fn start(n: u8); fn build(n: u8); fn other(n: u8); }
//- two/Cargo.toml
[package]
name = "two"
[dependencies]
one = { path = "../one", optional = true }
[build-dependencies]
three = { path = "../three" }
//- two/src/lib.rs
extern "C" { fn start(n: u64); fn build(n: u64); }
//- two/examples/first.rs
extern "C" { fn other(n: u64); }
//- two/examples/second.rs
extern "C" { fn other(n: u64, m: u64); }
//- three/Cargo.toml
[package]
name = "three"
//- three/src/lib.rs
extern "C" { fn build(n: u8); }
`,
      { unpaired: [...'start build other start build other other build'.split(' ')] },
    ));

  it('is quiet about what is not at one time, of one library, or not known', () =>
    checkQuiet(
      `${PAIRED}
//- src/lib.rs
${LAMP}
#[cfg(feature = "wide")]
extern "C" { fn width(n: u64); }
#[cfg(not(feature = "wide"))]
extern "C" { fn width(n: u32); }
#[link(name = "first")]
extern "C" { fn init(n: u32); }
#[link(name = "second")]
extern "C" { fn init(); }
mod a {
    extern "C" { fn open(handle: usize, mode: Unseen) -> !; fn close(handle: *mut u8) -> i32; }
}
mod b {
    #[repr(C)]
    pub struct Handle { _private: [u8; 0] }
    extern "C" { fn open(handle: *mut u8, mode: u8); fn close(handle: Option<&mut Handle>) -> u32; }
}
`,
      { unpaired: 'width width init init open close open close'.split(' ') },
    ));

  it('is quiet about a result through a pointer that one of them spells out', () =>
    checkQuiet(
      `${PAIRED}
//- src/lib.rs
${LAMP}
#[repr(C)]
pub struct Big { values: [u64; 4] }
mod a {
    extern "C" { fn make() -> super::Big; }
}
mod b {
    extern "C" { fn make(into: *mut super::Big); }
}
`,
      { unpaired: ['make', 'make'] },
    ));

  it('leaves to the comparison with C++ what C++ declares', () =>
    check(`
//- include/lamp.h
extern "C" void lamp_on(int level);
//- src/lib.rs
mod a {
    extern "C" { fn lamp_on(level: i32); }
}
mod b {
    extern "C" { fn lamp_on(level: i64); }
    //                      ^^^^^^^^^^ error: C++ takes \`int\` for \`level\`, Rust declares \`i64\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust
}
`));

  describe('in C++', () => {
    const BUILD = `
//- Cargo.toml
[package]
name = "lamp"
//- build.rs
fn main() { cc::Build::new().file("cpp/a.c").file("cpp/b.c").compile("lamp"); }
`;
    const EXPORT = `
//- src/lib.rs
#[no_mangle]
pub extern "C" fn lamp_set(lamp: u32, level: u8) {}
`;

    it('speaks of the declaration that Rust does not agree with, and of headers that sources include', () =>
      check(`${BUILD}${EXPORT}
//- cpp/a.h
void lamp_set(unsigned lamp);
//           ^^^^^^^^^^^^^^^ warning: C++ declares \`lamp_set\` otherwise in b.h: 2 parameters there, 1 here. The linker takes both for one function: Rust agrees with that one
//- cpp/b.h
void lamp_set(unsigned lamp, unsigned char level);
//   ^^^^^^^^ related: \`lamp_set\` is declared here
//- cpp/a.c
#include "a.h"
void a(void) { lamp_set(1); }
//- cpp/b.c
#include "b.h"
void b(void) { lamp_set(1, 2); }
`));

    it.each([
      ['no build has both', EXPORT, 'void lamp_set(unsigned lamp);'],
      ['one says nothing of parameters', `${BUILD}${EXPORT}`, 'void lamp_set();'],
      ['pointers and signs differ', `${BUILD}${EXPORT}`, 'void lamp_set(int lamp, char level);'],
      ['one is not there', `${BUILD}${EXPORT}`, '#ifdef UNSEEN\nvoid lamp_set(unsigned lamp);\n#endif'],
      ['one source sees both', `${BUILD}${EXPORT}`, '#include "b.c"\nvoid lamp_set(unsigned lamp);'],
    ])('is quiet where %s', async (_, rust, declared) => {
      const { files } = readFixture(`${rust}
//- cpp/a.c
${declared}
//- cpp/b.c
void lamp_set(unsigned lamp, unsigned char level);
`);
      const { findings } = await (await MemoryWorkspace.of(files)).check();
      expect(findings.map(({ message }) => message)).toEqual([]);
    });
  });
});
