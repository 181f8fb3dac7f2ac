import { describe, it } from 'vitest';
import page from './autocxx-refused.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

const HEADER = `
//- src/input.h
#include <string>
namespace a { class Twice; struct Flags { int plain; unsigned bits : 3; }; }
namespace b { class Twice; inline namespace v1 { struct Inline { int x; }; } }
class Shape { public: virtual double area() const = 0; };
struct Square : Shape { double side; };
struct Ref { int &to; };
union Either { int i; float f; };
struct Holder { Either either; };
struct Secret { int key; };
struct Keeper { Secret secret; };
struct Text { std::string *text; std::string names[2]; };
struct Outer { struct Inner { int x; }; };
namespace a { class Deep { class Deeper { struct Deepest { int &x; }; }; }; }
template <class T> struct Box { T value; };
template <class T> T largest(T a, T b);
void gone() = delete;
void log_all(const char *format, ...);
Text &&moved();
int plain(int x);
enum Colour { Red };
`;

describe('autocxx-refused', () => {
  it('is what its page says', () => checkPage(page, 'autocxx-refused'));

  it('tells why a type is no plain data', () =>
    check(`
//- src/lib.rs
autocxx::include_cpp! {
    #include "input.h" // a comment, generate_pod!("Shape")
    name!(bindings)
    generate_pod!("a::Flags")
//  ^^^^^^^^^^^^^^^^^^^^^^^^^ warning: autocxx refuses to have \`a::Flags\` as plain data, because the member \`bits\` of \`Flags\` is a bit-field: generate it without \`pod\`, and hold it in a \`UniquePtr\`
    generate_pod!("Square")
//  ^^^^^^^^^^^^^^^^^^^^^^^ warning: autocxx refuses to have \`Square\` as plain data, because \`Shape\` has the virtual \`area\`: generate it without \`pod\`, and hold it in a \`UniquePtr\`
    generate_pod!("Ref")
//  ^^^^^^^^^^^^^^^^^^^^ warning: autocxx refuses to have \`Ref\` as plain data, because the member \`to\` of \`Ref\` is a reference: generate it without \`pod\`, and hold it in a \`UniquePtr\`
    generate_pod!("Holder")
//  ^^^^^^^^^^^^^^^^^^^^^^^ warning: autocxx refuses to have \`Holder\` as plain data, because \`Either\` is a union: generate it without \`pod\`, and hold it in a \`UniquePtr\`
    block!("Secret")
    generate_pod!("Keeper")
//  ^^^^^^^^^^^^^^^^^^^^^^^ warning: autocxx refuses to have \`Keeper\` as plain data, because \`Secret\` is blocked: generate it without \`pod\`, and hold it in a \`UniquePtr\`
}
${HEADER}`));

  it('tells a directive that is written wrongly, or stands beside one that it excludes', () =>
    check(`
//- src/lib.rs
include_cpp! {
    #include "input.h"
    generate_pods!("Secret")
//  ^^^^^^^^^^^^^^^^^^^^^^^^ warning: autocxx knows no directive \`generate_pods!\`, and stops there: \`generate_pod!\` is the one that is written like it
    generate!("plain")
    generate_all!()
//  ^^^^^^^^^^^^^^^ warning: \`generate_all!\` stands beside \`generate!\`, and autocxx takes either all or a list: leave one of them out
    of_a_later_version!("Secret")
}
${HEADER}`));

  it('tells why a function is not generated', () =>
    check(`
//- src/lib.rs
include_cpp!(
    #include "input.h"
    safety!(unsafe)
    generate!("largest")
//  ^^^^^^^^^^^^^^^^^^^^ warning: autocxx generates nothing for \`largest\`: it is a template, of which only instances are functions
    generate!("Outer::Inner")
//  ^^^^^^^^^^^^^^^^^^^^^^^^^ warning: \`generate!\` names nothing: for autocxx the class \`Inner\` in a class is \`Outer_Inner\`
    generate_pod!("a::Deep::Deeper::Deepest")
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: \`generate_pod!\` names nothing: for autocxx the class \`Deepest\` in a class is \`a::Deep_Deeper_Deepest\`
    generate!("gone")
//  ^^^^^^^^^^^^^^^^^ warning: autocxx generates nothing for \`gone\`: it is deleted
    generate!("log_all")
//  ^^^^^^^^^^^^^^^^^^^^ warning: autocxx generates nothing for \`log_all\`: it takes \`...\`
    generate!("moved")
//  ^^^^^^^^^^^^^^^^^^ warning: autocxx generates nothing for \`moved\`: it returns an rvalue reference
);
${HEADER}`));

  it('is quiet about what it does generate, and what nothing here decides', () =>
    checkQuiet(
      `
//- src/lib.rs
include_cpp! {
    #include "input.h"
    generate!("Shape")
    generate!("plain")
    generate_pod!("Outer_Inner")
    generate!("Colour")
    generate_pod!("Text")
    opaque!("Secret")
    block!("Other")
    generate_pod!("Keeper")
    generate!("Twice")
    generate!("Inline")
    generate!("getpid")
    generate!("Box<int>")
    concrete!("Box<int>", BoxOfInt)
    generate_ns!("a")
    subclass!("Shape", RustShape)
    extern_rust_function!(crate::callback, fn callback(x: i32) -> i32)
    unheard_of!(something { "generate" })
}
${HEADER}`,
      { unpaired: ['Inline', 'Twice', 'getpid'] },
    ));
});
