import { describe, it } from 'vitest';
import page from './unpinned-opaque.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('unpinned-opaque', () => {
  it('is what its page says', () => checkPage(page, 'unpinned-opaque'));

  it('says it once for all places, also where C++ calls Rust, and instead of what follows from it', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Node { next: *mut Node }
//         ^^^^ warning: Rust has a \`&mut Node\` (the parameter \`node\` of \`link\`), and safe code may \`mem::swap\` what it refers to, which moves it and breaks it: the copy constructor of \`Node\` is deleted. Take a \`*mut\`, or a \`Pin<&mut Node>\` of a type with a \`PhantomPinned\`
extern "C" {
    fn link(node: &mut Node);
    fn first<'a>() -> Option<&'a mut Node>;
}
#[no_mangle]
pub extern "C" fn visit(node: &mut Node) {}
//- include/node.h
struct Node { Node *next; Node(); Node(const Node &) = delete; };
//                                ^^^^ related: the copy constructor of \`Node\` is deleted
extern "C" void link(Node *node);
extern "C" Node *first();
extern "C" void visit(Node *node);
`));

  it('is quiet about pointers, shared references, final classes and what is not known', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Shape { _opaque: [u64; 2] }
#[repr(C)]
pub struct Last { _opaque: [u64; 2] }
#[repr(C)]
pub struct Holder { _opaque: [u64; 2] }
extern "C" {
    fn all(a: *mut Shape, b: &Shape, c: &mut Last, d: &mut Holder);
}
//- include/shape.h
class Shape { public: virtual ~Shape(); private: long id; };
class Last final { public: virtual ~Last(); private: long id; };
class Holder { Elsewhere place; };
extern "C" void all(Shape *a, const Shape *b, Last *c, Holder *d);
`));
});
