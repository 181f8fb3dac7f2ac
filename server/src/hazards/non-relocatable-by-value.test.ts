import { describe, it } from 'vitest';
import page from './non-relocatable-by-value.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

/** A bridge that holds a type of each name by value. */
const bridge = (names: readonly string[], uses: string): string => `
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("held.h");
${names.map((name) => `        type ${name} = crate::held::${name};`).join('\n')}
${uses}
    }
}`;

describe('non-relocatable-by-value', () => {
  it('is what its page says', () => checkPage(page, 'non-relocatable-by-value'));

  it('is quiet about classes that may be moved, or are said to be', () =>
    checkQuiet(`
${bridge(
  ['Plain', 'Pointer', 'Member', 'Special', 'Marked', 'Copying'],
  '        fn all(a: Plain, b: Pointer, c: Member, d: Special, e: Marked, f: Copying) -> Plain;',
)}
//- include/held.h
#include <memory>
#include <vector>
#include <type_traits>
struct Plain { int x; Plain(); };
struct Pointer { std::unique_ptr<int> pointer; std::vector<int> numbers; };
struct Member { using IsRelocatable = std::true_type; Member(Member &&); ~Member(); int x; };
struct Special { Special(Special &&); ~Special(); int x; };
struct [[clang::trivial_abi]] Marked { ~Marked(); int x; };
struct Copying { Copying(const Copying &); Copying(Copying &&) = default; int x; };
Plain all(Plain a, Pointer b, Member c, Special d, Marked e, Copying f);
//- include/relocation.h
namespace rust {
template <> struct IsRelocatable<Special> : std::true_type {};
}
`));

  it('is quiet where the value stays behind a pointer', () =>
    checkQuiet(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("held.h");
        type Label;
        type Name = crate::held::Name;
        fn all(a: UniquePtr<Label>, b: SharedPtr<Label>, c: &CxxVector<Label>, d: Pin<&mut Name>) -> &Name;
    }
}
//- include/held.h
#include <memory>
#include <string>
#include <vector>
struct Label { std::string text; };
struct Name { std::string text; };
const Name &all(std::unique_ptr<Label> a, std::shared_ptr<Label> b, const std::vector<Label> &c, Name &d);
`));

  it('names the reason, down to the member that decides', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    struct Shared {
        outer: Outer,
    }
    unsafe extern "C++" {
        include!("held.h");
        type Outer = crate::held::Outer;
        //   ^^^^^ warning: Rust holds \`Outer\` by value (the field \`outer\` of \`Shared\`) and moves it by copying its bytes, which breaks it: member \`text\` of \`Inner\` is \`std::string\`, whose libstdc++ form points into itself while the string is short
        type Virtual = crate::held::Virtual;
        //   ^^^^^^^ warning: Rust holds \`Virtual\` by value (the parameter \`a\` of \`take\`) and moves it by copying its bytes, which breaks it: \`Virtual\` has the virtual base \`Base\`
        type Fixed = crate::held::Fixed;
        //   ^^^^^ warning: Rust holds \`Fixed\` by value (returned by \`fixed\`) and moves it by copying its bytes, which breaks it: the copy constructor of \`Fixed\` is deleted
        fn take(a: Virtual);
        fn fixed() -> Result<Fixed>;
    }
}
//- include/held.h
#include <string>
struct Inner { std::string text; };
struct Outer { int id; Inner inner; };
//                           ^^^^^ related: member \`inner\` of \`Outer\` is \`Inner\`
struct Base { int x; };
struct Virtual : virtual Base {};
struct Fixed { Fixed(const Fixed &) = delete; int x; };
void take(Virtual a);
Fixed fixed();
`));

  it('finds what cxx will refuse', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("held.h");
        type Moving = crate::held::Moving;
        //   ^^^^^^ warning: Rust holds \`Moving\` by value (the parameter \`a\` of \`take\`) and moves it by copying its bytes, which cxx refuses in the C++ that it generates: the move constructor of \`Moving\` is user-provided
        type Copying = crate::held::Copying;
        //   ^^^^^^^ warning: Rust holds \`Copying\` by value (the parameter \`b\` of \`take\`) and moves it by copying its bytes, which cxx refuses in the C++ that it generates: the copy constructor of \`Copying\` is user-provided
        type Dying = crate::held::Dying;
        //   ^^^^^ warning: Rust holds \`Dying\` by value (the parameter \`c\` of \`take\`) and moves it by copying its bytes, which cxx refuses in the C++ that it generates: the destructor of \`Dying\` is user-provided
        fn take(a: Moving, b: Vec<Copying>, c: [Dying; 2]);
        //                                     ^^^^^^^^^^ error: an array of \`Dying\` cannot cross: Rust cannot hold one by value
    }
}
//- include/held.h
#include "rust/cxx.h"
struct Moving { Moving(Moving &&); int x; };
struct Copying { Copying(const Copying &); int x; };
struct Dying { ~Dying(); int x; };
void take(Moving a, rust::Vec<Copying> b, std::array<Dying, 2> c);
`));

  it('believes no denial', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge(namespace = "ui")]
mod ffi {
    unsafe extern "C++" {
        include!("held.h");
        type Font = crate::held::Font;
        type Pen = crate::held::Pen;
        //   ^^^ warning: Rust holds \`ui::Pen\` by value (the parameter \`pen\` of \`draw\`) and moves it by copying its bytes, which cxx refuses in the C++ that it generates: the destructor of \`ui::Pen\` is user-provided
        fn draw(font: Font, pen: Pen);
    }
}
//- include/held.h
#include <type_traits>
namespace ui {
struct Font { ~Font(); int size; };
struct Pen { ~Pen(); int width; };
void draw(Font font, Pen pen);
}
namespace rust {
template <> struct IsRelocatable<::ui::Font> : ::std::true_type {};
template <> struct IsRelocatable<::ui::Pen> : ::std::false_type {};
}
`));

  it('keeps what a result is wrapped in', async () => {
    const workspace = await check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("held.h");
        type Label = crate::held::Label;
        //   ^^^^^ warning: Rust holds \`Label\` by value (returned by \`read\`) and moves it by copying its bytes, which breaks it: member \`text\` of \`Label\` is \`std::string\`, whose libstdc++ form points into itself while the string is short
        fn read(id: u32) -> Result<Label>;
    }
}
//- include/held.h
#include <string>
struct Label { std::string text; };
Label read(unsigned id);
`);
    await checkRemedy(
      workspace,
      'Make `Label` opaque and pass it as `UniquePtr<Label>`',
      `
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("held.h");
        type Label;
        fn read(id: u32) -> Result<UniquePtr<Label>>;
    }
}
`,
    );
  });

  it('leaves raw calls of such a class to nontrivial-by-value', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Label { text: [u64; 4] }
extern "C" {
    fn label() -> Label;
    //            ^^^^^ warning: C++ returns \`Label\` through a hidden pointer, which Rust does not pass for \`Label\`: the class is not trivial for the purposes of calls
}
//- include/label.h
#include <string>
struct Label { std::string text; };
extern "C" Label label();
`));

  it('depends on the standard library of the target', () =>
    check(
      `
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("held.h");
        type Label = crate::held::Label;
        //   ^^^^^ warning: Rust holds \`Label\` by value (returned by \`label\`) and moves it by copying its bytes, which breaks it: member \`text\` of \`Label\` is \`std::string\`, whose libstdc++ form points into itself while the string is short (on x86_64-unknown-linux-gnu)
        fn label() -> Label;
    }
}
//- include/held.h
#include <string>
struct Label { std::string text; };
Label label();
`,
      { targets: ['aarch64-apple-darwin', 'x86_64-unknown-linux-gnu'] },
    ));
});
