import { describe, expect, it } from 'vitest';
import page from './repr-rust-assumed.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

describe('repr-rust-assumed', () => {
  it('is what its page says', () => checkPage(page, 'repr-rust-assumed'));

  it('says what rustc makes of it where C++ keeps too little', async () => {
    const workspace = await check(`
//- src/lib.rs
pub struct Small { a: u64, b: String }
//         ^^^^^ warning: C++ keeps a \`Small\` in 24 bytes aligned to 1, but it has Rust layout, which rustc may choose: rustc 1.95 makes it 32 bytes aligned to 8
#[no_mangle]
pub unsafe extern "C" fn small_init(small: *mut Small) {}
//- include/small.hpp
struct Small { char storage[24]; };
extern "C" void small_init(Small *small);
`);
    const { findings } = await workspace.check();
    expect(findings.flatMap(({ remedies }) => remedies)).toEqual([]);
  });

  it('is quiet about margins, promised layouts, handles, and types that are not known', () =>
    checkQuiet(`
//- src/lib.rs
pub struct Roomy { a: Vec<u8> }
#[repr(transparent)]
pub struct Wrapped(u64);
#[repr(C)]
pub struct Fixed { a: u64 }
pub struct Vendor { a: vendor::Thing }
pub struct Handle { a: Vec<u8> }
#[no_mangle]
pub unsafe extern "C" fn all(roomy: *mut Roomy, wrapped: *mut Wrapped, fixed: *mut Fixed, handle: *mut Handle) {}
//- include/all.hpp
struct Roomy { alignas(8) unsigned char storage[32]; };
struct Wrapped { alignas(8) unsigned char storage[8]; };
struct Fixed { alignas(8) unsigned char storage[8]; };
struct Handle;
extern "C" void all(Roomy *roomy, Wrapped *wrapped, Fixed *fixed, Handle *handle);
`));

  it('is not quieted by what proves nothing', () =>
    check(`
//- src/lib.rs
pub struct Large { a: u64, b: String }
//         ^^^^^ warning: C++ keeps a \`Large\` in 24 bytes aligned to 8, but it has Rust layout, which rustc may choose: rustc 1.95 makes it 32 bytes aligned to 8
const _: () = assert!(size_of::<Large>() == 32);
pub struct Loose { a: u64, b: String }
//         ^^^^^ warning: C++ keeps a \`Loose\` in 32 bytes aligned to 1, but it has Rust layout, which rustc may choose: rustc 1.95 makes it 32 bytes aligned to 8
const _: () = assert!(size_of::<Loose>() == 32);
pub struct Sometimes { a: u64, b: String }
//         ^^^^^^^^^ warning: C++ keeps a \`Sometimes\` in 32 bytes aligned to 8, but it has Rust layout, which rustc may choose: rustc 1.95 makes it 32 bytes aligned to 8
#[cfg(feature = "checks")]
const _: () = assert!(size_of::<Sometimes>() == 32);
mod other {
    struct Sometimes;
    const _: () = assert!(size_of::<Sometimes>() == 0);
}
#[no_mangle]
pub unsafe extern "C" fn init(large: *mut Large, loose: *mut Loose, sometimes: *mut Sometimes) {}
//- include/small.hpp
struct Large { alignas(8) char storage[24]; };
struct Loose { char storage[32]; };
struct Sometimes { alignas(8) char storage[32]; };
static_assert(sizeof(Sometimes) == 32);
extern "C" void init(Large *large, Loose *loose, Sometimes *sometimes);
`));

  it('leaves a class with fields of its own to missing-repr-c', () =>
    check(`
//- src/lib.rs
pub struct Session { id: u64, open: bool }
//         ^^^^^^^ error: \`Session\` crosses behind a pointer and has Rust layout, whose size and order of fields rustc may choose
#[no_mangle]
pub unsafe extern "C" fn session_init(session: *mut Session) {}
//- include/session.hpp
struct Session { unsigned long id; bool open; };
extern "C" void session_init(Session *session);
`));
});
