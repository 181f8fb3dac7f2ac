import { describe, it } from 'vitest';
import page from './const-pointer-mismatch.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('const-pointer-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'const-pointer-mismatch'));

  it('sees what C++ promises not to change and Rust takes as mutable', () =>
    check(
      `
//- src/lib.rs
#[no_mangle]
pub extern "C" fn table_type(table: *mut u64) {}
//                           ^^^^^^^^^^^^^^^ information: C++ passes \`const uint64_t *\` for \`table\`, Rust declares \`*mut u64\`: C++ promises that nobody writes there, and Rust may
//- include/table.h
#include <cstdint>
extern "C" void table_type(const uint64_t *table);
`,
      { severity: { 'const-pointer-mismatch': 'information' } },
    ));

  it('is off unless it is asked for', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" { fn fill(out: *const u8, n: usize); }
//- include/fill.h
#include <stddef.h>
extern "C" void fill(unsigned char *out, size_t n);
`));
});
