import { describe, expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { check, checkQuiet } from '../hazards/testing/check.js';
import { readFixture } from '../hazards/testing/fixture.js';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';
import type { Settings } from '../service/settings.js';

const MANIFEST = `
//- Cargo.toml
[package]
name = "codec"
[features]
default = ["std"]
std = []
simd = []
`;

describe('declarations under features', () => {
  const CHOICE = (parameters: string): string => `${MANIFEST}
//- src/ffi.rs
extern "C" {
    #[cfg(feature = "std")]
    fn codec_open(${parameters}) -> i32;
    #[cfg(not(feature = "std"))]
    fn codec_open() -> i32;
}
//- include/codec.h
extern "C" int codec_open(int level);
`;

  it('do not count where the feature is off', () =>
    checkQuiet(CHOICE('level: i32'), { unpaired: ['codec_open'] }));

  it('are compared where it is on by default', async () => {
    const { findings } = await (await MemoryWorkspace.of(readFixture(CHOICE('mode: u64')).files)).check();
    expect(findings.map(({ hazard }) => hazard)).toEqual(['parameter-mismatch']);
  });

  it('do not count where another one is the one that C++ agrees with', () =>
    checkQuiet(
      `${MANIFEST}
//- src/ffi.rs
extern "C" {
    #[cfg(feature = "std")]
    fn codec_open() -> i32;
    #[cfg(not(feature = "std"))]
    fn codec_open(level: i32) -> i32;
}
//- include/codec.h
extern "C" int codec_open(int level);
`,
      { unpaired: ['codec_open'] },
    ));

  it('are compared where the user says that it is on', () =>
    check(
      `${MANIFEST}
//- src/ffi.rs
extern "C" {
    #[cfg(feature = "simd")]
    fn codec_open() -> i32;
    //           ^^ error: C++ takes 1 parameter, Rust declares 0: \`level\` is missing
    #[cfg(not(feature = "simd"))]
    fn codec_open(level: i32, mode: i32) -> i32;
}
//- include/codec.h
extern "C" int codec_open(int level);
`,
      { features: ['simd'] },
    ));

  it('are not compared with what C++ has under a condition of its own', () =>
    checkQuiet(`${MANIFEST}
//- src/ffi.rs
extern "C" {
    #[cfg(feature = "simd")]
    fn codec_open() -> i32;
}
//- include/codec.h
#ifndef CODEC_SIMD
extern "C" int codec_open(int level);
#endif
`));

  const IN_TESTS = (mock: string): string => `
//- src/ffi.rs
#[cfg(not(test))]
extern "C" { fn codec_open(level: i32) -> i32; }
#[cfg(test)]
mod tests {
    extern "C" { fn ${mock}() -> i32; }
}
//- include/codec.h
extern "C" int codec_open(int level);
extern "C" int codec_close(int level);
`;

  it('count in tests', async () => {
    const { findings } = await (await MemoryWorkspace.of(readFixture(IN_TESTS('codec_close')).files)).check();
    expect(findings.map(({ hazard }) => hazard)).toEqual(['arity-mismatch']);
  });

  it('may be replaced in tests', () => checkQuiet(IN_TESTS('codec_open'), { unpaired: ['codec_open'] }));
});

async function layout(rust: string, settings: Partial<Settings> = {}) {
  const files = {
    'Cargo.toml': MANIFEST.replace('\n//- Cargo.toml\n', ''),
    'src/lib.rs': rust,
  };
  const workspace = await MemoryWorkspace.of(files, settings);
  const { types } = await workspace.ferrule.inspect(workspace.uri('src/lib.rs'), null, NEVER_CANCELLED);
  const { layout } = types[0] ?? expect.fail('no type');
  if (layout.status === 'unknown') return { status: layout.status, reason: layout.reason };
  return {
    status: layout.status,
    size: layout.size,
    align: layout.align,
    fields: layout.fields.map(({ name, offset }) => `${name}@${offset}`),
  };
}

describe('fields under cfg', () => {
  it('count where the target has them', async () => {
    const text = `#[repr(C)] pub struct S { a: u8, #[cfg(windows)] b: u64, #[cfg(unix)] c: u32 }`;
    expect(await layout(text)).toEqual({ status: 'exact', size: 8, align: 4, fields: ['a@0', 'c@4'] });
  });

  it('of tuples are counted anew', async () => {
    const text = `#[repr(C)] pub struct S(u8, #[cfg(windows)] u64, u16);`;
    expect(await layout(text)).toEqual({ status: 'exact', size: 4, align: 2, fields: ['0@0', '1@2'] });
  });

  it('are assumed where a default feature decides, and unknown under another one', async () => {
    const assumed = `#[repr(C)] pub struct S { a: u8, #[cfg(feature = "std")] b: u64 }`;
    expect(await layout(assumed)).toMatchObject({ status: 'assumed', size: 16 });
    const open = assumed.replace('std', 'simd');
    expect(await layout(open)).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('cfg(feature = "simd")') as string,
    });
    expect(await layout(open, { features: ['simd'] })).toMatchObject({ status: 'exact', size: 16 });
    expect(await layout(open, { features: ['other'] })).toMatchObject({ status: 'exact', size: 1 });
    expect(await layout(assumed, { noDefaultFeatures: true })).toMatchObject({ status: 'exact', size: 1 });
  });

  it('make a feature that no manifest declares no less open', async () => {
    const text = `#[repr(C)] pub struct S { a: u8, #[cfg(feature = "unheard")] b: u64 }`;
    expect(await layout(text, { features: ['simd'] })).toMatchObject({ status: 'unknown' });
  });

  it('may be all that differs', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Event {
    //     ^^^^^ error: \`Event\` differs from C++: C++ has a field \`code\` that Rust lacks
    id: u32,
    #[cfg(windows)]
    code: u32,
}
extern "C" { fn handle(event: &Event); }
//- include/event.h
struct Event { unsigned id; unsigned code; };
extern "C" void handle(const Event *event);
`));

  it('agree where both sides have them on the target', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Event { id: u32, #[cfg(unix)] code: u32, #[cfg(windows)] handle: usize }
extern "C" { fn handle(event: &Event); }
//- include/event.h
struct Event {
  unsigned id;
#ifdef _WIN32
  void *handle;
#else
  unsigned code;
#endif
};
extern "C" void handle(const Event *event);
`));

  it('raise nothing where a default feature decides', () =>
    checkQuiet(`${MANIFEST}
//- src/ffi.rs
#[repr(C)]
pub struct Event { id: u32, #[cfg(feature = "std")] code: u64 }
extern "C" { fn handle(event: &Event); }
//- include/event.h
struct Event { unsigned id; unsigned code; };
extern "C" void handle(const Event *event);
`));
});

