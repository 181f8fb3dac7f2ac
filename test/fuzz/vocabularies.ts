import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { languageOfFile } from '../../server/src/workspace/source-kinds.js';
import type { Vocabulary } from './inputs.js';
import type { ReaderName } from './readers.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = [
  process.env['FERRULE_FUZZ_CORPUS'] ?? join(ROOT, 'examples'),
  join(ROOT, 'test/referee/bindings'),
];
/** Of a large folder so many files are taken, of those that are short enough to hold in memory at once. */
const MOST_FILES = 3000;
const MOST_CHARACTERS = 300_000;

/** What each reader is given pieces of. `FERRULE_FUZZ_CORPUS` names a folder of real files in place of the examples. */
export function vocabularies(): Readonly<Record<ReaderName, Vocabulary>> {
  const files = FOLDERS.flatMap(sourcesIn);
  const of = (language: string): readonly string[] =>
    files.filter(({ path }) => languageOfFile(path) === language).map(({ text }) => text);
  return {
    cpp: { files: [...of('cpp'), CPP_SAMPLE], words: wordsOf(CPP_WORDS) },
    rust: { files: [...of('rust'), RUST_SAMPLE], words: wordsOf(RUST_WORDS) },
    zng: { files: [...of('zng'), ZNG_SAMPLE], words: wordsOf(ZNG_WORDS) },
    'Cargo.toml': {
      files: files.filter(({ path }) => path.endsWith('Cargo.toml')).map(({ text }) => text),
      words: wordsOf(
        '[package] name = "a" [dependencies] { } , . [[bin]] path version [target.\'cfg(unix)\'.dependencies] features = [ ] # " """ \' __proto__ constructor',
      ),
    },
    'compile_commands.json': {
      files: [COMMANDS_SAMPLE],
      words: wordsOf(
        '[ ] { } : , "file" "directory" "command" "arguments" "a.cc" "/w" "c++ -I. -DX a.cc" "-include" null 1 "\\"" "\\\\" -std=c++17',
      ),
    },
    'CMakeCXXCompiler.cmake': {
      files: [
        'set(CMAKE_CXX_COMPILER_ID "GNU")\nset(CMAKE_CXX_COMPILER_VERSION "12.2.0")\nset(CMAKE_CXX_STANDARD_COMPUTED_DEFAULT "17")\n',
      ],
      words: wordsOf(
        'set( CMAKE_CXX_COMPILER_ID CMAKE_C_COMPILER_ID "GNU" "Clang" "__proto__" ) " CMAKE_CXX_COMPILER_VERSION',
      ),
    },
    'ferrule.toml': {
      files: [
        'targets = ["x86_64-unknown-linux-gnu"]\nexclude = ["third_party"]\n[hazards]\narity-mismatch = "off"\n',
      ],
      words: wordsOf(
        'targets = [ ] "x" exclude hazards [hazards] arity-mismatch "off" { } . standard "c++20" __proto__ features 1 true \n',
      ),
    },
  };
}

/** The files of each example, by path relative to it. */
export const exampleWorkspaces = (): Readonly<Record<string, string>>[] =>
  ['telemetry', 'telemetry-hazards'].map((name) => {
    const folder = join(ROOT, 'examples', name);
    return Object.fromEntries(
      sourcesIn(folder).map(({ path, text }) => [relative(folder, path).replaceAll('\\', '/'), text]),
    );
  });

