import { describe, it } from 'vitest';
import page from './exception-across-ffi.md';
import { checkPage, checkQuiet } from './testing/check.js';

/** A function that throws, with what stands between its parameters and its body, and other files. */
const throwing = (specification: string, others = ''): string => `
//- src/ffi.rs
extern "C" { fn port_parse(port: i32) -> i32; }
//- include/port.h
extern "C" int port_parse(int port);
//- src/port.cpp
#include "port.h"
int port_parse(int port) ${specification} { if (port < 0) throw port; return port; }
${others}`;

describe('exception-across-ffi', () => {
  it('is what its page says', () => checkPage(page, 'exception-across-ffi'));

  it.each(['noexcept', 'noexcept(true)', 'throw()', 'noexcept(sizeof(int) == 4)', 'PORT_NOEXCEPT'])(
    'is quiet where the definition is %s',
    (specification) => checkQuiet(throwing(specification)),
  );

  it('is quiet where another definition does not throw, and where exceptions are off', async () => {
    await checkQuiet(
      throwing(
        '',
        `//- src/port_try.cpp\n// throw\nint port_parse(int port) { return port; }\nint t() { throw 1; }\n`,
      ),
    );
    await checkQuiet(
      throwing(
        '',
        `//- Cargo.toml\n[package]\nname = "port"\n//- build.rs
fn main() { cc::Build::new().cpp(true).file("src/port.cpp").flag("-fno-exceptions").compile("port"); }\n`,
      ),
    );
  });

  it('is quiet about a call of several functions of one name', () =>
    checkQuiet(`
//- src/ffi.rs
extern "C" { fn port_parse(port: i32) -> i32; }
//- src/port.cpp
int open(int port) { if (port < 0) throw port; return port; }
int open(long port) { return port; }
extern "C" int port_parse(int port) { return open(port); }
`));

  it.each([
    [
      'a parameter',
      'Option<unsafe extern "C" fn(i32) -> i32>',
      'extern "C" int port_parse(int (*open)(int)) { return open(1); }',
    ],
    ['a variable', 'i32', 'extern "C" int port_parse(int port) { auto open = closed; return open(port); }'],
    [
      'one of its namespace',
      'i32',
      'namespace net { extern "C" int port_parse(int port) { return open(port); } }',
    ],
  ])('is quiet about a call of %s that is called like a function that throws', (_, taken, caller) =>
    checkQuiet(`
//- src/ffi.rs
extern "C" { fn port_parse(port: ${taken}) -> i32; }
//- src/port.cpp
int closed(int port) { return port; }
int open(int port) { if (port < 0) throw port; return port; }
${caller}
`),
  );

  it.each(['static int open(int port)', 'namespace { int open(int port)'])(
    'is quiet about a call of what another file keeps to itself: %s',
    (head) =>
      checkQuiet(`
//- src/ffi.rs
extern "C" { fn port_parse(port: i32) -> i32; fn port_check(port: i32) -> i32; }
//- src/port.cpp
#include <fcntl.h>
extern "C" int port_parse(int port) { return open(port); }
//- src/check.cpp
${head} { if (port < 0) throw port; return port; } ${head.startsWith('namespace') ? '}' : ''}
extern "C" int port_check(int port) { return port; }
`),
  );

  it('is quiet where C++ calls Rust', () =>
    checkQuiet(`
//- src/lib.rs
#[no_mangle] pub extern "C" fn port_parse(port: i32) -> i32 { port }
//- src/port.cpp
extern "C" int port_parse(int port);
int use_it() { if (port_parse(1) < 0) throw 1; return 0; }
`));
});
