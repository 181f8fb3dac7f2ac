import { describe, expect, it } from 'vitest';
import page from './packed-mismatch.md';
import { check, checkPage, checkRemedy } from './testing/check.js';

describe('packed-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'packed-mismatch'));

  it('knows packing and alignment on both sides', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct A { a: u8, b: u32 }
//         ^ error: \`A\` differs from C++: it is \`packed\` in C++ and not in Rust, so that \`b\` is at offset 4 in Rust, 1 in C++
#[repr(C, packed)]
pub struct B { a: u8, b: u32 }
//         ^ error: \`B\` differs from C++: it is \`packed\` in Rust and not in C++, so that \`b\` is at offset 1 in Rust, 4 in C++
#[repr(C, packed(2))]
pub struct C { a: u8, b: u32 }
#[repr(C, align(16))]
pub struct D { a: u64 }
//         ^ error: \`D\` differs from C++: it is aligned to 16 bytes in Rust and not in C++, so that it takes 16 bytes in Rust, 8 bytes in C++
#[repr(C, align(16))]
pub struct E { a: u64 }
#[repr(C)]
pub struct F { a: u64 }
//         ^ error: \`F\` differs from C++: it is aligned to 32 bytes in C++ and not in Rust, so that it takes 8 bytes in Rust, 32 bytes in C++
#[repr(C, packed)]
pub struct G { a: u8, b: u32 }
//         ^ error: \`G\` differs from C++: it is packed to 2 bytes in C++ and \`packed\` in Rust, so that \`b\` is at offset 1 in Rust, 2 in C++
#[repr(C)]
pub struct H { a: [f32; 4], b: u8 }
//         ^ error: \`H\` differs from C++: it is aligned by a member in C++ and not in Rust, so that it takes 20 bytes in Rust, 32 bytes in C++
extern "C" {
    fn all(a: &A, b: &B, c: &C, d: &D, e: &E, f: &F, g: &G, h: &H);
}
//- include/packing.h
#include <cstdint>
struct __attribute__((packed)) A { uint8_t a; uint32_t b; };
struct B { uint8_t a; uint32_t b; };
#pragma pack(push, 2)
struct C { uint8_t a; uint32_t b; };
#pragma pack(pop)
struct D { uint64_t a; };
struct alignas(16) E { uint64_t a; };
struct alignas(32) F { uint64_t a; };
#pragma pack(push, 2)
struct G { uint8_t a; uint32_t b; };
#pragma pack(pop)
struct H { alignas(16) float a[4]; uint8_t b; };
extern "C" void all(const A *a, const B *b, const C *c, const D *d, const E *e, const F *f, const G *g, const H *h);
`));

  it('knows a macro that packs, unless it may be another one', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct A { a: u8, b: u32 }
//         ^ error: \`A\` differs from C++: it is \`packed\` in C++ and not in Rust, so that \`b\` is at offset 4 in Rust, 1 in C++
#[repr(C, packed)]
pub struct B { a: u8, b: u32 }
#[repr(C)]
pub struct C { a: u8, b: u32 }
#[repr(C, packed)]
pub struct D { a: u8, b: u32 }
extern "C" { fn all(a: &A, b: &B, c: *const C, d: *const D); }
//- include/all.h
#define PACKED __attribute__((packed))
#ifdef VENDOR
#define MAYBE_PACKED __attribute__((packed))
#else
#define MAYBE_PACKED
#endif
struct PACKED A { unsigned char a; unsigned b; };
typedef struct B { unsigned char a; unsigned b; } PACKED B;
struct MAYBE_PACKED C { unsigned char a; unsigned b; };
typedef struct D { unsigned char a; unsigned b; } MAYBE_PACKED D;
extern "C" void all(const A *a, const B *b, const C *c, const D *d);
`));

  it('says that rustc refuses packing around an alignment', async () => {
    const workspace = await check(`
//- src/ffi.rs
#[repr(C, align(8))]
#[derive(Clone, Copy)]
pub struct Id { low: u32, high: u32 }
#[repr(C)]
pub struct Entry { kind: u8, id: [Id; 1] }
//         ^^^^^ error: \`Entry\` differs from C++: it is packed to 1 byte in C++ and not in Rust, so that \`id\` is at offset 8 in Rust, 1 in C++; rustc refuses \`packed\` here, for \`Id\` has an alignment of its own (E0588)
extern "C" { fn entry(entry: *const Entry); }
//- include/entry.h
struct alignas(8) Id { unsigned low; unsigned high; };
#pragma pack(push, 1)
struct Entry { unsigned char kind; Id id[1]; };
#pragma pack(pop)
extern "C" void entry(const Entry *entry);
`);
    const { findings } = await workspace.check();
    expect(findings.flatMap(({ remedies }) => remedies)).toEqual([]);
  });

  it('is not the cause where more than packing differs', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct A { a: u8, b: u32 }
//         ^ error: \`A\` differs from C++: \`b\` is at offset 4 in Rust, 1 in C++
#[repr(C)]
pub struct B { a: u16, b: u32 }
//                ^^^ error: \`a\` at offset 0 is 2 bytes in Rust (\`u16\`), 1 byte in C++ (\`unsigned char\`)
extern "C" { fn all(a: &A, b: &B); }
//- include/more.h
#pragma pack(push, 1)
struct A { unsigned char a; unsigned b; unsigned c; };
struct B { unsigned char a; unsigned b; };
#pragma pack(pop)
extern "C" void all(const A *a, const B *b);
`));

  it('takes away what only Rust says, and leaves other attributes alone', async () => {
    const workspace = await check(`
//- src/ffi.rs
#[derive(Clone, Copy)]
#[repr( C , packed( 1 ) )]
pub struct Pair { a: u8, b: u32 }
//         ^^^^ error: \`Pair\` differs from C++: it is \`packed\` in Rust and not in C++, so that \`b\` is at offset 1 in Rust, 4 in C++
extern "C" { fn pair(pair: *const Pair); }
//- include/pair.h
struct Pair { unsigned char a; unsigned b; };
extern "C" void pair(const Pair *pair);
`);
    await checkRemedy(
      workspace,
      'Write `#[repr(C)]`',
      `
//- src/ffi.rs
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Pair { a: u8, b: u32 }
extern "C" { fn pair(pair: *const Pair); }
`,
    );
  });

  it('holds on the targets where the packing tells', () =>
    check(
      `
//- src/ffi.rs
#[repr(C)]
pub struct Stamp { zone: u32, when: u64 }
//         ^^^^^ error: \`Stamp\` differs from C++: it is packed to 4 bytes in C++ and not in Rust, so that \`when\` is at offset 8 in Rust, 4 in C++ (on x86_64-unknown-linux-gnu)
extern "C" { fn stamp(stamp: &Stamp); }
//- include/stamp.h
#pragma pack(push, 4)
struct Stamp { unsigned zone; unsigned long long when; };
#pragma pack(pop)
extern "C" void stamp(const Stamp *stamp);
`,
      { targets: ['x86_64-unknown-linux-gnu', 'i686-unknown-linux-gnu'] },
    ));
});
