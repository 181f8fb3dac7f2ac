import { describe, expect, it } from 'vitest';
import { check, checkQuiet } from '../hazards/testing/check.js';
import { readFixture } from '../hazards/testing/fixture.js';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { MemoryWorkspace } from './testing/memory-workspace.js';

const MANIFEST = `
//- Cargo.toml
[package]
name = "codec-sys"
edition = "2021"
`;
const HEADER = `
//- include/codec.h
struct Event { unsigned id; unsigned code; };
extern "C" int codec_open(const struct Event *event);
`;
const BINDINGS = `
#[repr(C)]
pub struct Event { pub id: u32 }
//         ^^^^^ error: \`Event\` differs from C++: C++ has a field \`code\` that Rust lacks
unsafe extern "C" { pub fn codec_open(event: *const Event) -> i32; }
`;
const OUTPUT = 'target/debug/build/codec-sys-0123456789abcdef/out/bindings.rs';
const INCLUDE = 'include!(concat!(env!("OUT_DIR"), "/bindings.rs"));';

describe('a file that is included', () => {
  it.each([
    ['by its name', 'include!("parts/event.rs");'],
    ['from the package', 'include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/parts/event.rs"));'],
    ['in an inline module', 'mod event { include!("parts/event.rs"); } use event::*;'],
  ])('has its items in the module that includes it: %s', async (_, include) => {
    await check(`${MANIFEST}
//- src/lib.rs
${include}
unsafe extern "C" { fn codec_open(event: *const Event) -> i32; }
//- src/parts/event.rs
type Code = u32;
#[repr(C)]
pub struct Event { id: Code }
//         ^^^^^ error: \`Event\` differs from C++: C++ has a field \`code\` that Rust lacks
${HEADER}`);
  });

  it('sees what the module that includes it has', () =>
    checkQuiet(`${MANIFEST}
//- src/lib.rs
mod sys {
    use super::codes::Code;
    include!("parts/event.rs");
}
mod codes { pub type Code = u32; }
//- src/parts/event.rs
pub type Number = self::inner::Number;
#[repr(C)]
pub struct Event { id: Number, code: Code }
mod inner { pub type Number = super::Code; }
unsafe extern "C" { fn codec_open(event: *const Event) -> i32; }
//- src/other.rs
pub struct Code(u64);
pub struct Number(u64);
${HEADER}`));

  it('is there under the conditions of its include', () =>
    checkQuiet(
      `${MANIFEST}
//- src/lib.rs
#[cfg(windows)]
include!("parts/event.rs");
//- src/parts/event.rs
extern "C" { fn codec_open() -> i32; }
${HEADER}`,
    ));

  it('may include itself', () =>
    checkQuiet(`${MANIFEST}
//- src/lib.rs
include!("parts/a.rs");
extern "C" { fn codec_open(event: *const Event) -> i32; }
//- src/parts/a.rs
include!("b.rs");
//- src/parts/b.rs
include!("a.rs");
include!("b.rs");
#[repr(C)]
pub struct Event { id: u32, code: u32 }
${HEADER}`));
});

describe('what a build script left', () => {
  it.each([
    ['a build', '', OUTPUT],
    [
      'a build for a target',
      '',
      'target/x86_64-unknown-linux-gnu/release/build/codec-sys-0123456789abcdef/out/bindings.rs',
    ],
    [
      'a build elsewhere',
      '//- .cargo/config.toml\n[build]\ntarget-dir = "built"\n',
      OUTPUT.replace('target', 'built'),
    ],
  ])('is a part of what includes it: %s', async (_, config, output) => {
    await check(`${MANIFEST}${config}
//- src/lib.rs
#![allow(non_camel_case_types)]
${INCLUDE}
//- ${output}
${BINDINGS}
${HEADER}`);
  });

  it('is asked for no partner where a build script wrote it: that would be written beside it', () =>
    checkQuiet(
      `${MANIFEST}
//- src/lib.rs
${INCLUDE}
#[unsafe(no_mangle)]
pub extern "C" fn by_hand() {}
//- ${OUTPUT}
#[repr(C)]
pub struct Event { id: u32, code: u32 }
unsafe extern "C" { fn codec_open(event: *const Event) -> i32; fn _elsewhere(); }
#[unsafe(no_mangle)]
pub extern "C" fn _glue() {}
${HEADER}`,
      { unpaired: ['by_hand'] },
    ));

  it('leaves what it has to be unknown where no build has left one, and is read once one has', async () => {
    const { files } = readFixture(`${MANIFEST}
//- src/lib.rs
mod sys { ${INCLUDE} }
use sys::*;
#[repr(C)]
pub struct Both { event: Event }
${HEADER}`);
    const workspace = await MemoryWorkspace.of(files);
    const layout = async () => {
      await workspace.check();
      const { types } = await workspace.ferrule.inspect(workspace.uri('src/lib.rs'), null, NEVER_CANCELLED);
      return types[0]?.layout;
    };
    expect(await layout()).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining(
        '`bindings.rs` of the build script is not there: no build has left one',
      ) as string,
    });
    workspace.write(OUTPUT, '#[repr(C)] pub struct Event { id: u32, code: u32 }');
    expect(await layout()).toMatchObject({ status: 'exact', size: 8 });
    workspace.write(OUTPUT, '#[repr(C)] pub struct Event { id: u32, code: u64 }');
    expect(await layout()).toMatchObject({ status: 'exact', size: 16 });
  });
});
