import { describe, it } from 'vitest';
import page from './stale-mangled-name.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

const DARWIN = { targets: ['aarch64-apple-darwin'] };

describe('stale-mangled-name', () => {
  it('is what its page says', () => checkPage(page, 'stale-mangled-name'));

  it('gives one remedy for each overload, with its parameters', async () => {
    const workspace = await check(`
//- src/ffi.rs
use std::ffi::c_int;
extern "C" {
    #[link_name = "_Z4openPKcii"]
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: no C++ function has the symbol \`_Z4openPKcii\`: of 2 functions named \`open\` the nearest, \`int open(const char *path, int flags)\`, has \`_Z4openPKci\`
    fn open(path: *const i8, flags: c_int, mode: c_int) -> c_int;
}
//- include/file.hpp
class File;
int open(const char *path, int flags);
int open(const char *path);
`);
    await checkRemedy(
      workspace,
      'Bind `int open(const char *path, int flags)`',
      `
//- src/ffi.rs
use std::ffi::c_int;
extern "C" {
    #[link_name = "_Z4openPKci"]
    fn open(path: *const i8, flags: c_int) -> c_int;
}
//- include/file.hpp
class File;
int open(const char *path, int flags);
int open(const char *path);
`,
    );
  });

  it('compares what Rust declares with the overload that the name says', () =>
    check(`
//- src/ffi.rs
use std::ffi::c_int;
extern "C" {
    #[link_name = "_Z5closei"]
    fn close(file: c_int, force: bool);
    //      ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes 1 parameter, Rust declares 2: C++ has no \`force\`
}
//- include/file.hpp
class File;
void close(int file);
void close(File &file);
`));

  it('knows member functions, constructors and destructors', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Widget { _private: [u8; 0] }
extern "C" {
    #[link_name = "\\u{1}_ZN6WidgetC1Ei"]
    fn construct(at: *mut Widget, id: i32);
    #[link_name = "\\u{1}_ZN6WidgetD2Ev"]
    fn destruct(at: *mut Widget);
    #[link_name = "\\u{1}_ZNK6Widget2idEv"]
    fn id(widget: *const Widget) -> i32;
    #[link_name = "\\u{1}_ZN6Widget4nameEv"]
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: no C++ function has the symbol \`_ZN6Widget4nameEv\`: \`const char *Widget::name() const\` has \`_ZNK6Widget4nameEv\`
    fn name(widget: *mut Widget) -> *const i8;
}
//- include/widget.h
class Widget {
public:
  explicit Widget(int id);
  ~Widget();
  int id() const;
  const char *name() const;
};
`,
    ));

  it('compares what Rust passes to member functions, their object first', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Widget { _private: [u8; 0] }
extern "C" {
    #[link_name = "\\u{1}_ZN6WidgetC1Eib"]
    fn construct(this: *mut Widget, id: i32);
    //          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes 3 parameters with its object, Rust declares 2: \`on\` is missing after \`id\`
    #[link_name = "\\u{1}_ZNK6Widget4sizeEPi"]
    fn size(this: *const Widget, of: i64) -> i32;
    //                           ^^^^^^^ error: C++ takes \`int *\` for \`of\`, Rust declares \`i64\`: a pointer in C++, an integer of 8 bytes in Rust
    #[link_name = "\\u{1}_ZN6Widget5countEv"]
    fn count(this: *const Widget) -> i32;
    //      ^^^^^^^^^^^^^^^^^^^^^ error: C++ takes 0 parameters, Rust declares 1: C++ has no \`this\`
    #[link_name = "\\u{1}_ZN6Widget5resetEv"]
    fn reset();
    //      ^^ error: C++ takes 1 parameter with its object, Rust declares 0: \`this\` is missing
    #[link_name = "\\u{1}_ZN6WidgetD1Ev"]
    fn destruct(this: *mut Widget) -> *mut Widget;
}
//- include/widget.h
class Widget {
public:
  Widget(int id, bool on);
  ~Widget();
  int size(int *of) const;
  static int count();
  void reset();
};
`,
      { targets: ['i686-unknown-linux-gnu'] },
    ));

  it('says nothing of members that take more than C++ says, or of which a macro may say that they are static', () =>
    checkQuiet(
      `
//- src/ffi.rs
extern "C" {
    #[link_name = "_ZN7DerivedC2Ev"]
    fn base_part(this: *mut u8);
    #[link_name = "_ZN7DerivedC1Ev"]
    fn whole(this: *mut u8);
    #[link_name = "_ZN7Derived4makeEv"]
    fn make() -> *mut u8;
}
//- include/derived.h
struct Base { int x; };
struct Derived : virtual Base {
  Derived();
  API Derived *make();
};
`,
      { unpaired: ['_ZN7Derived4makeEv', '_ZN7DerivedC2Ev'] },
    ));

  it('takes a pointer for the result of a class that C++ returns through one', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" {
    #[link_name = "_ZNK6Widget4nameEv"]
    fn name(result: *mut u8, this: *const u8);
}
//- include/widget.h
struct Name { Name(const Name &); ~Name(); };
class Widget {
public:
  Name name() const;
};
`));

  it('reads the names of Microsoft', () =>
    check(
      `
//- src/ffi.rs
extern "C" {
    #[link_name = "\\u{1}?size@Widget@@QEBAHH@Z"]
    fn size(this: *const u8) -> i32;
    //     ^^^^^^^^^^^^^^^^^ error: C++ takes 2 parameters with its object, Rust declares 1: \`of\` is missing after \`this\`
    #[link_name = "\\u{1}?size@Widget@@QEAAHXZ"]
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: no C++ function has the symbol \`?size@Widget@@QEAAHXZ\`: \`int Widget::size(int of) const\` has \`?size@Widget@@QEBAHH@Z\`
    fn old_size(this: *mut u8) -> i32;
}
//- include/widget.h
class Widget {
public:
  int size(int of) const;
};
`,
      { targets: ['x86_64-pc-windows-msvc'] },
    ));

  it('leaves a file of another target alone where one for this target binds the function', () =>
    checkQuiet(
      `
//- src/linux.rs
extern "C" {
    #[link_name = "_ZN6Stream5startEl"]
    fn start(this: *mut u8, timeout: i64);
}
//- src/arm.rs
extern "C" {
    #[link_name = "_ZN6Stream5startEx"]
    fn start(this: *mut u8, timeout: i64);
}
//- include/stream.h
#include <cstdint>
class Stream {
public:
  void start(int64_t timeout);
};
`,
      { unpaired: ['_ZN6Stream5startEx'] },
    ));

  it("leaves what is not known alone: other names, unknown types, another target's symbols", () =>
    checkQuiet(
      `
//- src/ffi.rs
extern "C" {
    #[link_name = "_Z6forgotv"]
    fn forgot();
    #[link_name = "_Z4sendi"]
    fn send(packet: i32);
    #[link_name = "?near@@YAXH@Z"]
    fn near(x: i32);
    #[link_name = "_Z3maxIiET_S0_S0_"]
    fn max(a: i32, b: i32) -> i32;
    fn plain(x: i32);
}
//- include/net.hpp
void send(const Packet &packet);
void near(long x);
template <class T> T max(T a, T b);
extern "C" void plain(int x);
`,
      { unpaired: ['?near@@YAXH@Z', '_Z3maxIiET_S0_S0_', '_Z4sendi', '_Z6forgotv'] },
    ));

  it('knows the underscore of Darwin, and a name under `cfg_attr`', () =>
    checkQuiet(
      `
//- src/ffi.rs
extern "C" {
    #[link_name = "\\u{1}__Z5widthi"]
    fn width(id: i32) -> i32;
    #[cfg_attr(target_os = "macos", link_name = "_Z6heighti")]
    #[cfg_attr(windows, link_name = "?height@@YAHH@Z")]
    fn height(id: i32) -> i32;
}
//- include/size.hpp
class Size;
int width(int id);
int height(int id);
int height(long id);
`,
      DARWIN,
    ));

  it('asks for a header that may declare the overload', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" {
    #[link_name = "_Z5scaled"]
    fn scale(by: f64);
}
//- include/a.hpp
class Image;
void scale(Image &image);
//- lib/b.hpp
class Other;
void scale(double by);
`));
});
