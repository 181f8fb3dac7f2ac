import { describe, it } from 'vitest';
import page from './shared-struct-drift.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('shared-struct-drift', () => {
  it('is what its page says', () => checkPage(page, 'shared-struct-drift'));

  it('finds order, width, sign, in the namespace and under the names of C++', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge(namespace = "geo")]
mod ffi {
    #[cxx_name = "swapped_t"]
    struct Swapped {
    //     ^^^^^^^ error: The bridge restates \`Swapped\`, and its header differs: \`second\` is at offset 0 in Rust, 4 in C++
        #[cxx_name = "second"]
        two: u32,
        first: u16,
    }
    struct Wide {
        size: u64,
        //    ^^^ error: The bridge restates \`Wide\`, and its header differs: \`size\` at offset 0 is 8 bytes in Rust (\`u64\`), 4 bytes in C++ (\`unsigned int\`)
    }
    struct Signed {
        delta: u32,
        //     ^^^ error: The bridge restates \`Signed\`, and its header differs: \`delta\` has a sign in C++, where it is \`int\`, and none in Rust
    }
    unsafe extern "C++" {
        include!("geo.h");
        #[cxx_name = "swapped_t"]
        type Swapped;
        type Wide;
        type Signed;
        fn all(a: &Swapped, b: &Wide, c: &Signed);
    }
}
//- include/geo.h
#include <cstdint>
namespace geo {
struct swapped_t { std::uint16_t first; std::uint32_t second; };
struct Wide { unsigned size; };
struct Signed { int delta; };
void all(const swapped_t &a, const Wide &b, const Signed &c);
}
`));

  it('finds enumerators that are gone, and the integer that cxx takes without a representation', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    enum Level {
    //   ^^^^^ error: The bridge restates \`Level\`, and its header differs: it takes 1 byte in Rust, 4 bytes in C++: without a \`#[repr(…)]\` cxx takes the smallest integer that holds all values
        Low,
        Middle,
    //  ^^^^^^ error: The bridge restates \`Level\`, and its header differs: C++ has no enumerator \`Middle\`
    }
    unsafe extern "C++" {
        include!("level.h");
        type Level;
        fn set(level: Level);
    }
}
//- include/level.h
enum Level { Low, High };
void set(Level level);
`));

  it('leaves alone what the bridge itself defines, what is unknown, and what is open', () =>
    checkQuiet(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    struct Own { x: u8 }
    struct Text { name: String, x: u8 }
    #[repr(u8)]
    enum Open { A, #[cfg(feature = "b")] B, C }
    unsafe extern "C++" {
        include!("types.h");
        type Text;
        type Open;
        fn all(own: &Own, text: &Text, open: Open);
    }
}
//- include/types.h
#include "rust/cxx.h"
#include <cstdint>
struct Own;
struct Text { rust::String name; };
enum class Open : uint8_t { A, C };
void all(const Own &own, const Text &text, Open open);
`));
});
