import { describe, test } from 'vitest';
import { check, checkQuiet } from '../hazards/testing/check.js';

const LINUX = 'x86_64-unknown-linux-gnu';
const WINDOWS = 'x86_64-pc-windows-msvc';
const BOTH = [LINUX, WINDOWS];
const commands = (...lines: readonly (readonly [file: string, flags: string])[]): string =>
  `//- compile_commands.json\n${JSON.stringify(
    lines.map(([file, flags]) => ({
      directory: '/workspace',
      file,
      command: `g++ -c ${flags} -Iinclude ${file}`,
    })),
  )}\n`;

const TWO_WAYS = `//- include/resize.h
#if defined(WIDE_SIZES)
extern "C" void resize(int width, int height);
#else
extern "C" void resize(int width);
#endif
`;
const RUST = `//- src/ffi.rs
extern "C" { fn resize(width: i32); }
`;
const MISSING = `//                    ^^^^^^^^^^^^ error: C++ takes 2 parameters, Rust declares 1: \`height\` is missing after \`width\`
`;

describe('sides under conditions that exclude each other', () => {
  test.each([
    ['windows', 'defined(__linux__)'],
    ['target_os = "linux"', 'defined(_WIN32) && _MSC_VER >= 1900'],
    ['target_pointer_width = "32"', '__SIZEOF_POINTER__ == 8'],
    ['unix', '!defined(__unix__) && (_WIN64 || 1)'],
  ])('a function of `cfg(%s)` is not compared with one of `#if %s`', async (cfg, condition) => {
    await checkQuiet(
      `//- src/ffi.rs
#[cfg(${cfg})]
extern "C" { fn resize(width: i32); }
//- include/resize.h
#if ${condition}
extern "C" void resize(int width, int height);
#endif
`,
      { targets: BOTH },
    );
  });

  test.each([
    ['windows', 'defined(_WIN32)', WINDOWS],
    ['unix', '__SIZEOF_POINTER__ > 4 && defined(__linux__)', LINUX],
    ['target_os = "linux"', '0 == __cplusplus || __GNUC__ >= 4', LINUX],
    ['feature = "resize"', 'defined(__linux__)', LINUX],
    ['target_os = "linux"', 'defined(WIDE_SIZES)', LINUX],
  ])('one of `cfg(%s)` is compared with one of `#if %s`', async (cfg, condition, target) => {
    await check(
      `//- src/ffi.rs
#[cfg(${cfg})]
extern "C" { fn resize(width: i32); }
//                    ^^^^^^^^^^^^ error: C++ takes 2 parameters, Rust declares 1: \`height\` is missing after \`width\` (on ${target})
//- include/resize.h
#if ${condition}
extern "C" void resize(int width, int height);
#endif
`,
      { targets: BOTH },
    );
  });

  test('a feature and a macro of the build are nothing that one build has', async () => {
    await checkQuiet(`//- src/ffi.rs
#[cfg(feature = "resize")]
extern "C" { fn resize(width: i32); }
//- include/resize.h
#ifdef WIDE_SIZES
extern "C" void resize(int width, int height);
#endif
`);
  });

  test('each branch of a chain is one of its own', async () => {
    const chain = (declared: string, marks = ''): string => `//- src/ffi.rs
extern "C" { fn resize(${declared}); }
${marks}//- include/resize.h
#if defined(_WIN32)
extern "C" void resize(int width, int height);
#elif __SIZEOF_POINTER__ == 8
extern "C" void resize(int width);
#else
extern "C" void resize();
#endif
`;
    await checkQuiet(chain('width: i32'));
    await check(
      chain(
        'width: i32, height: i32',
        '//                    ^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes 1 parameter, Rust declares 2: C++ has no `height`\n',
      ),
    );
  });
});

