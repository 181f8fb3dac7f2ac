import { describe, it } from 'vitest';
import page from './default-arguments.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('default-arguments', () => {
  it('is what its page says', () => checkPage(page, 'default-arguments'));

  it('names what is written, shortened, and parameters without a name', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn plot(a: i32, b: i32) -> i32;
    // ^^^^ information: \`plot\` has a default in C++ that Rust does not get: \`= 1\`. Rust has to give it each time, and does not follow when the header changes it; a C++ function that takes fewer parameters does
    fn scale(a: i32, b: i32) -> i32;
    // ^^^^^ information: \`scale\` has a default in C++ that Rust does not get: \`factor = ONE_OF_THE_LONGEST_NAMES_THAT_ANYBODY_H…\`. Rust has to give it each time, and does not follow when the header changes it; a C++ function that takes fewer parameters does
}
//- include/plot.h
extern "C" int plot(int a, int = 1);
extern "C" int scale(int a,
                     int factor = ONE_OF_THE_LONGEST_NAMES_THAT_ANYBODY_HAS_WRITTEN +
                                  1);
`));

  it('is quiet where nothing has a default', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" {
    fn plot(a: i32, b: i32) -> i32;
}
//- include/plot.h
extern "C" int plot(int a, int b);
`));
});
