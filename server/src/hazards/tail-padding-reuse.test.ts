import { describe, expect, it } from 'vitest';
import page from './tail-padding-reuse.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('tail-padding-reuse', () => {
  it('is what its page says', () => checkPage(page, 'tail-padding-reuse'));

  it('finds a class derived over several steps, in another file', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Base { id: u64, kind: u8 }
//         ^^^^ warning: the derived class \`ui::Leaf\` keeps \`flag\` in the padding of its base \`Base\`, byte 9: Rust may write all 16 bytes of \`Base\`, and overwrite it
extern "C" {
    fn base_take(base: &mut Base);
    fn leaf_close(leaf: *mut u8);
}
//- include/base.hpp
struct Base { ~Base(); unsigned long id; unsigned char kind; };
extern "C" void base_take(Base *base);
//- include/leaf.hpp
#include "base.hpp"
struct Middle : Base { void run(); };
namespace ui { struct Leaf : ::Middle { bool flag; }; }
extern "C" void leaf_close(unsigned char *leaf);
`));

  it('is quiet where nobody reuses it, Rust cannot write, or the sizes differ anyway', () =>
    checkQuiet(`
//- src/ffi.rs
use std::marker::PhantomData;
#[repr(C)]
pub struct Alone { id: u64, kind: u8 }
#[repr(C)]
pub struct Read { id: u64, kind: u8 }
pub struct Hidden { _opaque: [u8; 0], _marker: PhantomData<*mut u8> }
#[repr(C)]
pub struct Wide { id: u64, kind: u8 }
extern "C" {
    fn alone(alone: &mut Alone) -> *const Read;
    fn hidden(hidden: *mut Hidden, wide: *mut Wide);
}
//- include/base.hpp
struct Alone { ~Alone(); unsigned long id; unsigned char kind; };
struct Other : Alone { unsigned long own; };
struct Read { ~Read(); unsigned long id; unsigned char kind; };
struct Reader : Read { bool flag; };
struct Hidden { ~Hidden(); unsigned long id; unsigned char kind; };
struct Hider : Hidden { bool flag; };
struct Wide { ~Wide(); unsigned long id; unsigned char kind; };
template <class T> struct Wider : Wide { T flag; };
extern "C" const Read *alone(Alone *alone);
extern "C" void hidden(Hidden *hidden, Wide *wide);
`));

  it('is quiet about padding that only gcc with C++20 reuses, unless that is who builds it', async () => {
    const files = (mark = ''): string => `
//- src/ffi.rs
#[repr(C)]
pub struct Base { id: u64, kind: u8 }
${mark}extern "C" {
    fn base_take(base: &mut Base);
}
//- include/base.hpp
struct Base { Base() = default; unsigned long id; unsigned char kind; };
struct Leaf : Base { bool flag; };
extern "C" void base_take(Base *base);
`;
    await checkQuiet(files());
    await checkQuiet(files(), { compiler: 'clang' });
    await checkQuiet(files(), { compiler: 'gcc', standard: 'c++17' });
    await check(
      files(
        '//         ^^^^ warning: the derived class `Leaf` keeps `flag` in the padding of its base `Base`, byte 9: Rust may write all 16 bytes of `Base`, and overwrite it\n',
      ),
      { compiler: 'gcc', standard: 'c++20' },
    );
  });

  it('holds where the ABI reuses padding', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Base { id: u64, kind: u8 }
//         ^^^^ warning: the derived class \`Leaf\` keeps \`flag\` in the padding of its base \`Base\`, byte 9: Rust may write all 16 bytes of \`Base\`, and overwrite it (on x86_64-unknown-linux-gnu)
extern "C" { fn base_take(base: &mut Base); }
//- include/base.hpp
struct Base { ~Base(); unsigned long long id; unsigned char kind; };
struct Leaf : Base { bool flag; };
extern "C" void base_take(Base *base);
`,
      { targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] },
    ));

  it('hears of a class that is derived later', async () => {
    const base = `struct Base { ~Base(); unsigned long id; unsigned char kind; };
extern "C" void base_take(Base *base);
`;
    const workspace = await check(`
//- src/ffi.rs
#[repr(C)]
pub struct Base { id: u64, kind: u8 }
extern "C" {
    fn base_take(base: &mut Base);
    fn leaf_close();
}
//- include/base.hpp
${base}//- include/leaf.hpp
extern "C" void leaf_close();
`);
    workspace.write(
      'include/leaf.hpp',
      '#include "base.hpp"\nstruct Leaf : Base { bool flag; };\nextern "C" void leaf_close();\n',
    );
    const { findings } = await workspace.check();
    expect(findings.map(({ hazard }) => hazard)).toEqual(['tail-padding-reuse']);
    workspace.write('include/leaf.hpp', 'extern "C" void leaf_close();\n');
    expect((await workspace.check()).findings).toEqual([]);
  });
});
