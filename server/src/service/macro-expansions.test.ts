import { describe, expect, it } from 'vitest';
import { check, checkQuiet } from '../hazards/testing/check.js';
import { MemoryWorkspace } from './testing/memory-workspace.js';

const HEADER = `
//- include/zip.h
typedef enum { ZIP_NONE, ZIP_FAST, ZIP_BEST } zip_level;
extern "C" int zip_open(const char *path, zip_level level);
extern "C" void zip_close(int handle);
`;

describe('what macros of Rust declare', () => {
  it('crosses as what is written out does, and is told where the use has the words', () =>
    check(`
//- src/lib.rs
macro_rules! imports {
    ($(fn $name:ident($($arg:ident: $t:ty),*) $(-> $r:ty)?;)*) => {
        extern "C" { $(pub fn $name($($arg: $t),*) $(-> $r)?;)* }
    };
}
imports! {
    fn zip_open(path: *const c_char, level: u64) -> i32;
    //                               ^^^^^^^^^^ error: C++ takes \`zip_level\` for \`level\`, Rust declares \`u64\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust
}
${HEADER}`));

  it('may be defined in another file of the crate, below the modules that use it', () =>
    check(`
//- src/lib.rs
#[macro_use]
mod macros;
mod sys;
//- src/macros.rs
macro_rules! imports {
    ($($body:tt)*) => { extern "C" { $($body)* } };
}
//- src/sys.rs
imports! {
    pub fn zip_close(handle: i64);
    //               ^^^^^^^^^^^ error: C++ takes \`int\` for \`handle\`, Rust declares \`i64\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust
}
${HEADER}`));

  it('gives types to what names them', () =>
    check(`
//- src/lib.rs
macro_rules! c_enum {
    (pub enum $name:ident: $t:ty { $($variant:ident),* $(,)? }) => {
        pub type $name = $t;
        c_enum!(@ $name, 0, $($variant,)*);
    };
    (@ $name:ident, $value:expr, $variant:ident, $($rest:tt)*) => {
        pub const $variant: $name = $value;
        c_enum!(@ $name, $value + 1, $($rest)*);
    };
    (@ $name:ident, $value:expr,) => {};
}
c_enum! { pub enum zip_level: u64 { ZIP_NONE, ZIP_FAST, ZIP_BEST } }
extern "C" {
    pub fn zip_open(path: *const c_char, level: zip_level) -> i32;
    //                                   ^^^^^^^^^^^^^^^^ error: C++ takes \`zip_level\` for \`level\`, Rust declares \`zip_level\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust
}
${HEADER}`));

  it('is exported where only a macro says so', () =>
    check(`
//- src/lib.rs
#[macro_use]
mod macros;
mod api;
//- src/macros.rs
macro_rules! ffi_fn {
    (fn $name:ident($($arg:ident: $t:ty),*) -> $r:ty $body:block) => {
        #[no_mangle]
        pub extern "C" fn $name($($arg: $t),*) -> $r { $body }
    };
}
//- src/api.rs
ffi_fn! { fn engine_start(speed: i64) -> i32 { start(speed) } }
//                        ^^^^^^^^^^ error: C++ passes \`int\` for \`speed\`, Rust declares \`i64\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust
//- include/engine.h
extern "C" int engine_start(int speed);
`));

  it('has each reading under its condition', () =>
    checkQuiet(`
//- src/lib.rs
#[cfg(windows)]
macro_rules! imports { ($($body:tt)*) => { extern "system" { $($body)* } }; }
#[cfg(not(windows))]
macro_rules! imports { ($($body:tt)*) => { extern "C" { $($body)* } }; }
imports! { pub fn zip_close(handle: i32); }
${HEADER}`));

  it('stands at the use where the macro wrote it, and is not mended there', async () => {
    const workspace = await check(`
//- src/lib.rs
macro_rules! close {
    ($name:ident) => { extern "C" { pub fn $name(handle: i64); } };
}
    close!(zip_close);
//  ^^^^^^^^^^^^^^^^^^ error: C++ takes \`int\` for \`handle\`, Rust declares \`i64\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust
${HEADER}`);
    const { findings } = await workspace.check();
    expect(findings.map(({ remedies }) => remedies)).toEqual([[]]);
  });

  it.each([
    ['nobody defines', ''],
    ['has another definition in another module', 'mod a { macro_rules! imports { () => {}; } }'],
    ['takes something else', 'macro_rules! imports { ($n:ident) => {}; }'],
    ['never ends', 'macro_rules! imports { ($($t:tt)*) => { imports! { x $($t)* } }; }'],
  ])('is not known of a macro that %s', async (_, definition) => {
    const workspace = await MemoryWorkspace.of({
      'src/lib.rs': `${definition}\nimports! { pub fn zip_close(handle: i64); }\nextern "C" {}\n`,
      'include/zip.h': 'extern "C" void zip_close(int handle);',
    });
    const { findings, crossings, unpaired } = await workspace.check();
    expect([findings, crossings, unpaired]).toEqual([[], [], []]);
  });

  it('changes with the definition, in another file', async () => {
    const workspace = await MemoryWorkspace.of({
      'src/lib.rs': '#[macro_use] mod macros;\nimports! { zip_close }\nextern "C" {}\n',
      'src/macros.rs': 'macro_rules! imports { ($n:ident) => { extern "C" { fn $n(a: i32); } }; }',
      'include/zip.h': 'extern "C" void zip_close(int handle);',
    });
    const hazards = async (): Promise<string[]> =>
      (await workspace.check()).findings.map(({ hazard }) => hazard);
    expect(await hazards()).toEqual([]);
    workspace.write(
      'src/macros.rs',
      'macro_rules! imports { ($n:ident) => { extern "C" { fn $n(a: i32, b: i32); } }; }',
    );
    expect(await hazards()).toEqual(['arity-mismatch']);
    workspace.write('src/macros.rs', '');
    expect(await hazards()).toEqual([]);
    expect((await workspace.check()).crossings).toEqual([]);
  });
});
