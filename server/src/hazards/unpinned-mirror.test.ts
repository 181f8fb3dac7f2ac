import { describe, it } from 'vitest';
import page from './unpinned-mirror.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

const ON = { severity: { 'unpinned-mirror': 'hint' } } as const;

describe('unpinned-mirror', () => {
  it('is what its page says', () => checkPage(page, 'unpinned-mirror'));

  it('asserts only where the numbers hold', async () => {
    const workspace = await check(
      `
//- src/ffi.rs
use std::ffi::c_long;
mod records {
    use super::*;
    #[repr(C)]
    pub struct Ticks { pub(crate) count: c_long }
    //         ^^^^^ hint: \`Ticks\` agrees with C++ today (8 bytes aligned to 8), and no assertion on either side keeps it so
}
extern "C" { fn ticks(out: *mut records::Ticks); }
//- include/ticks.hpp
namespace clock_api {
  class Ticks {
    long count;
  };
}
extern "C" void ticks(clock_api::Ticks *out);
`,
      ON,
    );
    await checkRemedy(
      workspace,
      'Assert the layout in C++',
      `
//- include/ticks.hpp
namespace clock_api {
  class Ticks {
    long count;
  };

#ifndef _WIN32
  static_assert(sizeof(void *) != 8 || sizeof(Ticks) == 8, "Rust mirrors Ticks");
  static_assert(sizeof(void *) != 8 || alignof(Ticks) == 8, "Rust mirrors Ticks");
#endif
}
extern "C" void ticks(clock_api::Ticks *out);
`,
    );
  });

  it('is silent about what differs, hides or is passed through', () =>
    checkQuiet(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Handle { _private: [u8; 0] }
#[repr(transparent)]
pub struct Id(u32);
#[repr(C)]
pub struct Pair<T> { a: T, b: T }
extern "C" { fn open(id: Id, pair: *const Pair<u8>) -> *mut Handle; }
//- include/handle.h
struct Handle { int fd; };
struct Pair { unsigned char a, b; };
extern "C" Handle *open(unsigned id, const Pair *pair);
`,
      ON,
    ));
});
