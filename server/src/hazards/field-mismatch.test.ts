import { describe, it } from 'vitest';
import page from './field-mismatch.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

const marked = (head: string, rest: string): string => `${head.trimEnd()}
${rest}`;

describe('field-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'field-mismatch'));

  it('looks through wrappers, arrays and aliases on both sides', () =>
    check(`
//- src/ffi.rs
use std::mem::MaybeUninit;
#[repr(transparent)]
pub struct Bits(u32);
#[repr(C)]
pub struct Wrong { bits: Bits, cells: [i64; 3], next: MaybeUninit<f64>, hook: f64 }
//                       ^^^^ error: \`bits\` at offset 0 is an integer of 4 bytes in Rust (\`Bits\`), a floating-point number of 4 bytes in C++ (\`float\`)
//                                    ^^^^^^^^ error: \`cells\` at offset 8 is an array whose elements are an integer of 8 bytes in Rust (\`i64\`), a floating-point number of 8 bytes in C++ (\`double\`)
//                                                    ^^^^^^^^^^^^^^^^ error: \`next\` at offset 32 is a floating-point number of 8 bytes in Rust (\`MaybeUninit<f64>\`), a pointer in C++ (\`Wrong *\`)
//                                                                            ^^^ error: \`hook\` at offset 40 is a floating-point number of 8 bytes in Rust (\`f64\`), a pointer in C++ (\`void (*)()\`)
extern "C" { fn all(wrong: &Wrong); }
//- include/wrong.h
typedef float bits_t;
struct Wrong { bits_t bits; double cells[3]; Wrong *next; void (*hook)(); };
extern "C" void all(const Wrong *wrong);
`));

  it('finds a record where the other side has a float or a pointer', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Point { x: f32, y: f32 }
#[repr(C)]
pub struct Mark { at: Point, size: Point }
//                    ^^^^^ error: \`at\` at offset 0 is a record in Rust (\`Point\`), a floating-point number of 8 bytes in C++ (\`double\`)
//                                 ^^^^^ error: \`size\` at offset 8 is a record in Rust (\`Point\`), a pointer in C++ (\`void *\`)
extern "C" { fn mark(mark: *const Mark); }
//- include/mark.h
struct Mark { double at; void *size; };
extern "C" void mark(const Mark *mark);
`));

  it('says once what moves everything behind it', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Row { id: u16, a: u64, b: u64, flags: u32 }
//                   ^^^ error: \`id\` at offset 0 is 2 bytes in Rust (\`u16\`), 16 bytes in C++ (\`unsigned char[16]\`)
extern "C" { fn row(row: &Row); }
//- include/row.h
struct Row { unsigned char id[16]; unsigned long a; unsigned long b; unsigned flags; };
extern "C" void row(const Row *row);
`));

  it('leaves a record that differs by itself to the finding on it', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Size { width: u32, height: u64 }
//                       ^^^ error: \`width\` at offset 0 is 4 bytes in Rust (\`u32\`), 8 bytes in C++ (\`unsigned long\`)
#[repr(C)]
pub struct Window { sizes: [Size; 2], id: u32, extent: Size }
extern "C" { fn window(window: &Window); }
//- include/window.h
struct Size { unsigned long width; unsigned long height; char unit; };
struct Window { Size sizes[2]; unsigned id; Size extent; };
extern "C" void window(const Window *window);
`));

  it('says once that a record of one field holds another class of values', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Angle { radians: f32 }
//                          ^^^ error: \`radians\` at offset 0 is a floating-point number of 4 bytes in Rust (\`f32\`), an integer of 4 bytes in C++ (\`unsigned int\`)
#[repr(C)]
pub struct Arc { from: Angle, to: Angle }
extern "C" { fn arc(arc: &Arc); }
//- include/arc.h
struct Angle { unsigned radians; };
struct Arc { Angle from; Angle to; };
extern "C" void arc(const Arc *arc);
`));

  it('says on which target fields differ', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Stamp { when: i64, zone: i64 }
//                       ^^^ error: \`when\` at offset 0 is 8 bytes in Rust (\`i64\`), 4 bytes in C++ (\`long\`) (on x86_64-pc-windows-msvc)
extern "C" { fn stamp(stamp: &Stamp); }
//- include/stamp.h
struct Stamp { long when; long zone; };
extern "C" void stamp(const Stamp *stamp);
`,
      { targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] },
    ));

  it('proves nothing from words that may be handles, from blobs, unions and optional pointers', () =>
    checkQuiet(`
//- src/ffi.rs
use std::ptr::NonNull;
#[repr(C)]
pub union Value { number: f64, word: u64 }
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Pair { low: u32, high: u32 }
#[repr(C)]
pub struct Slot {
    handle: *mut u8,
    value: Value,
    other: u64,
    both: Pair,
    raw: [u8; 8],
    hook: Option<extern "C" fn()>,
    next: Option<NonNull<Slot>>,
    letter: i8,
    on: bool,
}
extern "C" { fn slot(slot: &mut Slot); }
//- include/slot.h
#include <cstdint>
union Value { double number; uint64_t word; };
struct Slot {
  uintptr_t handle;
  double value;
  Value other;
  uint64_t both;
  double raw;
  void (*hook)();
  Slot *next;
  unsigned char letter;
  char on;
};
extern "C" void slot(Slot *slot);
`));

  it('retypes an array, and a scalar behind a name that Rust does not have', async () => {
    const text = (id: string, cells: string): string => `
//- src/ffi.rs
use std::ffi::c_int;
#[repr(C)]
pub struct Table { id: ${id}, cells: ${cells} }
`;
    const rest = `extern "C" { fn table(table: &Table); }
`;
    const workspace = await check(`
//- src/ffi.rs
use std::ffi::c_int;
#[repr(C)]
pub struct Table { id: f32, cells: [f32; 4] }
//                     ^^^ error: \`id\` at offset 0 is a floating-point number of 4 bytes in Rust (\`f32\`), an integer of 4 bytes in C++ (\`int\`)
//                                 ^^^^^^^^ error: \`cells\` at offset 4 is an array whose elements are a floating-point number of 4 bytes in Rust (\`f32\`), an integer of 4 bytes in C++ (\`int\`)
${rest}//- include/table.h
typedef int id_type;
struct Table { id_type id; int cells[4]; };
extern "C" void table(const Table *table);
`);
    await checkRemedy(workspace, 'Change the type to `c_int`', marked(text('c_int', '[f32; 4]'), rest));
    await checkRemedy(
      workspace,
      'Change the type to `[c_int; 4]`',
      marked(text('c_int', '[c_int; 4]'), rest),
    );
  });

  it('renews the header where Rust exports', async () => {
    const workspace = await check(`
//- src/lib.rs
#[repr(C)]
pub struct Size { pub width: u64, pub height: u64 }
//                           ^^^ error: \`width\` at offset 0 is 8 bytes in Rust (\`u64\`), 4 bytes in C++ (\`uint32_t\`)
#[no_mangle]
pub extern "C" fn size_of_page(size: &mut Size) {}
//- include/size.h
#include <cstdint>
struct Size {
  uint32_t width;
  uint64_t height;
};
extern "C" void size_of_page(Size *size);
`);
    await checkRemedy(
      workspace,
      'Declare it as `uint64_t width` in C++',
      `
//- include/size.h
#include <cstdint>
struct Size {
  uint64_t width;
  uint64_t height;
};
extern "C" void size_of_page(Size *size);
`,
    );
  });
});
