import { describe, it } from 'vitest';
import page from './platform-width.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('platform-width', () => {
  it('is what its page says', () => checkPage(page, 'platform-width'));

  const PREVIEW = { severity: { 'platform-width': 'warning' } } as const;

  it('leaves a target that is configured to the comparison on it', () =>
    check(
      `
//- src/ffi.rs
extern "C" {
    fn seek(offset: i64);
    //      ^^^^^^^^^^^ error: C++ takes \`long\` for \`offset\`, Rust declares \`i64\`: an integer of 4 bytes in C++, an integer of 8 bytes in Rust (on x86_64-pc-windows-msvc)
}
//- include/seek.h
extern "C" void seek(long offset);
`,
      { ...PREVIEW, targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] },
    ));

  it('is quiet about what is not there elsewhere, and about aliases', () =>
    checkQuiet(
      `
//- src/ffi.rs
type Offset = i64;
#[cfg(unix)]
extern "C" { fn seek_unix(offset: i64); }
extern "C" { fn seek_any(offset: Offset, other: i64); }
//- include/seek.h
typedef long offset_t;
extern "C" void seek_unix(long offset);
extern "C" void seek_any(long offset, offset_t other);
`,
      PREVIEW,
    ));

  it('sees the sign of a character, and widths behind a pointer', () =>
    check(
      `
//- src/ffi.rs
extern "C" {
    fn put(letter: i8, text: *const i8, size: *mut u64);
    //     ^^^^^^^^^^ warning: C++ takes \`char\` for \`letter\`, Rust declares \`i8\`: \`char\` is signed on x86_64-unknown-linux-gnu, unsigned on aarch64-unknown-linux-gnu
    //                                  ^^^^^^^^^^^^^^ warning: C++ takes \`unsigned long *\` for \`size\`, Rust declares \`*mut u64\`: \`unsigned long\` is 8 bytes on x86_64-unknown-linux-gnu, 4 bytes on x86_64-pc-windows-msvc
}
//- include/put.h
extern "C" void put(char letter, const char *text, unsigned long *size);
`,
      PREVIEW,
    ));
});
