import type { RustInteger } from '../abi/model.js';
import { nameTable } from '../base/name-table.js';
import type { CppBuiltin } from '../facts/cpp/cpp-facts.js';

/**
 * Typedefs of the C library and the Rust integers of the same width, on every target of the table. The
 * `libc` crate has types of these names, too.
 */
export const RUST_OF_C_TYPEDEF = nameTable<RustInteger>({
  int8_t: 'i8',
  int16_t: 'i16',
  int32_t: 'i32',
  int64_t: 'i64',
  uint8_t: 'u8',
  uint16_t: 'u16',
  uint32_t: 'u32',
  uint64_t: 'u64',
  size_t: 'usize',
  ssize_t: 'isize',
  ptrdiff_t: 'isize',
  intptr_t: 'isize',
  uintptr_t: 'usize',
});

/** The fundamental types that the `c_*` names stand for. @see core::ffi */
export const BUILTIN_OF_C_NAME = nameTable<CppBuiltin>({
  c_char: 'char',
  c_schar: 'signed char',
  c_uchar: 'unsigned char',
  c_short: 'short',
  c_ushort: 'unsigned short',
  c_int: 'int',
  c_uint: 'unsigned int',
  c_long: 'long',
  c_ulong: 'unsigned long',
  c_longlong: 'long long',
  c_ulonglong: 'unsigned long long',
  c_float: 'float',
  c_double: 'double',
});
