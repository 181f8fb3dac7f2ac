import { exact } from '../../base/known.js';
import { nameTable } from '../../base/name-table.js';
import {
  lazily,
  NO_REPR,
  RUST_LIBRARY_TYPES,
  type RustAbiType,
  type RustLibraryType,
  type RustPointerForm,
  type RustPrimitive,
} from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import type { CppBuiltin } from '../../facts/cpp/cpp-facts.js';
import { BUILTIN_OF_C_NAME, RUST_OF_C_TYPEDEF } from '../c-types.js';

/**
 * Types of std, core, alloc and libc by their last name; nothing in the workspace declares them.
 *
 * @param path what the name stands for after `use` declarations
 * @param text the type as written
 */
export function libraryType(
  path: readonly string[],
  text: string,
  argumentsOf: () => readonly RustAbiType[],
  target: Target,
): RustAbiType {
  const name = path[path.length - 1] ?? '';
  const primitive = cType(name, target) ?? RUST_OF_C_TYPEDEF[name];
  if (primitive) return { kind: 'primitive', name: primitive };
  if (name === 'c_void') return C_VOID;
  if (name === 'RawFd' && !target.triple.includes('-windows-')) return { kind: 'primitive', name: 'i32' };
  const crate = path.find((segment) => segment !== '');
  if (crate === 'libc' && name === 'socklen_t' && /-linux-(?!android)|-apple-|-freebsd/.test(target.triple))
    return { kind: 'primitive', name: 'u32' };
  if (crate === 'libc' && path.length > 1)
    return unknownRust(text, `\`${text}\` is declared by the libc crate for each target, which is not read`);
  const words = path.length === 1 || crate === 'cxx' ? CXX_POINTERS[name] : undefined;
  if (words !== undefined) return cxxPointer(text, words);
  if (path.length > 1 && !STANDARD.has(crate ?? '')) return notFound(text);
  const form = POINTERS[name];
  const args = argumentsOf();
  if (form && args[0])
    return args.length === 1
      ? { kind: 'pointer', form, mutable: true, pointee: args[0] }
      : unknownRust(text, `\`${text}\` may hold its allocator`);
  const nonZero = /^NonZero([UI](?:8|16|32|64|128|size))$/.exec(name)?.[1]?.toLowerCase();
  if (nonZero) {
    const integer: RustAbiType = { kind: 'primitive', name: nonZero as RustPrimitive };
    return { kind: 'library', name: 'NonZero', arguments: [integer] };
  }
  if (name === 'Ordering' && path.includes('atomic'))
    return { kind: 'library', name: 'AtomicOrdering', arguments: [] };
  if (LIBRARY.has(name)) return { kind: 'library', name: name as RustLibraryType, arguments: args };
  return (path.length === 1 && primitiveNamed(name)) || notFound(text);
}

/** `u8`, `bool`, `str` …, which every path of one name may mean. */
export function primitiveNamed(name: string): RustAbiType | null {
  if (name === 'str') return { kind: 'str' };
  return PRIMITIVES.has(name) ? { kind: 'primitive', name: name as RustPrimitive } : null;
}

export const unknownRust = (text: string, reason: string): RustAbiType => ({
  kind: 'unknown',
  text,
  reason,
  because: [],
});

const notFound = (text: string): RustAbiType =>
  unknownRust(text, `the definition of \`${text}\` was not found`);

/** `c_int` and its family: what the target's C compiler calls `int`. @see core::ffi */
function cType(name: string, target: Target): RustPrimitive | null {
  const builtin = BUILTIN_OF_C_NAME[name];
  if (name === 'wchar_t') return wideCharacter(target);
  if (!builtin) return null;
  if (builtin === 'char') return target.charSigned ? 'i8' : 'u8';
  if (builtin === 'float') return 'f32';
  if (builtin === 'double') return 'f64';
  const size = target.fundamental[builtin]?.size;
  if (size === undefined) return null;
  return `${UNSIGNED.has(builtin) ? 'u' : 'i'}${size * 8}` as RustPrimitive;
}

/** 16 unsigned bits on Windows; elsewhere 32, signed where plain `char` is. */
function wideCharacter({ fundamental, charSigned }: Target): RustPrimitive {
  if (fundamental.wchar_t?.size === 2) return 'u16';
  return charSigned ? 'i32' : 'u32';
}

/** An enum of one byte: nothing is ever made of it, but a pointer to it is a plain one. @see core::ffi::c_void */
const C_VOID: RustAbiType = {
  kind: 'enum',
  enum: {
    name: 'c_void',
    location: null,
    define: lazily(() =>
      exact({
        repr: { ...NO_REPR, integer: 'u8' as const },
        variants: ['__variant1', '__variant2'].map((name) => ({
          name,
          discriminant: null,
          fields: [],
          location: null,
        })),
      }),
    ),
  },
};

/** Words of the smart pointers of C++ that cxx brings to Rust. @see cxx: src/unique_ptr.rs, src/shared_ptr.rs */
const CXX_POINTERS = nameTable<number>({ UniquePtr: 1, SharedPtr: 2, WeakPtr: 2 });

function cxxPointer(name: string, words: number): RustAbiType {
  const word: RustAbiType = { kind: 'pointer', form: 'raw', mutable: true, pointee: C_VOID };
  const repr: RustAbiType = { kind: 'array', element: word, count: words };
  const known = exact({
    repr: { ...NO_REPR, c: true },
    fields: [{ name: 'repr', type: repr, location: null }],
    maybeUnsized: false,
  });
  return {
    kind: 'record',
    record: { name, kind: 'struct', location: null, define: () => known },
    assumption: 'a smart pointer of C++ is as large as cxx 1.0 has it',
  };
}

/** `Duration` and `std::time::Duration`, but not another crate's `time::Duration`. */
const STANDARD: ReadonlySet<string> = new Set(['std', 'core', 'alloc']);

const POINTERS = nameTable<RustPointerForm>({
  Box: 'box',
  NonNull: 'non-null',
  Rc: 'rc',
  Arc: 'arc',
});

const PRIMITIVES: ReadonlySet<string> = new Set([
  ...['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64', 'u128', 'i128', 'usize', 'isize'],
  ...['f32', 'f64', 'bool', 'char'],
]);

const LIBRARY: ReadonlySet<string> = new Set<RustLibraryType>(
  RUST_LIBRARY_TYPES.filter((name) => name !== 'AtomicOrdering'),
);

const UNSIGNED: ReadonlySet<CppBuiltin> = new Set<CppBuiltin>([
  'unsigned char',
  'unsigned short',
  'unsigned int',
  'unsigned long',
  'unsigned long long',
]);
