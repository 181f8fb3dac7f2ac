import { describe, it } from 'vitest';
import page from './arity-mismatch.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

describe('arity-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'arity-mismatch'));

  it('is quiet about a parameter that may be a macro for several, and not about one that is none', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn gauge_parse(text: *const u8, length: u64) -> i32;
    fn gauge_read(text: *const u8, length: u64) -> i32;
    //           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes 1 parameter, Rust declares 2
}
//- include/gauge.h
#define GAUGE_PARAMETERS const unsigned char *text, unsigned long long length
typedef const unsigned char *gauge_text;
extern "C" int gauge_parse(GAUGE_PARAMETERS);
extern "C" int gauge_read(gauge_text);
`));

  it('reads a header of C whose #if and #else declare one function in two ways', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn store_free(store: *mut u8);
    //           ^^^^^^^^^^^^^^^^ error: C++ takes 2 parameters, Rust declares 1: \`size\` is missing after \`store\`
}
//- include/store.h
#ifdef STORE_OPTIONS
int store_new(unsigned char **out, const unsigned char *options);
#else
int store_new(unsigned char **out);
#endif
void store_free(unsigned char *store, int size);
`));

  it('is quiet about a declaration for a build of C++ that was not read', () =>
    check(`
//- src/ffi.rs
extern "C" {
    #[cfg(feature = "options")]
    fn store_new(out: *mut *mut u8, options: *const u8) -> i32;
    #[cfg(not(feature = "options"))]
    fn store_new(out: *mut *mut u8) -> i32;
    #[cfg(feature = "options")]
    fn store_open(out: *mut *mut u8, options: *const u8) -> i32;
    //           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes 3 parameters, Rust declares 2: \`flags\` is missing after \`options\`
    #[cfg(not(feature = "options"))]
    fn store_open(out: *mut *mut u8) -> i32;
    //           ^^^^^^^^^^^^^^^^^^^ error: C++ takes 3 parameters, Rust declares 1: \`options\` and \`flags\` are missing
}
//- include/store.h
int store_new(unsigned char **out);
int store_open(unsigned char **out, const unsigned char *options, int flags);
`));

  it('is quiet about a program of C with a function of the same name', () =>
    checkQuiet(
      `
//- src/bin/example.rs
#[no_mangle]
pub extern "C" fn test_compress() -> bool { true }
//- native/example.c
void test_compress(unsigned char *from, unsigned long length);
void test_compress(unsigned char *input, unsigned long length) {}
int main(void) { test_compress(0, 0); return 0; }
`,
      { unpaired: ['test_compress'] },
    ));

  it('leaves it to another hazard where only one side is variadic', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn log_all(format: *const i8, ...);
    fn log_two(format: *const i8, value: i32);
    //        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes \`...\`, Rust declares a fixed list: some targets pass such arguments in another way
    fn log_raw(format: *const i8, ...);
    //        ^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes a fixed list, Rust declares \`...\`: some targets pass such arguments in another way
}
//- include/log.h
extern "C" void log_all(const char *format, ...);
extern "C" void log_two(const char *format, ...);
extern "C" void log_raw(const char *format, void *arguments);
`));

  it('takes an empty list of C for no statement, and one of C++ for none', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn open_all(flags: i32) -> i32;
    fn close_all(flags: i32);
    fn reopen_all(flags: i32);
    //           ^^^^^^^^^^^^ error: C++ takes 0 parameters, Rust declares 1: C++ has no \`flags\`
}
//- native/all.c
int open_all();
//- native/plain.h
void close_all();
//- native/all.hpp
extern "C" void reopen_all();
`));

  it('follows link names in both directions', () =>
    check(`
//- src/ffi.rs
extern "C" {
    #[link_name = "engine_start"]
    fn start(speed: u32);
    //      ^^^^^^^^^^^^ error: C++ takes 2 parameters, Rust declares 1: \`gear\` is missing after \`speed\`
}
#[export_name = "engine_stop"]
pub extern "C" fn stop(hard: bool) {}
//                    ^^^^^^^^^^^^ error: C++ passes 0 parameters, Rust declares 1: C++ has no \`hard\`
#[unsafe(no_mangle)]
pub extern "C" fn engine_idle(rounds: u32) {}
//                           ^^^^^^^^^^^^^ error: C++ passes 0 parameters, Rust declares 1: C++ has no \`rounds\`
//- include/engine.h
extern "C" void engine_start(unsigned speed, unsigned gear);
extern "C" void engine_stop(void);
extern "C" void engine_idle();
`));

  it('tries the link names that a `cfg` leaves open, and follows the one that a `cfg` decides', () =>
    check(`
//- src/ffi.rs
extern "C" {
    #[cfg_attr(not(keep_names), link_name = "prefixed_seed")]
    fn seed(a: i32);
    //     ^^^^^^^^ error: C++ takes 2 parameters, Rust declares 1: \`b\` is missing after \`a\`
    #[cfg_attr(not(keep_names), link_name = "prefixed_draw")]
    fn draw(a: i32);
    #[cfg_attr(unix, link_name = "roll_unix")]
    #[cfg_attr(not(unix), link_name = "roll_other")]
    fn roll(a: i32);
}
//- include/lib.h
extern "C" void prefixed_seed(int a, int b);
extern "C" void prefixed_draw(int a);
extern "C" void roll_unix(int a);
extern "C" void roll_other(int a, int b);
`));

  it('counts the receiver of an exported method', () =>
    checkQuiet(`
//- src/lib.rs
pub struct Pump;
impl Pump {
    #[no_mangle]
    pub extern "C" fn pump_run(&self, rounds: u32) {}
}
//- include/pump.h
struct Pump;
extern "C" void pump_run(const Pump *pump, unsigned rounds);
`));

  it('leaves out what a cfg leaves out on the target', async () => {
    const files = `
//- src/ffi.rs
extern "C" {
    #[cfg(windows)]
    fn wait_for(handle: i32, milliseconds: u32);
    #[cfg(not(windows))]
    fn wait_for(handle: i32);
    #[cfg(all(unix, not(target_os = "linux")))]
    fn wake(handle: i32, reason: i32);
}
#[cfg(target_os = "macos")]
mod mac {
    extern "C" {
        fn pause(milliseconds: u32, deep: bool);
    }
}
//- include/wait.h
extern "C" {
void wait_for(int handle);
void wake(int handle);
void pause(unsigned milliseconds);
}
`;
    await checkQuiet(files);
    await check(
      files.replace(
        '    #[cfg(not(windows))]',
        '    //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes 1 parameter, Rust declares 2: C++ has no `milliseconds` (on x86_64-pc-windows-msvc)\n    #[cfg(not(windows))]',
      ),
      { targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] },
    );
  });

  it('takes the declaration that the preprocessor leaves on the target', async () => {
    const files = `
//- src/ffi.rs
extern "C" {
    fn send_all(socket: i32);
    #[cfg(unix)]
    fn open_pipe(path: *const i8);
    fn only_here(a: i32);
    //          ^^^^^^^^ error: C++ takes 2 parameters, Rust declares 1: \`b\` is missing after \`a\`
}
//- include/send.h
#ifdef _WIN32
extern "C" void send_all(int socket, int flags);
extern "C" void open_pipe(const char *name, int mode);
#else
extern "C" void send_all(int socket);
extern "C" void only_here(int a, int b);
#endif
`;
    await check(files);
    const onOne = files.replace('missing after \`a\`', 'missing after \`a\` (on x86_64-unknown-linux-gnu)');
    await check(onOne, { targets: ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] });
  });

  it('is quiet where a condition decides which parameters there are', async () => {
    await checkQuiet(`
//- src/ffi.rs
extern "C" {
    fn open_at(#[cfg(unix)] path: *const u8, #[cfg(windows)] path: *const u16, length: usize);
}
//- include/open.h
extern "C" void open_at(const void *path, unsigned long length);
`);
    await checkQuiet(
      `
//- src/ffi.rs
extern "C" {
    fn diff(content: *const u8, length: usize);
}
//- include/diff.h
extern "C" void diff(
  const char *content,
  unsigned long length
#ifdef EXPERIMENTAL
  , int *options
#endif
);
`,
      { unpaired: ['diff'] },
    );
  });

  it('is quiet about a function that C++ declares in several ways', () =>
    checkQuiet(
      `
//- src/ffi.rs
extern "C" {
    fn send_all(socket: i32, flags: i32);
}
//- include/send.h
#ifdef USE_FLAGS
extern "C" void send_all(int socket, int flags);
#else
extern "C" void send_all(int socket);
#endif
`,
      { unpaired: ['send_all'] },
    ));

  it('does not take a method, a static function or a template for a C function', () =>
    checkQuiet(
      `
//- src/ffi.rs
extern "C" {
    fn size(a: i32);
    fn local(a: i32);
    fn many(a: i32);
}
//- include/others.h
struct Box { int size(); };
static void local(int a, int b);
template <class T> void many(T a, T b);
`,
      { unpaired: ['size', 'local', 'many'] },
    ));

  it('reads declarations behind macros', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn scan(depth: i32);
    //     ^^^^^^^^^^^^ error: C++ takes 2 parameters, Rust declares 1: \`limit\` is missing after \`depth\`
}
//- include/scan.h
#define API __attribute__((visibility("default")))
#define BEGIN_C extern "C" {
#define END_C }
BEGIN_C
API void scan(int depth, int limit);
END_C
`));

  it('says nothing of names where some have none', () =>
    check(`
