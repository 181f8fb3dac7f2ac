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
// ferrule: allow(operator-overload)
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

  it('asks about all constructors of one kind, and is quiet where what is copied decides', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Taken { x: u64 }
#[repr(C)]
pub struct Several { x: u64 }
#[repr(C)]
pub struct Mixed { x: u64 }
#[repr(C)]
pub struct Narrow { x: u64 }
extern "C" {
    fn taken(value: Taken, narrow: Narrow);
    fn several(value: Several, mixed: Mixed);
    //         ^^^^^^^^^^^^^^ error: C++ passes \`Several\` by a hidden reference, Rust passes the bytes of \`Several\`: the class is not trivial for the purposes of calls
}
//- include/classes.h
namespace other { struct Taken; }
struct Taken { unsigned long x; Taken(const other::Taken &); template <class T> Taken(const T &, int = 0); };
struct Several { unsigned long x; Several(Several &); Several(const Several &) = delete; };
struct Mixed { unsigned long x; Mixed(Mixed &) = default; Mixed(const Mixed &) = delete; };
struct Narrow { unsigned long x; Narrow(Narrow &) = default; };
extern "C" void taken(Taken value, Narrow narrow);
extern "C" void several(Several value, Mixed mixed);
`));

  it('knows that gcc does not know `[[clang::trivial_abi]]`', async () => {
    const header = `
//- include/handle.h
struct [[clang::trivial_abi]] Handle { unsigned long x; ~Handle(); };
struct __attribute__((trivial_abi)) Other { unsigned long x; ~Other(); };
struct Owner { Handle handle; };
struct Plain { unsigned long x; };
extern "C" void close(Handle handle, Other other);
extern "C" void drop_owner(Owner owner, Plain plain);
`;
    const unmarked = `
//- src/ffi.rs
#[repr(C)]
pub struct Handle { x: u64 }
#[repr(C)]
pub struct Other { x: u64 }
#[repr(C)]
pub struct Owner { handle: Handle }
#[repr(C)]
pub struct Plain { x: u64 }
extern "C" {
    fn close(handle: Handle, other: Other);
    fn drop_owner(owner: Owner, plain: Plain);
}${header}`;
    await checkQuiet(unmarked);
    await checkQuiet(unmarked, { compiler: 'clang' });
    const reason = 'the class is not trivial for the purposes of calls';
    const marked = unmarked
      .replace(
        'other: Other);\n',
        `$&    //       ^^^^^^^^^^^^^^ error: C++ passes \`Handle\` by a hidden reference, Rust passes the bytes of \`Handle\`: ${reason}
    //                       ^^^^^^^^^^^^ error: C++ passes \`Other\` by a hidden reference, Rust passes the bytes of \`Other\`: ${reason}\n`,
      )
      .replace(
        'plain: Plain);\n',
        `$&    //            ^^^^^^^^^^^^ error: C++ passes \`Owner\` by a hidden reference, Rust passes the bytes of \`Owner\`: ${reason}\n`,
      );
    await check(marked, { compiler: 'gcc' });
  });

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

  it('knows that 32-bit Windows passes the copy itself, and 64-bit Windows a small class in spite of its destructor', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Token { id: u32 }
#[repr(C)]
pub struct Ticket { id: u32 }
#[repr(C)]
pub struct Block { id: u32, rest: [u32; 3] }
extern "C" {
    fn spend(token: Token);
    fn redeem(ticket: Ticket);
    //        ^^^^^^^^^^^^^^ error: C++ passes \`Ticket\` by a hidden reference, Rust passes the bytes of \`Ticket\`: the class is not trivial for the purposes of calls (on x86_64-pc-windows-msvc)
    fn free_block(block: Block);
    //            ^^^^^^^^^^^^ error: C++ passes \`Block\` by a hidden reference, Rust passes the bytes of \`Block\`: the class is not trivial for the purposes of calls (on x86_64-pc-windows-msvc)
    fn token() -> Token;
    //            ^^^^^ error: C++ returns \`Token\` through a hidden pointer, which Rust does not pass for \`Token\`: the class is not trivial for the purposes of calls
}
//- include/token.h
struct Token { unsigned id; ~Token(); };
struct Ticket { unsigned id; Ticket(const Ticket &); };
struct Block { unsigned id, rest[3]; ~Block(); };
extern "C" void spend(Token token);
extern "C" void redeem(Ticket ticket);
extern "C" void free_block(Block block);
extern "C" Token token();
`,
      { targets: ['i686-pc-windows-msvc', 'x86_64-pc-windows-msvc'] },
    ));

  it("knows what Microsoft's compilers do not return in registers, though they pass it in them", () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Built { x: u32 }
#[repr(C)]
pub struct Converted { x: u32 }
#[repr(C)]
pub struct Child { x: u32 }
#[repr(C)]
pub struct Hidden { x: u32 }
// ferrule: allow(operator-overload)
#[repr(C)]
pub struct Assigned { x: u32 }
#[repr(C)]
pub struct Holder { x: u32 }
#[repr(C)]
pub struct Fixed { x: u32 }
extern "C" {
    fn built(value: Built) -> Built;
    //                        ^^^^^ error: C++ returns \`Built\` through a hidden pointer, which Rust does not pass for \`Built\`: Microsoft's compilers do so because \`Built\` has a constructor of its own (on x86_64-pc-windows-msvc)
    fn converted() -> u32;
    //                ^^^ error: C++ returns \`Converted\` through a hidden pointer, which Rust does not pass for \`u32\`: Microsoft's compilers do so because \`Converted\` has a constructor of its own (on x86_64-pc-windows-msvc)
    fn child() -> Child;
    //            ^^^^^ error: C++ returns \`Child\` through a hidden pointer, which Rust does not pass for \`Child\`: Microsoft's compilers do so because \`Child\` has the base \`Plain\` (on x86_64-pc-windows-msvc)
    fn hidden() -> Hidden;
    //             ^^^^^^ error: C++ returns \`Hidden\` through a hidden pointer, which Rust does not pass for \`Hidden\`: Microsoft's compilers do so because \`x\` of \`Hidden\` is private (on x86_64-pc-windows-msvc)
    fn assigned() -> Assigned;
    //               ^^^^^^^^ error: C++ returns \`Assigned\` through a hidden pointer, which Rust does not pass for \`Assigned\`: Microsoft's compilers do so because the copy assignment operator of \`Assigned\` is user-provided (on x86_64-pc-windows-msvc)
    fn holder() -> Holder;
    //             ^^^^^^ error: C++ returns \`Holder\` through a hidden pointer, which Rust does not pass for \`Holder\`: Microsoft's compilers do so because the copy assignment operator of \`Assigned\` is user-provided (on x86_64-pc-windows-msvc)
    fn fixed() -> Fixed;
    //            ^^^^^ error: C++ returns \`Fixed\` through a hidden pointer, which Rust does not pass for \`Fixed\`: Microsoft's compilers do so because a const object cannot be assigned to (on x86_64-pc-windows-msvc)
}
//- include/classes.h
struct Built { unsigned x; Built(); };
//                         ^^^^^ related: \`Built\` has a constructor of its own
struct Converted { unsigned x; template <class T> explicit Converted(T) = delete; };
struct Plain { unsigned x; };
struct Child : Plain {};
//             ^^^^^ related: \`Child\` has the base \`Plain\`
class Hidden { unsigned x; };
//                      ^ related: \`x\` of \`Hidden\` is private
struct Assigned { unsigned x; Assigned &operator=(const Assigned &); };
struct Holder { Assigned assigned; };
struct Fixed { const unsigned x; };
extern "C" Built built(Built value);
extern "C" Converted converted();
extern "C" Child child();
extern "C" Hidden hidden();
extern "C" Assigned assigned();
extern "C" Holder holder();
extern "C" Fixed fixed();
`,
      { targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] },
    ));

  it("knows what Microsoft's compilers return as C does", () =>
    checkQuiet(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Large { x: [u32; 4] }
#[repr(C)]
pub struct Odd { x: [u8; 3] }
#[repr(C)]
pub struct Defaulted { x: u32 }
#[repr(C)]
pub struct Refused { x: u32 }
#[repr(C)]
pub struct Holder { x: u32 }
#[repr(C)]
pub struct Bits { x_and_y: u32 }
#[repr(C)]
pub struct Owner { x: u32 }
extern "C" {
    fn large() -> Large;
    fn odd() -> Odd;
    fn defaulted() -> Defaulted;
    fn refused() -> Refused;
    fn holder() -> Holder;
    fn bits() -> Bits;
    fn owner() -> *mut Owner;
    fn take(large: Large, odd: Odd, owner: Owner);
}
//- include/classes.h
struct Large { unsigned x[4]; Large(); };
struct Odd { unsigned char x[3]; Odd(); };
struct Defaulted { unsigned x = 1; Defaulted() = default; Defaulted &operator=(const Defaulted &) = default; };
struct Refused { unsigned x; Refused(int) = delete; };
struct Owner { unsigned x; Owner(); };
struct Holder { Owner owner; static Holder make(); private: static int count; };
struct Bits { unsigned x : 3; private: unsigned : 5; public: unsigned y : 3; };
extern "C" Large large();
extern "C" Odd odd();
extern "C" Defaulted defaulted();
extern "C" Refused refused();
extern "C" Holder holder();
extern "C" Bits bits();
extern "C" Owner *owner();
extern "C" void take(Large large, Odd odd, Owner owner);
`,
      { targets: ['x86_64-pc-windows-msvc', 'i686-pc-windows-msvc'] },
    ));

  it('knows that arm64 has a register of its own for the result of C, whatever its size', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Large { x: [u64; 4] }
extern "C" {
    fn large() -> Large;
    //            ^^^^^ error: C++ returns \`Large\` through a hidden pointer, which Rust does not pass for \`Large\`: Microsoft's compilers do so because \`Large\` has a constructor of its own (on aarch64-pc-windows-msvc)
}
//- include/large.h
struct Large { unsigned long long x[4]; Large(); };
extern "C" Large large();
`,
      { targets: ['x86_64-pc-windows-msvc', 'aarch64-pc-windows-msvc'] },
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
