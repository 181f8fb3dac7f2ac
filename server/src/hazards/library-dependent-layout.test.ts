import { describe, it } from 'vitest';
import page from './library-dependent-layout.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('library-dependent-layout', () => {
  it('is what its page says', () => checkPage(page, 'library-dependent-layout'));

  it('names the path through bases, arrays and classes', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Outer { id: u64, inner: [[u64; 6]; 2] }
//         ^^^^^ information: the layout of \`Outer\` depends on the C++ standard library: \`inner.names\` is a \`std::deque<int>\`, which takes 80 bytes in libstdc++ and 48 bytes in libc++
#[repr(C)]
pub struct Derived { id: u64, text: [u64; 4] }
//         ^^^^^^^ information: the layout of \`Derived\` depends on the C++ standard library: \`Named::name\` is a \`std::string\`, which takes 32 bytes in libstdc++ and 24 bytes in libc++
extern "C" { fn all(outer: &Outer, derived: &Derived); }
//- include/outer.hpp
#include <deque>
#include <string>
struct Inner { std::deque<int> names; };
struct Outer { unsigned long id; Inner inner[2]; };
struct Named { std::string name; };
struct Derived : Named { unsigned long id; };
extern "C" void all(const Outer *outer, const Derived *derived);
`));

  it('knows the record that a cxx bridge names', () =>
    check(`
//- src/bridge.rs
#[repr(C)]
pub struct Pool { first: u64, rest: [u64; 9] }
unsafe impl cxx::ExternType for Pool {
    type Id = cxx::type_id!("Pool");
    type Kind = cxx::kind::Trivial;
}
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("pool.hpp");
        type Pool = crate::bridge::Pool;
        //   ^^^^ information: the layout of \`Pool\` depends on the C++ standard library: \`items\` is a \`std::deque<int>\`, which takes 80 bytes in libstdc++ and 48 bytes in libc++
        fn pool_take() -> Pool;
    }
}
//- src/lib.rs
mod bridge;
//- pool.hpp
#include <deque>
class Pool {
  std::deque<int> items;
};
Pool pool_take();
`));

  it('leaves a record that a bridge only borrows alone', () =>
    checkQuiet(`
//- src/bridge.rs
#[repr(C)]
pub struct Pool { id: u64, items: cxx::CxxString }
unsafe impl cxx::ExternType for Pool {
    type Id = cxx::type_id!("Pool");
    type Kind = cxx::kind::Opaque;
}
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("pool.hpp");
        type Pool = crate::bridge::Pool;
        fn pool_use(pool: &Pool);
    }
}
//- src/lib.rs
mod bridge;
//- pool.hpp
#include <string>
struct Pool {
  unsigned long id;
  std::string items;
};
void pool_use(const Pool &pool);
`));

  it('is quiet where sizes agree, behind pointers, and where the value must not cross at all', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Same { items: [u64; 3], owner: u64 }
#[repr(C)]
pub struct Far { text: *mut u8 }
#[repr(C)]
pub struct Moved { text: [u64; 4] }
extern "C" {
    fn all(same: &Same, far: &Far);
    fn moved() -> Moved;
    //            ^^^^^ warning: C++ returns \`Moved\` through a hidden pointer, which Rust does not pass for \`Moved\`: the class is not trivial for the purposes of calls
}
//- include/same.hpp
#include <memory>
#include <string>
#include <vector>
struct Same { std::vector<int> items; std::unique_ptr<int> owner; };
struct Far { std::string *text; };
struct Moved { std::string text; };
extern "C" void all(const Same *same, const Far *far);
extern "C" Moved moved();
`));
});