describe('variants under cfg', () => {
  it('count where the target has them', async () => {
    const text = `#[repr(C)] pub enum E { A(#[cfg(windows)] u64, u16), #[cfg(windows)] B(u64) }`;
    expect(await layout(text)).toMatchObject({ status: 'exact', size: 8 });
  });
});

describe('representations under cfg_attr', () => {
  it.each([
    ['#[cfg_attr(unix, repr(C))]', { status: 'exact', size: 8 }],
    ['#[repr(C)] #[cfg_attr(unix, repr(packed))]', { status: 'exact', size: 5 }],
    ['#[repr(C)] #[cfg_attr(windows, repr(packed))]', { status: 'exact', size: 8 }],
    ['#[repr(C)] #[cfg_attr(unix, repr(align(16)))]', { status: 'exact', size: 16 }],
    ['#[repr(C)] #[cfg_attr(feature = "std", repr(packed))]', { status: 'assumed', size: 5 }],
    ['#[repr(C)] #[cfg_attr(feature = "simd", repr(packed))]', { status: 'unknown' }],
  ])('hold where the predicate does: %s', async (attributes, expected) => {
    expect(await layout(`${attributes} pub struct S { a: u8, b: u32 }`)).toMatchObject(expected);
  });
});

describe('what a build script turns on', () => {
  const WITH = (script: string): string => `
//- Cargo.toml
[package]
name = "codec"
//- build.rs
fn main() {
    println!("cargo::rustc-check-cfg=cfg(has_level)");
    ${script}
}
//- src/lib.rs
extern "C" {
    #[cfg(has_level)]
    fn codec_open(level: i32) -> i32;
    #[cfg(not(has_level))]
    fn codec_open() -> i32;
}
//- include/codec.h
extern "C" int codec_open(int level, int mode);
`;
  const messages = async (script: string): Promise<readonly string[]> => {
    const workspace = await MemoryWorkspace.of(readFixture(WITH(script)).files);
    return (await workspace.check()).findings.map(({ message }) => message);
  };

  it('is there', async () => {
    expect(await messages('println!("cargo::rustc-cfg=has_level");')).toEqual([
      'C++ takes 2 parameters, Rust declares 1: `mode` is missing after `level`',
    ]);
  });

  it('is open where it does so sometimes, or nothing says that it does', async () => {
    const open = await messages('');
    expect(open).toHaveLength(2);
    expect(await messages('if probe() { println!("cargo::rustc-cfg=has_level"); }')).toEqual(open);
  });

  it('is read anew with the script', async () => {
    const workspace = await MemoryWorkspace.of(readFixture(WITH('')).files);
    expect((await workspace.check()).findings).toHaveLength(2);
    workspace.write('build.rs', 'fn main() { println!("cargo::rustc-cfg=has_level"); }');
    expect((await workspace.check()).findings).toHaveLength(1);
  });
});

describe('branches of `cfg_if!`', () => {
  it('count where they are taken, with the modules that they declare', () =>
    check(
      `
//- src/lib.rs
cfg_if::cfg_if! {
    if #[cfg(windows)] {
        mod win;
    } else if #[cfg(target_os = "linux")] {
        mod linux;
        #[repr(C)]
        pub struct Event { id: u32 }
    } else {
        #[repr(C)]
        pub struct Event { id: u64 }
        extern "C" { fn codec_close(); }
    }
}
//- src/win.rs
extern "C" { fn codec_open() -> i32; }
//- src/linux.rs
use crate::Event;
extern "C" { fn codec_open(event: *const Event, level: i32) -> i32; }
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes 1 parameter, Rust declares 2: C++ has no \`level\`
//- include/codec.h
struct Event { unsigned id; };
extern "C" int codec_open(const struct Event *event);
extern "C" void codec_close(int level);
`,
    ));
});