test('a macro that only a condition defines which does not hold here is assumed not to be', async () => {
  const workspace = (condition: string): string => `//- src/ffi.rs
#[repr(C)]
pub struct Size { width: i32 }
extern "C" { fn resize(size: Size); }
//- include/resize.h
#if ${condition}
#define WIDE_SIZES 1
#endif
struct Size {
  int width;
#if defined(WIDE_SIZES)
  int height;
#endif
};
extern "C" void resize(Size size);
`;
  await checkQuiet(workspace('defined(_WIN32)'));
  await checkQuiet(workspace('defined(WITH_WIDE_SIZES) && WITH_WIDE_SIZES > 1'));
  await checkQuiet(workspace('!defined(WIDE_SIZES) || defined(WIDE_SIZES)'));
});

describe('macros of the build', () => {
  test('nothing is known of a macro that no build sets: two ways are no evidence', async () => {
    await checkQuiet(RUST + TWO_WAYS, { unpaired: ['resize'] });
  });

  test('what every command sets alike decides', async () => {
    await check(
      RUST + MISSING + TWO_WAYS + commands(['a.cpp', '-DWIDE_SIZES'], ['b.cpp', '-DWIDE_SIZES=1 -DOTHER']),
    );
    await checkQuiet(RUST + TWO_WAYS + commands(['a.cpp', '-UWIDE_SIZES'], ['b.cpp', '-UWIDE_SIZES']));
  });

  test('what commands do not set alike does not', async () => {
    await checkQuiet(RUST + TWO_WAYS + commands(['a.cpp', '-DWIDE_SIZES'], ['b.cpp', '']), {
      unpaired: ['resize'],
    });
  });

  test('nor what a file defines anew, nor the commands of another target', async () => {
    const anew = '#ifdef OTHER\n#define WIDE_SIZES 0\n#endif\n';
    await checkQuiet(
      `${RUST}${TWO_WAYS.replace('resize.h\n', `resize.h\n${anew}`)}${commands(['a.cpp', '-DWIDE_SIZES'])}`,
      { unpaired: ['resize'] },
    );
    await checkQuiet(RUST + TWO_WAYS + commands(['a.cpp', '--target=aarch64-linux-gnu -DWIDE_SIZES']), {
      unpaired: ['resize'],
    });
  });

  test('what a file defines or undefines in front of an #if decides it, whatever a command says', async () => {
    const behind = (line: string): string => TWO_WAYS.replace('resize.h\n', `resize.h\n${line}\n`);
    await check(RUST + MISSING + behind('#define WIDE_SIZES 0') + commands(['a.cpp', '-UWIDE_SIZES']));
    await checkQuiet(RUST + behind('#undef WIDE_SIZES') + commands(['a.cpp', '-DWIDE_SIZES']));
  });

  test('values and function-like macros of a command line are expanded', async () => {
    const header = TWO_WAYS.replace('defined(WIDE_SIZES)', 'AT_LEAST(2, 1)');
    await checkQuiet(
      RUST + header + commands(['a.cpp', "'-DAT_LEAST(a,b)=VERSION*10+(a)-(b)>99' -DVERSION=3"]),
    );
    await check(
      RUST + MISSING + header + commands(['a.cpp', "'-DAT_LEAST(a,b)=VERSION*10+(a)-(b)>30' -DVERSION=3"]),
    );
  });
  test('values of a command line are constants, and what a header has for want of them is none', async () => {
    const fixture = (flags: string, mark = ''): string => `//- src/ffi.rs
#[repr(C)] pub struct Name { text: [u8; 4] }
${mark}extern "C" { fn greet(name: *const Name); }
//- include/greet.h
#ifndef LENGTH
#define LENGTH 8
#endif
struct Name { unsigned char text[LENGTH]; };
extern "C" void greet(const Name *name);
//- a.cpp
#include "greet.h"
${commands(['a.cpp', flags])}`;
    await checkQuiet(fixture('-DLENGTH=4'));
    await checkQuiet(fixture('-DLENGTH=(2+2)'));
    const larger =
      '`text` at offset 0 is 4 bytes in Rust (`[u8; 4]`), 5 bytes in C++ (`unsigned char[LENGTH]`)';
    await check(fixture('-DLENGTH=5', `//                                 ^^^^^^^ error: ${larger}\n`));
  });
});
