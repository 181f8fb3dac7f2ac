import { RUST_OF_C_TYPEDEF } from '../boundary/c-types.js';
import type { CppBuiltin } from '../facts/cpp/cpp-facts.js';
import type { CxxGeneric } from './cxx-shapes.js';

/** Fundamental types that are the same type as a fixed-width one, or as cxx's own, on every platform. */
export const BUILTINS: Partial<Record<CppBuiltin, string>> = {
  bool: 'bool',
  char: 'c_char',
  'signed char': 'i8',
  'unsigned char': 'u8',
  short: 'i16',
  'unsigned short': 'u16',
  int: 'i32',
  'unsigned int': 'u32',
  float: 'f32',
  double: 'f64',
};

export const VARIABLE_SIZE: Partial<Record<CppBuiltin, string>> = {
  long: 'std::int64_t',
  'unsigned long': 'std::uint64_t',
  'long long': 'std::int64_t',
  'unsigned long long': 'std::uint64_t',
};

/** Names of the C library and the Rust types that stand for them, on every platform. */
export const SCALARS: Readonly<Record<string, string | undefined>> = RUST_OF_C_TYPEDEF;

export const GENERICS: Readonly<Record<string, CxxGeneric | undefined>> = {
  'std::unique_ptr': 'UniquePtr',
  'std::shared_ptr': 'SharedPtr',
  'std::weak_ptr': 'WeakPtr',
  'std::vector': 'CxxVector',
  'rust::Vec': 'Vec',
};

/** What to write instead of a type that cxx lacks. */
export const ALTERNATIVES: Readonly<Record<string, string | undefined>> = {
  'std::string_view': '; use `rust::Str` or `const std::string &`',
  'std::function': '; take a `rust::Fn` or a class with a method',
  'std::span': '; use a `rust::Slice`',
  'std::optional': '; use a `std::unique_ptr` that may be null',
  'std::pair': '; use a struct of the bridge',
  'std::tuple': '; use a struct of the bridge',
  'std::byte': '; use `std::uint8_t`',
  'std::filesystem::path': '; use `rust::Str` or `const std::string &`',
  'std::map': '; wrap it in a class with methods',
  'std::unordered_map': '; wrap it in a class with methods',
  'rust::Box': ' of a type that only Rust knows; declare it in an `extern "Rust"` block of the bridge',
  'rust::Fn': ' in generated bridges; write the function into the bridge by hand, with `fn(…)`',
};

/** Types that `using namespace std;` and the like may bring in; other names stay unknown rather than guessed. */
export const LIBRARY_TYPES = new Set([
  ...Object.keys(GENERICS),
  ...Object.keys(ALTERNATIVES),
  'std::string',
  'std::array',
  'rust::String',
  'rust::Str',
  'rust::Slice',
]);
