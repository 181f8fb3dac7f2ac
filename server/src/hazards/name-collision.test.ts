import { describe, it } from 'vitest';
import page from './name-collision.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

const HEADER = `
//- include/m.h
#include <cstdint>
class Meter { public: void reset(); void clear(); };
class Gauge { public: void reset(); };
`;

describe('name-collision', () => {
  it('is what its page says', () => checkPage(page, 'name-collision'));

  it('finds functions of one class, and of C++ and Rust, also in bridges of one file', () =>
    check(`${HEADER}
//- src/main.rs
#[cxx::bridge]
mod a {
    unsafe extern "C++" {
        include!("m.h");
        type Meter;
        fn reset(self: Pin<&mut Meter>);
    }
    extern "Rust" {
        fn report(value: u8);
    }
}
#[cxx::bridge]
mod b {
    unsafe extern "C++" {
        include!("m.h");
        #[cxx_name = "Meter"]
        type Counter = crate::a::Meter;
        #[cxx_name = "clear"]
        fn reset(self: Pin<&mut Counter>);
        // ^^^^^ warning: cxx gives \`reset\` the symbol that \`reset\` of the bridge \`a\` has, which means \`reset\` there and \`clear\` here: the linker finds it twice, or takes one of the two for both. It is made of the C++ namespace, the class and the Rust name: change one of them
    }
    extern "Rust" {
        fn report(value: u8);
        // ^^^^^^ warning: cxx gives \`report\` the symbol that \`report\` of the bridge \`a\` has: the linker finds it twice. It is made of the C++ namespace, the class and the Rust name: change one of them
    }
}
`));

  it('is quiet about another class, another configuration, another crate and what is no module', () =>
    checkQuiet(`${HEADER}
//- src/lib.rs
mod a;
mod b;
#[cfg(unix)]
mod c;
#[cfg(windows)]
mod d;
//- src/main.rs
${bridgeOf('reset(self: Pin<&mut Meter>)')}
//- src/a.rs
${bridgeOf('reset(self: Pin<&mut Meter>)')}
//- src/b.rs
${bridgeOf('reset(self: Pin<&mut Gauge>)')}
//- src/c.rs
${bridgeOf('clear(self: Pin<&mut Meter>)')}
//- src/d.rs
${bridgeOf('clear(self: Pin<&mut Meter>)')}
//- fixtures/e.rs
${bridgeOf('reset(self: Pin<&mut Meter>)')}
`));
});

function bridgeOf(declaration: string): string {
  return `#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("m.h");
        type Meter;
        type Gauge;
        fn ${declaration};
    }
}`;
}
