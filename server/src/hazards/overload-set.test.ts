import { describe, expect, it } from 'vitest';
import page from './overload-set.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

describe('overload-set', () => {
  it('is what its page says', () => checkPage(page, 'overload-set'));

  it('is quiet about redeclarations and definitions', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" {
    fn once(a: i32);
    fn again(a: i32);
}
//- include/once.hpp
void once(int a);
void once(int b);
extern "C" void again(int a);
extern "C" void again(int same);
//- src/once.cpp
#include "once.hpp"
extern "C" void again(int a) {}
`));

  it('is quiet about what #if and #else declare, of which a build has one', () =>
    checkQuiet(
      `
//- src/ffi.rs
extern "C" {
    #[cfg(feature = "options")]
    fn store_new(out: *mut *mut u8, options: *const u8) -> i32;
    #[cfg(not(feature = "options"))]
    fn store_new(out: *mut *mut u8) -> i32;
    fn store_free(store: *mut u8);
}
//- include/store.h
#ifdef STORE_OPTIONS
int store_new(unsigned char **out, const unsigned char *options);
#else
int store_new(unsigned char **out);
#endif
void store_free(unsigned char *store);
`,
      { unpaired: ['store_new', 'store_new'] },
    ));

  it('tells overloads apart as cxx does: by parameters, receivers and constness', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge(namespace = "org")]
mod ffi {
    unsafe extern "C++" {
        include!("item.h");
        type Item;
        fn at(self: &Item, index: usize) -> &i32;
        #[rust_name = "at_mut"]
        fn at(self: Pin<&mut Item>, index: usize) -> Pin<&mut i32>;
        fn inherited(&self);
        fn name(&self) -> &CxxString;
        #[Self = "Item"]
        fn make() -> UniquePtr<Item>;
        #[namespace = "other"]
        fn free(first: i32, second: i32);
        fn scale(self: &Item, by: i32);
        // ^^^^^ warning: C++ has 2 functions named \`Item::scale\`, and none has the parameters that the bridge declares
    }
}
//- include/item.h
#include <memory>
#include <string>
namespace org {
struct Base {
  void inherited() const;
};
class Item : public Base {
public:
  const int &at(size_t index) const;
  int &at(size_t index);
  const std::string &name() const;
  void name(const std::string &name);
  static std::unique_ptr<Item> make();
  static std::unique_ptr<Item> make(int);
  void scale(double by) const;
  //   ^^^^^ related: \`void org::Item::scale(double by) const\`
  void scale(int by, int times) const;
  //   ^^^^^ related: \`void org::Item::scale(int by, int times) const\`
};
}
namespace other {
void free(int, int);
void free(int);
}
`));

  it('hides the overloads of a base behind those of the class', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("shape.h");
        type Shape;
        fn draw(self: &Shape, depth: f64);
        // ^^^^ warning: C++ has 2 functions named \`Shape::draw\`, and none has the parameters that the bridge declares
    }
}
//- include/shape.h
struct Base {
  void draw(double depth) const;
};
struct Shape : Base {
  void draw() const;
  void draw(const char *name) const;
};
`));

  it('gives a doubt to what it does not know', () =>
    checkQuiet(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("paint.h");
        type Paint;
        fn fill(self: &Paint, with: &Paint);
    }
}
//- include/paint.h
struct Paint {
  void fill(color_t with) const;
  void fill(int red, int green) const;
};
`));

  it('takes the function with C linkage among namesakes, wherever it stands', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" {
    fn log_line(level: i32);
}
//- include/log.hpp
void log_line(int level, const char *text);
void log_line(double level);
//- include/log_c.h
extern "C" void log_line(int level);
`));

  it('binds each overload by its mangled name and with its signature', async () => {
    const source = `
//- src/ffi.rs
mod raw {
    extern "C" {
        fn plot(x: f64, y: f64);
        // ^^^^ warning: C++ has 3 functions named \`plot\`, none of which is \`extern "C"\`: no symbol has this name
    }
}
//- include/plot.hpp
class Canvas;
void plot(const Canvas &canvas, unsigned char index);
bool plot(int x);
void plot(double x, double y);
`;
    for (const [title, symbol, signature] of [
      ['Bind `void plot(double x, double y)` by its mangled name', '_Z4plotdd', '(x: f64, y: f64)'],
      [
        'Bind `void plot(const Canvas &canvas, unsigned char index)` by its mangled name',
        '_Z4plotRK6Canvash',
        '(canvas: *const core::ffi::c_void, index: core::ffi::c_uchar)',
      ],
      ['Bind `bool plot(int x)` by its mangled name', '_Z4ploti', '(x: core::ffi::c_int) -> bool'],
    ] as const) {
      await checkRemedy(
        await check(source),
        title,
        `
//- src/ffi.rs
mod raw {
    extern "C" {
        #[link_name = "${symbol}"]
        fn plot${signature};
    }
}
`,
      );
    }
  });

  it('offers the overload first that Rust already declares', async () => {
    const workspace = await check(`
//- src/ffi.rs
extern "C" {
    fn plot(x: f64, y: f64);
    // ^^^^ warning: C++ has 2 functions named \`plot\`, none of which is \`extern "C"\`: no symbol has this name
}
//- include/plot.hpp
void plot(int x);
void plot(double x, double y);
`);
    const [finding] = (await workspace.check()).findings;
    expect(finding?.remedies.map(({ title }) => title)).toEqual([
      'Bind `void plot(double x, double y)` by its mangled name',
      'Bind `void plot(int x)` by its mangled name',
    ]);
  });

  it('takes the function of a bridge where a template has the same name', async () => {
    await checkQuiet(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("plot.hpp");
        fn plot(x: f64);
    }
}
//- plot.hpp
template <typename T> void plot(T x);
void plot(double x);
`);
  });
});
