import { describe, it } from 'vitest';
import page from './copy-of-nontrivial.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

describe('copy-of-nontrivial', () => {
  it('is what its page says', () => checkPage(page, 'copy-of-nontrivial'));

  it('is no more than a warning where a table says it, and takes an empty attribute away', async () => {
    const workspace = await check(`
//- src/ffi.rs
#[derive(Clone)]
#[repr(C)]
pub struct Label { text: [*mut u8; 2] }
//         ^^^^^ warning: \`Label\` derives \`Clone\`, a copy of its bytes, which is not how C++ copies \`Label\`: \`std::shared_ptr<char>\` has a non-trivial copy constructor
extern "C" { fn label_show(label: *const Label); }
//- include/label.h
#include <memory>
struct Label { std::shared_ptr<char> text; };
extern "C" void label_show(const Label *label);
`);
    await checkRemedy(
      workspace,
      'Do not derive `Clone`',
      `
//- src/ffi.rs
#[repr(C)]
pub struct Label { text: [*mut u8; 2] }
extern "C" { fn label_show(label: *const Label); }
//- include/label.h
#include <memory>
struct Label { std::shared_ptr<char> text; };
extern "C" void label_show(const Label *label);
`,
    );
  });

  it('knows an owner that is not copied, and leaves `Clone` where only `Copy` is wrong', async () => {
    const workspace = await check(`
//- src/ffi.rs
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Guard { id: u32 }
//         ^^^^^ error: \`Guard\` derives \`Copy\`, so that nothing destroys it, and C++ destroys each \`Guard\`: the destructor of \`Guard\` is user-provided
#[repr(C)]
#[derive(Clone)]
pub struct Owner { at: *mut u32 }
//         ^^^^^ error: \`Owner\` derives \`Clone\`, a copy of its bytes, and in C++ \`Owner\` has no copies: the copy constructor of \`Owner\` is deleted, because the class declares its move constructor
//         ^^^^^ information: \`Owner\` has a move constructor of its own, which no move in Rust runs: \`ptr::read\`, \`mem::swap\` and every assignment through \`&mut\` copy the bytes. Where Rust has to move one, bind a function that does it, such as \`void move_to(Owner &from, Owner &to)\`
extern "C" { fn use_both(guard: *mut Guard, owner: *mut Owner); }
//- include/owner.h
struct Guard { unsigned id; ~Guard(); };
struct Owner { unsigned *at; Owner(Owner &&); ~Owner(); };
extern "C" void use_both(Guard *guard, Owner *owner);
`);
    await checkRemedy(
      workspace,
      'Do not derive `Copy`',
      `
//- src/ffi.rs
#[repr(C)]
#[derive(Clone)]
pub struct Guard { id: u32 }
#[repr(C)]
#[derive(Clone)]
pub struct Owner { at: *mut u32 }
extern "C" { fn use_both(guard: *mut Guard, owner: *mut Owner); }
`,
    );
  });

  it('knows what a bridge holds', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("count.h");
        type Count = crate::Count;
        fn show(count: &Count);
    }
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Count { at: *mut u32 }
//         ^^^^^ error: \`Count\` derives \`Clone\` and \`Copy\`, a copy of its bytes, which is not how C++ copies \`Count\`: the copy constructor of \`Count\` is user-provided
//- include/count.h
struct Count {
  unsigned *at;
  Count(const Count &other);
};
void show(const Count &count);
`));

  it('leaves opaque handles, copies by hand and what is not known alone', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Handle { _private: [u8; 0] }
#[repr(C)]
pub struct Counted { at: *mut u32 }
impl Clone for Counted { fn clone(&self) -> Self { unsafe { counted_copy(self) } } }
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Holder { inner: u64 }
extern "C" {
    fn use_all(handle: *mut Handle, counted: *mut Counted, holder: *mut Holder);
}
//- include/all.h
struct Handle { int fd; ~Handle(); };
struct Counted { unsigned *at; Counted(const Counted &); ~Counted(); };
struct Holder { Elsewhere inner; };
extern "C" void use_all(Handle *handle, Counted *counted, Holder *holder);
`));
});
