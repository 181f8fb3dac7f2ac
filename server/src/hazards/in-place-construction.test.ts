import { describe, it } from 'vitest';
import page from './in-place-construction.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('in-place-construction', () => {
  it('is what its page says', () => checkPage(page, 'in-place-construction'));

  it('finds what a member or a base keeps from being moved', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge(namespace = "app")]
mod ffi {
    unsafe extern "C++" {
        include!("pump.h");
        #[cxx_name = "Pump"]
        type Motor;
        //   ^^^^^ information: \`app::Pump\` can only be constructed where it stays (the copy constructor of \`app::Fixed\` is deleted), and nothing in the bridge \`ffi\` gives Rust one. No function can by value: bind a factory that returns \`std::unique_ptr<app::Pump>\`, as \`-> UniquePtr<Motor>\`
        fn start(self: Pin<&mut Motor>);
    }
}
//- include/pump.h
namespace app {
struct Fixed { Fixed(); Fixed(const Fixed &) = delete; };
struct Pump { Fixed place; void start(); };
}
`));

  it('says of a mirror that Rust must not move it', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Node { next: *mut Node }
//         ^^^^ information: \`Node\` can only be constructed where it stays (the copy constructor of \`Node\` is deleted), and Rust, which has its fields, must not move one: let C++ construct it, behind a pointer
extern "C" { fn link(node: *mut Node); }
//- include/node.h
struct Node { Node *next; Node(); Node(const Node &) = delete; };
extern "C" void link(Node *node);
`));

  it('is quiet where C++ gives Rust one, where nobody may construct one, and about raw handles', () =>
    checkQuiet(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("types.h");
        type Borrowed;
        type Called;
        type Abstract;
        type Single;
        type Movable;
        fn borrow() -> &'static Borrowed;
        fn use_all(a: &Abstract, b: &Single, c: &Movable);
    }
    extern "Rust" {
        fn on_event(event: Pin<&mut Called>);
    }
}
#[repr(C)]
pub struct Handle { _private: [u8; 0] }
extern "C" { fn handle_show(handle: *const Handle); }
//- include/types.h
struct Borrowed { Borrowed(); Borrowed(const Borrowed &) = delete; };
struct Called { Called(); Called(const Called &) = delete; };
struct Abstract { Abstract(); Abstract(const Abstract &) = delete; virtual void run() = 0; };
class Single { Single(); Single(const Single &) = delete; };
struct Movable { Movable(); Movable(Movable &&) = default; };
struct Handle { Handle(); Handle(const Handle &) = delete; int *state; };
const Borrowed &borrow();
void use_all(const Abstract &a, const Single &b, const Movable &c);
extern "C" void handle_show(const Handle *handle);
`));
});