//- src/ffi.rs
extern "C" {
    fn mix(_: i32, _: i32);
    //    ^^^^^^^^^^^^^^^^ error: C++ takes 3 parameters, Rust declares 2
}
//- include/mix.h
extern "C" void mix(int, int, int);
`));

  it('knows one name by the habits of both languages, and spells keywords', async () => {
    const workspace = await check(`
//- src/ffi.rs
use std::ffi::c_int;
extern "C" {
    fn draw(r#type: c_int, _pixel_snap: bool);
    //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes 4 parameters, Rust declares 2: \`dyn\` and \`lineWidth\` are missing
}
//- include/draw.h
extern "C" void draw(int type, bool pixelSnap, int dyn, float lineWidth);
`);
    await checkRemedy(
      workspace,
      'Take the parameters of the C++ declaration',
      `
//- src/ffi.rs
use std::ffi::c_int;
extern "C" {
    fn draw(r#type: c_int, _pixel_snap: bool, r#dyn: c_int, line_width: f32);
}
`,
    );
  });

  it('writes a header for unnamed and mutable parameters, and for none', async () => {
    const workspace = await check(`
//- src/lib.rs
#[no_mangle]
pub extern "C" fn blend(mut amount: f64, _: u8, _flags: u32) {}
//                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: C++ passes 1 parameter, Rust declares 3
//- include/blend.h
extern "C" void blend(double amount);
`);
    await checkRemedy(
      workspace,
      'Take the parameters of the Rust function',
      `
//- include/blend.h
extern "C" void blend(double amount, uint8_t, uint32_t flags);
`,
    );
    await checkRemedy(
      await check(`
//- src/lib.rs
#[no_mangle]
pub extern "C" fn reset() {}
//                     ^^ error: C++ passes 1 parameter, Rust declares 0: \`hard\` is missing
//- include/reset.h
extern "C" void reset(bool hard);
`),
      'Take the parameters of the Rust function',
      `
//- include/reset.h
extern "C" void reset(void);
`,
    );
  });
});
