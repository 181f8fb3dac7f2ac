import { describe, it } from 'vitest';
import page from './nontrivial-by-value.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

describe('nontrivial-by-value', () => {
  it('is what its page says', () => checkPage(page, 'nontrivial-by-value'));

  it('knows what makes a class non-trivial for calls', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Copied { x: u64 }
#[repr(C)]
pub struct Moved { x: u64 }
#[repr(C)]
pub struct Holder { text: [u64; 4] }
#[repr(C)]
pub struct Owner { pointer: *mut i32 }
#[repr(C)]
pub struct Derived { x: u64 }
extern "C" {
    fn copied(value: Copied);
    //        ^^^^^^^^^^^^^ error: C++ passes \`Copied\` by a hidden reference, Rust passes the bytes of \`Copied\`: the class is not trivial for the purposes of calls
    fn moved(value: Moved);
    //       ^^^^^^^^^^^^ error: C++ passes \`Moved\` by a hidden reference, Rust passes the bytes of \`Moved\`: the class is not trivial for the purposes of calls
    fn holder(value: Holder);
    //        ^^^^^^^^^^^^^ warning: C++ passes \`Holder\` by a hidden reference, Rust passes the bytes of \`Holder\`: the class is not trivial for the purposes of calls
    fn owner(value: Owner);
    //       ^^^^^^^^^^^^ warning: C++ passes \`Owner\` by a hidden reference, Rust passes the bytes of \`Owner\`: the class is not trivial for the purposes of calls
    fn derived(value: Derived);
    //         ^^^^^^^^^^^^^^ error: C++ passes \`Derived\` by a hidden reference, Rust passes the bytes of \`Derived\`: the class is not trivial for the purposes of calls
}
//- include/classes.h
#include <memory>
#include <string>
struct Copied { unsigned long x; Copied(const Copied &); };
//                               ^^^^^^ related: the copy constructor of \`Copied\` is user-provided
struct Moved { unsigned long x; Moved(Moved &&); };
//                              ^^^^^ related: the move constructor of \`Moved\` is user-provided
struct Holder { std::string text; };
struct Owner { std::unique_ptr<int> pointer; };
struct Derived : Copied {};
extern "C" void copied(Copied value);
extern "C" void moved(Moved value);
extern "C" void holder(Holder value);
extern "C" void owner(Owner value);
extern "C" void derived(Derived value);
`));

  it('is quiet about classes that are trivial for calls', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Built { x: u64 }
#[repr(C)]
pub struct Assigned { x: u64 }
#[repr(C)]
pub struct Defaulted { x: u64 }
#[repr(C)]
pub struct Marked { x: u64 }
#[repr(C)]
pub struct Child { x: u64, y: u64 }
extern "C" {
    fn all(built: Built, assigned: Assigned, defaulted: Defaulted, marked: Marked, child: Child) -> Built;
}
//- include/classes.h
struct Built { unsigned long x; Built(); explicit Built(int); int method() const; static int count; };
struct Assigned { unsigned long x; Assigned &operator=(const Assigned &); };
struct Defaulted { unsigned long x; Defaulted(const Defaulted &) = default; Defaulted(Defaulted &&) = default; ~Defaulted() = default; };
struct [[clang::trivial_abi]] Marked { unsigned long x; ~Marked(); };
struct Child : Built { unsigned long y; };
extern "C" Built all(Built built, Assigned assigned, Defaulted defaulted, Marked marked, Child child);
`));

  it('is quiet about pointers and references to such classes, and about those it does not know', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Lease { id: u64 }
#[repr(C)]
pub struct Partly { x: u64 }
extern "C" {
    fn renew(lease: *mut Lease, other: &Lease) -> *mut Lease;
    fn hidden(lease: *const Lease);
    fn partly(value: Partly);
}
//- include/lease.h
struct Lease { unsigned long id; ~Lease(); };
struct Partly { unknown_t x; };
extern "C" Lease *renew(Lease *lease, const Lease &other);
extern "C" void hidden(Lease lease);
extern "C" void partly(Partly value);
`));

  it('finds results that Rust declares as something else', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Token { id: u64 }
extern "C" {
    fn as_value() -> Token;
    //               ^^^^^ error: C++ returns \`Token\` through a hidden pointer, which Rust does not pass for \`Token\`: the class is not trivial for the purposes of calls
    fn as_pointer() -> *mut Token;
    //                 ^^^^^^^^^^ error: C++ returns \`Token\` through a hidden pointer, which Rust does not pass for \`*mut Token\`: the class is not trivial for the purposes of calls
    fn as_nothing();
    // ^^^^^^^^^^ error: C++ returns \`Token\` through a hidden pointer, which Rust does not pass for \`()\`: the class is not trivial for the purposes of calls
}
//- include/token.h
struct Token { unsigned long id; ~Token(); };
extern "C" Token as_value();
extern "C" Token as_pointer();
extern "C" Token as_nothing();
`));

  it('knows that 32-bit Windows passes the copy itself', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Token { id: u32 }
extern "C" {
    fn spend(token: Token);
    //       ^^^^^^^^^^^^ error: C++ passes \`Token\` by a hidden reference, Rust passes the bytes of \`Token\`: the class is not trivial for the purposes of calls (on x86_64-pc-windows-msvc)
    fn token() -> Token;
    //            ^^^^^ error: C++ returns \`Token\` through a hidden pointer, which Rust does not pass for \`Token\`: the class is not trivial for the purposes of calls
}
//- include/token.h
struct Token { unsigned id; ~Token(); };
extern "C" void spend(Token token);
extern "C" Token token();
`,
      { targets: ['i686-pc-windows-msvc', 'x86_64-pc-windows-msvc'] },
    ));

  it('leaves what cxx passes to cxx', () =>
    checkQuiet(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("name.h");
        type Namer;
        fn name(self: &Namer, prefix: &str) -> String;
        fn children(&self) -> UniquePtr<CxxVector<Namer>>;
    }
}
//- include/name.h
#include <memory>
#include <vector>
#include "rust/cxx.h"
class Namer {
public:
  rust::String name(rust::Str prefix) const;
  std::unique_ptr<std::vector<Namer>> children() const;
};
`));

  it('counts a parameter without a name, and says `const` once', async () => {
    const workspace = await check(`
//- src/ffi.rs
#[repr(C)]
pub struct Token { id: u32 }
extern "C" {
    fn spend(_: Token);
    //       ^^^^^^^^ error: C++ passes \`const Token\` by a hidden reference, Rust passes the bytes of \`Token\`: the class is not trivial for the purposes of calls
}
//- include/token.h
struct Token { unsigned id; ~Token(); };
extern "C" void spend(const Token);
//                    ^^^^^^^^^^^ related: parameter 1 is taken by value
`);
    await checkRemedy(
      workspace,
      'Pass parameter 1 by pointer in both declarations',
      `
//- src/ffi.rs
#[repr(C)]
pub struct Token { id: u32 }
extern "C" {
    fn spend(_: *const Token);
}
//- include/token.h
struct Token { unsigned id; ~Token(); };
extern "C" void spend(const Token *);
`,
    );
  });
});