function sourcesIn(folder: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (languageOfFile(entry.name) !== null || entry.name === 'Cargo.toml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](?:target|node_modules)[\\/]/.test(path))
    .sort()
    .slice(0, MOST_FILES)
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
    .filter(({ text }) => text.length < MOST_CHARACTERS);
}

const wordsOf = (list: string): readonly string[] => list.split(' ');

const CPP_WORDS = `class struct union enum namespace template typename using typedef extern "C" operator const
  volatile static inline virtual int long unsigned void auto decltype noexcept override final friend public: signals:
  alignas( __attribute__(( [[ ]] ( ) { } [ ] < > << >> , ; : :: = * & && ... ~ -> . # ## #if #ifdef #else #endif #define
  #include #pragma pack(push,1) #elif defined 0 1 0x1p3 'a' "b" R"( )" // /* */ \\ Widget T std::string EXPORT_API
  BEGIN_DECLS __BEGIN_DECLS __END_DECLS FOO_DEPRECATED( Q_OBJECT NAMESPACE_BEGIN( OF(( _BitInt( _Atomic( __int128
  __has_include( requires concept co_await new delete throw try catch this sizeof C::* (*f) asm("x") __VA_ARGS__
  #define\\ X(a,...) __proto__ constructor toString static_assert( consteval explicit(true) <=> '\\'' u8"x" \n \r\n`.replace(
  /\n  /g,
  ' ',
);
const RUST_WORDS =
  `fn struct enum union mod impl trait use pub unsafe extern "C" "C++" type const static mut ref self Self
  crate super where for 'a as dyn async move gen safe macro_rules! #[repr(C)] #[cxx::bridge] #[cfg(unix)] #[no_mangle]
  #![cfg( include!( { } ( ) [ ] < > , ; : :: = * & ! # $ -> => | .. ..= 0 0u8 1e3 "a" b"b" r#"c"# 'x' b'y' // /* */ ///
  u8 i32 usize String Option<Box<T>> cc::Build::new() .file( .compile( bindgen::Builder env!( concat!( println!( Widget
  T repr(transparent) ~const [const] <> r#type __proto__ constructor toString \n \r\n`.replace(/\n  /g, ' ');
const ZNG_WORDS =
  `type crate :: a { } ( ) < > , ; # #layout( size = 8 , align = 4 ) wellknown_traits ( Debug , Drop )
  constructor fn -> mod use extern "C++" #cpp_value "0" "::A" #cpp_ref #if #else cfg( feature import "a.zng" #unstable(
  #heap_allocated #rust_value dyn impl & mut * const [u8] str " // /* */ ! + = => | match convert_panic_to_exception \n`.replace(
    /\n  /g,
    ' ',
  );

/** A bit of everything that the readers of C++ look at. */
const CPP_SAMPLE = `#pragma once
#include <cstdint>
#define API_EXPORT __attribute__((visibility("default")))
#define FIELDS(type) type a; type b;
__BEGIN_DECLS
#ifdef __cplusplus
extern "C" {
#endif
#if defined(_WIN32) && !FOO
struct API_EXPORT Handle { void *p; };
#elif X > (2 << 3)
typedef struct Handle_ { unsigned a : 3, : 0, b : 4; int rest[]; } Handle, *HandlePtr;
#else
int open_handle(const char *, int (*callback)(void *, ...), struct Handle *) API_EXPORT;
#endif
#ifdef __cplusplus
}
#endif
__END_DECLS
namespace a::inline b { template <class T, int N = sizeof(T), template <class> class... U> class [[nodiscard]] alignas(16)
  API_EXPORT Widget final : public virtual Base<T>, private detail::Other { Q_OBJECT
 public: Widget(Widget &&) noexcept(true) = default; virtual ~Widget() = 0; FIELDS(int)
  operator bool() const &; template <typename V> auto get(V v = {}) -> decltype(v); static constexpr int k = N * 2 + 'a';
 Q_SIGNALS: void changed(int (Widget::*)(int) const = nullptr);
 private: union { T t_; std::array<T, N> u_[3]; }; mutable std::unique_ptr<T[]> p_ GUARDED_BY(mu_) = nullptr; enum class E : uint8_t { a = 1 << 3, b, }; };
using Alias = Widget<int, 3>; typedef int (*Fn)(Alias &, ...); extern template class Widget<int>; }
#pragma pack(push, 1)
struct Packed { char c; long l; } __attribute__((packed));
#pragma pack(pop)
template <> struct std::hash<a::Alias> { size_t operator()(const a::Alias &) const { return R"x(})x"[0]; } };
`;
const RUST_SAMPLE = `use std::{ffi::{c_char as ch, *}, os::raw::c_int};
#[cxx::bridge(namespace = "a::b")] mod ffi { #[derive(Clone)] struct S { a: u8, b: Vec<String> } enum E { A = 1, B }
 unsafe extern "C++" { include!("a.h"); type W; #[rust_name = "g"] fn f(self: Pin<&mut W>, x: &[u8]) -> Result<UniquePtr<W>>; }
 extern "Rust" { type R; fn h<'a>(r: &'a R) -> &'a str; } impl UniquePtr<W> {} }
#[repr(C, packed(2))] #[cfg_attr(feature = "x", derive(Copy))] pub struct P<const N: usize, T: ?Sized = u8> where T: Copy { pub a: [T; N * 2 + 1], b: Option<extern "C" fn(*mut P<3>, ...) -> c_int> }
#[no_mangle] pub unsafe extern "C-unwind" fn k(p: *const ch, n: usize) -> bool { const X: usize = 3; let s = r#"}"#; true }
const _: () = { assert!(core::mem::size_of::<P<1>>() == 8); assert!(std::mem::offset_of!(P<1>, a) == 0x0); };
macro_rules! m { ($a:expr, $($b:tt)*) => { $a; m!($($b)*) } } union U { a: u8, b: i64 } #[repr(u8)] enum D { A(u8), B { c: i8 } = 4 }
unsafe extern "C" { safe fn z(); static mut q: [u8; 4]; type Opaque; } include!(concat!(env!("OUT_DIR"), "/b.rs"));
fn main() { let mut b = cc::Build::new(); for f in ["a.cc", "b.cc"] { b.file(f); } if cfg!(unix) { b.define("X", None); } b.include(format!("{}/i", d)).compile("l"); }
`;
const ZNG_SAMPLE = `#unstable(cfg_match)
mod ::std { type option::Option<i32> { #layout(size = 8, align = 4); wellknown_traits(Debug, Copy); constructor None; constructor Some(i32); fn unwrap(self) -> i32; } }
type crate::A { #cpp_value "0" "::ns::A"; #heap_allocated; constructor { x: i32 }; fn f(&mut self, &dyn Fn(i32) -> i32) deref str use ::b::T; field a (offset = 0, type = i32); }
extern "C++" { fn g(&A) -> A; impl crate::T for A { fn h(&self); } impl A { fn i(); } }
#if cfg(target_os = "linux") { fn crate::j() -> (); } #else if cfg(feature.x) { } #else { trait ::T { fn k(&self); } }
#convert_panic_to_exception
`;
const COMMANDS_SAMPLE = `[{"directory": "/w/build", "file": "../a.cc", "command": "c++ -std=c++17 -I../include -isystem /x -DA=1 -UB \\"-DC='d e'\\" -include pre.h -o a.o -c ../a.cc"},
 {"directory": "C:\\\\w", "file": "b.c", "arguments": ["clang-cl.exe", "/std:c++20", "/I", "inc", "/DX", "--target=x86_64-pc-windows-msvc", "b.c"]}]`;
