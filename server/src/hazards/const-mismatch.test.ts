import { describe, it } from 'vitest';
import page from './const-mismatch.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('const-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'const-mismatch'));

  it('sees a reference through which Rust may write what C++ declares constant', () =>
    check(`
//- src/lib.rs
#[no_mangle]
pub extern "C" fn table_type(table: &mut u64) {}
//                           ^^^^^^^^^^^^^^^ warning: C++ passes \`const uint64_t *\` for \`table\`, Rust declares \`&mut u64\`: C++ promises that nobody writes there, and Rust may
//- include/table.h
#include <cstdint>
extern "C" void table_type(const uint64_t *table);
`));

  it('is quiet where Rust only reads what C++ may write, and about cells in a record', () =>
    checkQuiet(`
//- src/lib.rs
use std::cell::UnsafeCell;
#[repr(C)]
pub struct Shared { value: UnsafeCell<u32> }
#[no_mangle]
pub extern "C" fn table_read(table: &u64) {}
extern "C" {
    fn share(shared: &Shared, matrix: &[f32; 4]);
}
//- include/table.h
#include <cstdint>
struct Shared { unsigned value; };
extern "C" void table_read(uint64_t *table);
extern "C" void share(Shared *shared, const float matrix[4]);
`));
});
