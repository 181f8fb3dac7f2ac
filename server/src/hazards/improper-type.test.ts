import { describe, it } from 'vitest';
import page from './improper-type.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('improper-type', () => {
  it('is what its page says', () => checkPage(page, 'improper-type'));

  it('leaves what provably differs to other hazards', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn label(text: &str, letter: char, hook: fn());
    //       ^^^^^^^^^^ error: C++ takes \`const char *\` for \`text\`, Rust declares \`&str\`: a pointer in C++, a wide pointer of 16 bytes in Rust
    //                   ^^^^^^^^^^^^ warning: C++ takes \`char\` for \`letter\`, Rust declares \`char\`: 1 byte in C++, 4 bytes in Rust
    //                                 ^^^^^^^^^^ error: C++ takes \`void (*)()\` for \`hook\`, Rust declares \`fn()\`: C++ calls it as C does, a \`fn\` without \`extern "C"\` has a convention of Rust's own
    fn view(text: &str);
    //      ^^^^^^^^^^ warning: C++ takes \`View\` for \`text\`, Rust declares \`&str\`: \`&str\` is two words, a pointer and a length
}
//- include/label.h
struct View { const char *data; unsigned long size; };
extern "C" void label(const char *text, char letter, void (*hook)());
extern "C" void view(View text);
`));

  it('is quiet about what Crubit generates, and what only a pointer leads to', () =>
    checkQuiet(`
//- src/lib.rs
#[no_mangle]
pub extern "C" fn __crubit_thunk_len(text: &'static str) -> usize { text.len() }
#[no_mangle]
pub extern "C" fn names_len(names: &Vec<String>) -> usize { names.len() }
//- include/thunks.h
struct StrRef { const char *data; unsigned long size; };
struct Names;
extern "C" unsigned long __crubit_thunk_len(StrRef text);
extern "C" unsigned long names_len(const Names *names);
`));
});
