import { describe, it } from 'vitest';
import page from './calling-convention-mismatch.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('calling-convention-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'calling-convention-mismatch'));

  it('sees the conventions of 64-bit x86 by their attributes', () =>
    check(`
//- src/ffi.rs
extern "win64" {
    fn firmware_call(handle: *mut u8);
    fn plain_call(handle: *mut u8);
    // ^^^^^^^^^^ error: C++ declares it as \`C\`, Rust as \`win64\` (\`extern "win64"\`): they disagree on where the arguments lie and who removes them
}
extern "C" {
    fn attributed_call(handle: *mut u8);
    // ^^^^^^^^^^^^^^^ error: C++ declares it as \`win64\`, Rust as \`C\` (\`extern "C"\`): they disagree on where the arguments lie and who removes them
}
//- include/firmware.h
extern "C" __attribute__((ms_abi)) void firmware_call(void *handle);
extern "C" void plain_call(void *handle);
extern "C" __attribute__((ms_abi)) void attributed_call(void *handle);
`));

  it('is quiet where a macro may be the convention, and where none acts', () =>
    checkQuiet(
      `
//- src/ffi.rs
extern "system" {
    fn window_open(window: *mut u8);
    fn window_log(window: *mut u8, ...);
}
extern "stdcall" { fn window_close(window: *mut u8); }
//- include/window.h
extern "C" void WINDOW_CALL window_open(void *window);
extern "C" void window_log(void *window, ...);
extern "C" void __stdcall window_close(void *window);
`,
      { targets: ['i686-pc-windows-msvc'] },
    ));
});
