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
