import type { CppAbiType } from '../abi/model.js';
import type { CppBuiltin, CppType } from '../facts/cpp/cpp-facts.js';
import type { RustFacts, RustType } from '../facts/rust/rust-facts.js';
import type { RustPlace } from '../program/rust-names.js';
import type { Program } from '../program/program.js';
import { BUILTIN_OF_C_NAME, RUST_OF_C_TYPEDEF } from './c-types.js';

/**
 * A C++ type as a raw `extern "C"` declaration in Rust writes it, for remedies.
 *
 * @param place where it will stand: names imported there are used as they are
 * @returns null where Rust has no spelling that is sure to be right
 */
export function spellInRust(type: CppType, program: Program, place: RustPlace): string | null {
  switch (type.kind) {
    case 'builtin':
      return spellBuiltin(type.name, program, place);
    case 'named': {
      const name = type.name.segments[type.name.segments.length - 1]?.name ?? '';
      const fixed = RUST_OF_C_TYPEDEF[name];
      if (fixed) return fixed;
      return program.rust.lookUpType([name], place).kind === 'found' ? name : null;
    }
    case 'pointer':
    case 'reference':
    case 'array':
      return spellPointer(type, program, place);
    case 'function':
      return spellFunction(type, program, place);
    case 'bit-int':
    case 'atomic':
    case 'member-pointer':
    case 'inline-record':
    case 'macro':
    case 'unreadable':
      return null;
    default:
      return type satisfies never;
  }
}

/**
 * A C++ type as a field of a `repr(C)` record has it: an array stays one, and the name of a scalar that Rust
 * does not know is the scalar itself.
 *
 * @param lowered what `type` is after all names are looked up
 * @returns null where Rust has no spelling that is sure to be right
 */
export function spellFieldInRust(
  type: CppType,
  lowered: CppAbiType,
  program: Program,
  place: RustPlace,
): string | null {
  if (lowered.kind === 'array' && type.kind === 'array') {
    const element = spellFieldInRust(type.element, lowered.element, program, place);
    return element === null || lowered.count === null ? null : `[${element}; ${lowered.count}]`;
  }
  if (lowered.kind === 'array') return null;
  const spelled = spellInRust(type, program, place);
  return spelled ?? (lowered.kind === 'builtin' ? spellBuiltin(lowered.name, program, place) : null);
}

function spellPointer(
  type: Extract<CppType, { kind: 'pointer' | 'reference' | 'array' }>,
  program: Program,
  place: RustPlace,
): string | null {
  const to =
    type.kind === 'pointer' ? type.pointee : type.kind === 'reference' ? type.referent : type.element;
  if (to.kind === 'function') return spellFunction(to, program, place);
  const isVoid = to.kind === 'builtin' && to.name === 'void';
  const opaque = imported('c_void', program, place);
  // A class that Rust has no name for is still a pointer.
  const pointee = isVoid
    ? opaque
    : (spellInRust(to, program, place) ?? (to.kind === 'named' ? opaque : null));
  return pointee === null ? null : `*${to.const ? 'const' : 'mut'} ${pointee}`;
}

function spellFunction(
  type: Extract<CppType, { kind: 'function' }>,
  program: Program,
  place: RustPlace,
): string | null {
  const parameters = type.parameters.map((parameter) => spellInRust(parameter, program, place));
  const result = spellResultInRust(type.result, program, place);
  if (parameters.includes(null) || result === null || type.variadic) return null;
  return `Option<unsafe extern "C" fn(${parameters.join(', ')})${result}>`;
}

/** ` -> T` as it follows a parameter list; empty for `void`, null where it cannot be spelled. */
export function spellResultInRust(type: CppType, program: Program, place: RustPlace): string | null {
  if (type.kind === 'builtin' && type.name === 'void') return '';
  const result = spellInRust(type, program, place);
  return result === null ? null : ` -> ${result}`;
}

function spellBuiltin(name: CppBuiltin, program: Program, place: RustPlace): string | null {
  const same = SAME_EVERYWHERE[name];
  if (same) return same;
  const c = C_NAMES.get(name);
  return c ? imported(c, program, place) : null;
}

/** `c_int` where the file imports it, else its full path. */
function imported(name: string, program: Program, place: RustPlace): string {
  const facts = program.facts(place.uri) as RustFacts | undefined;
  const use = facts?.uses.find((candidate) => candidate.name === name || isGlobOfC(candidate));
  return use ? name : `core::ffi::${name}`;
}

const isGlobOfC = ({ name, path }: RustFacts['uses'][number]): boolean =>
  name === '*' && /^(?:libc|(?:std|core)::ffi|std::os::raw)(?:::\*)?$/.test(path.join('::'));

/**
 * A Rust type as a hand-kept C header writes it, for remedies on the C++ side.
 *
 * @returns the whole declaration of `declarator`; null where C has no spelling that is sure to be right
 */
export function spellInC(type: RustType, declarator: string): string | null {
  const withName = (text: string): string =>
    declarator === '' ? text : `${text}${text.endsWith('*') ? '' : ' '}${declarator}`;
  switch (type.kind) {
    case 'tuple':
      return type.elements.length === 0 ? withName('void') : null;
    case 'never':
      return withName('void');
    case 'path': {
      const name = type.path[type.path.length - 1] ?? '';
      const inner = type.arguments[0];
      if ((name === 'Box' || name === 'NonNull') && inner?.kind === 'type') {
        const pointee = spellInC(inner.type, '');
        return pointee === null ? null : withName(`${pointee} *`);
      }
      if (name === 'Option' && inner?.kind === 'type') {
        return isNullable(inner.type) ? spellInC(inner.type, declarator) : null;
      }
      const c = C_SPELLING.get(name);
      if (c) return withName(c);
      return type.path.length === 1 && type.arguments.length === 0 && /^[A-Z]/.test(name)
        ? withName(name)
        : null;
    }
    case 'pointer':
    case 'reference': {
      const to = type.kind === 'pointer' ? type.pointee : type.referent;
      const pointee = spellInC(to, '');
      return pointee === null ? null : withName(`${type.mutable ? '' : 'const '}${pointee} *`);
    }
    default:
      return null;
  }
}

/** `Option` of it is the plain pointer, which may be null. */
const isNullable = (type: RustType): boolean =>
  type.kind === 'reference' || (type.kind === 'path' && ['Box', 'NonNull'].includes(type.path.at(-1) ?? ''));

const SAME_EVERYWHERE: Partial<Record<CppBuiltin, string>> = {
  bool: 'bool',
  float: 'f32',
  double: 'f64',
  void: '()',
};

/** Those that keep their C names; `float` and `double` have names of their own in Rust. */
const C_NAMES: ReadonlyMap<CppBuiltin, string> = new Map(
  Object.entries(BUILTIN_OF_C_NAME).map(([name, builtin]) => [builtin, name]),
);

/** What C calls a Rust type; of several names for one width the plainest. */
const C_SPELLING: ReadonlyMap<string, string> = new Map<string, string>([
  ...Object.entries(RUST_OF_C_TYPEDEF).map(([name, rust]) => [rust, name] as const),
  ['usize', 'size_t'],
  ['isize', 'ptrdiff_t'],
  ['bool', 'bool'],
  ['f32', 'float'],
  ['f64', 'double'],
  ['c_void', 'void'],
  ...Object.entries(BUILTIN_OF_C_NAME),
]);
