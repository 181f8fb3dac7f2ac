import { describe, it } from 'vitest';
import page from './adl-only.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('adl-only', () => {
  it('is what its page says', () => checkPage(page, 'adl-only'));

  it('says so of what Rust links to by its plain name', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn circle_area(radius: f64, circle: *const Circle) -> f64;
    // ^^^^^^^^^^^ information: C++ declares \`circle_area\` only as a friend within a class, where nothing but the types of its arguments finds it, and no symbol has this name. Bind an \`extern "C"\` function that calls it
}
#[repr(C)]
pub struct Circle { _private: [u8; 0] }
//- include/shapes.hpp
class Circle {
    friend double circle_area(double radius, const Circle *circle);
    //            ^^^^^^^^^^^ related: C++ declares \`double circle_area(double radius, const Circle *circle)\`
};
`));

  it('finds the one among several friends that the bridge means', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("shapes.h");
        type Square;
        fn weigh(square: &Square, factor: f64) -> f64;
        // ^^^^^ information: C++ declares \`weigh\` only as a friend within a class, where no qualified name finds it: the \`::weigh\` that cxx generates does not compile. Declare it in its namespace as well, or bind a function that calls it
    }
}
//- include/shapes.h
class Circle {
    friend double weigh(const Circle &circle);
};
class Square {
    friend double weigh(const Square &square, double factor);
    //            ^^^^^ related: C++ declares \`double weigh(const Square &square, double factor)\`
};
`));

  it('is quiet about a friend of another signature, one that is declared again, and one that a using names', () =>
    checkQuiet(
      `
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("shapes.h");
        type Circle;
        fn grow(circle: Pin<&mut Circle>);
        fn size(circle: &Circle) -> f64;
        fn turn(circle: &Circle, by: f64);
    }
}
//- include/shapes.h
namespace detail {
class Circle;
double size(const Circle &circle);
}
class Circle {
    friend double size(const Circle &circle);
    friend void turn(const Circle &circle);
public:
    friend void grow(Circle &circle) {}
};
using detail::size;
void grow(Circle &circle);
`,
      { unpaired: ['size', 'turn'] },
    ));

  it('is quiet where another header declares it for everybody, and about a friend with C linkage', () =>
    checkQuiet(
      `
//- src/ffi.rs
extern "C" {
    fn circle_area(circle: *const Circle) -> f64;
    fn circle_turn(circle: *const Circle);
}
#[repr(C)]
pub struct Circle { _private: [u8; 0] }
//- include/circle.hpp
extern "C" {
class Circle {
    friend double circle_area(const Circle *circle);
    friend void circle_turn(const Circle *circle);
};
}
//- include/areas.hpp
class Circle;
extern "C" double circle_area(const Circle *circle);
`,
      { unpaired: ['circle_turn'] },
    ));
});
