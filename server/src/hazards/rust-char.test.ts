import { describe, it } from 'vitest';
import page from './rust-char.md';
import { check, checkPage } from './testing/check.js';

describe('rust-char', () => {
  it('is what its page says', () => checkPage(page, 'rust-char'));

  it('is not for what is wider than any character, or no number', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn put(wide: char, half: char, text: *const char, number: char);
    //     ^^^^^^^^^^ error: C++ takes \`double\` for \`wide\`, Rust declares \`char\`: a floating-point number of 8 bytes in C++, an integer of 4 bytes in Rust
    //                 ^^^^^^^^^^ warning: C++ takes \`char16_t\` for \`half\`, Rust declares \`char\`: 2 bytes in C++, 4 bytes in Rust
    //                                                ^^^^^^^^^^^^ error: C++ takes \`long\` for \`number\`, Rust declares \`char\`: an integer of 8 bytes in C++, an integer of 4 bytes in Rust
}
//- include/put.h
extern "C" void put(double wide, char16_t half, const char32_t *text, long number);
`));
});
