import { describe, it } from 'vitest';
import page from './enum-open.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

const ON = { severity: { 'enum-open': 'warning' } } as const;

describe('enum-open', () => {
  it('is what its page says', () => checkPage(page, 'enum-open'));

  it('believes a name that says flags', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub enum OpenFlags { A = 1, B = 2, AB = 3, C = 4 }
//       ^^^^^^^^^ warning: C++ may give \`A | C\` (5), which is no \`OpenFlags\` and undefined behaviour as one: flags want a struct around the integer
extern "C" { fn flags() -> OpenFlags; }
//- include/flags.h
enum OpenFlags { A = 1, B = 2, AB = 3, C = 4 };
extern "C" OpenFlags flags();
`,
      ON,
    ));

  it('is silent where Rust has all combinations', () =>
    checkQuiet(
      `
//- src/ffi.rs
#[repr(C)]
pub enum Corner { O, X, Y, Xy, Z, Xz, Yz, Xyz }
extern "C" { fn corner() -> Corner; }
//- include/corner.h
enum Corner { O, X, Y, XY, Z, XZ, YZ, XYZ };
extern "C" Corner corner();
`,
      ON,
    ));
});
