import type { CppAbiRecord, CppAbiType, RustAbiRecord, RustAbiType } from '../abi/model.js';
import { formatType } from '../abi/names.js';
import { isUnsized } from '../abi/layout/rust.js';
import { formatRustType } from '../abi/layout/rust-format.js';
import { transparentField } from './rust-forms.js';
import type { TargetView } from './target-view.js';

/**
 * A value as it is passed or returned, without the language that said so: what both sides of a crossing
 * are lowered to and compared as. Sizes in bytes.
 */
export type NeutralValue =
  | { readonly kind: 'void' }
  | { readonly kind: 'integer'; readonly size: number; readonly signed: boolean }
  | { readonly kind: 'float'; readonly size: number }
  | { readonly kind: 'pointer'; readonly wide: boolean }
  /** A class: its bytes, or a hidden pointer to it. */
  | { readonly kind: 'aggregate'; readonly rust: RustAbiRecord | null; readonly cpp: CppAbiRecord | null }
  | { readonly kind: 'unknown'; readonly reason: string };

const UNKNOWN = (reason: string): NeutralValue => ({ kind: 'unknown', reason });

/** A C++ parameter or result; arrays and functions decay as parameters do. @see C++ [dcl.fct] */
export function neutralOfCpp(type: CppAbiType, view: TargetView): NeutralValue {
  switch (type.kind) {
    case 'builtin': {
      if (type.name === 'void') return { kind: 'void' };
      if (type.name === 'nullptr_t') return { kind: 'pointer', wide: false };
      const size = view.target.fundamental[type.name]?.size;
      if (size === undefined) return UNKNOWN(`\`${type.name}\` does not exist on ${view.target.triple}`);
      if (type.name === '__builtin_va_list') return UNKNOWN('`va_list` has no equivalent');
      if (FLOATS.has(type.name)) return { kind: 'float', size };
      return { kind: 'integer', size, signed: isSigned(type.name, view) };
    }
    case 'enum': {
      const size = view.cppAbi.sizeOf(type);
      return size.status === 'exact'
        ? { kind: 'integer', size: size.value.size, signed: true }
        : UNKNOWN(size.status === 'unknown' ? size.reason : size.assumption);
    }
    case 'pointer':
    case 'reference':
    case 'array':
    case 'function':
      return { kind: 'pointer', wide: false };
    case 'record':
      return { kind: 'aggregate', rust: null, cpp: type.record };
    case 'library':
      return { kind: 'aggregate', rust: null, cpp: null };
    case 'aligned':
      return neutralOfCpp(type.type, view);
    case 'bit-int':
    case 'member-pointer':
    case 'template-parameter':
      return UNKNOWN(`\`${formatType(type)}\` is not compared yet`);
    case 'unknown':
      return UNKNOWN(type.reason);
    default:
      return type satisfies never;
  }
}

/** A Rust parameter or result under the C calling convention. */
export function neutralOfRust(type: RustAbiType, view: TargetView): NeutralValue {
  switch (type.kind) {
    case 'primitive':
      return neutralOfPrimitive(type.name, view);
    case 'pointer':
      return neutralOfPointer(type.pointee);
    case 'function-pointer':
      return { kind: 'pointer', wide: false };
    case 'tuple':
      return type.elements.length === 0 ? { kind: 'void' } : UNKNOWN('a tuple has no C equivalent');
    case 'record':
      return neutralOfRecord(type.record, view);
    case 'enum': {
      const definition = type.enum.define();
      if (definition.status === 'unknown') return UNKNOWN(definition.reason);
      const { repr, variants } = definition.value;
      if (variants.length === 0) return UNKNOWN(`\`${type.enum.name}\` has no values`);
      const fieldless = variants.every(({ fields }) => fields.length === 0);
      const size = view.rustLayouts.layOut(type);
      if (!fieldless || size.status !== 'exact')
        return UNKNOWN(`\`${type.enum.name}\` has no fixed representation`);
      return { kind: 'integer', size: size.value.size, signed: !(repr.integer ?? 'i32').startsWith('u') };
    }
    case 'library':
      return neutralOfLibrary(type, view);
    case 'array':
    case 'slice':
    case 'str':
    case 'trait-object':
      return UNKNOWN(`\`${formatRustType(type)}\` has no C equivalent`);
    case 'unknown':
      return UNKNOWN(type.reason);
    default:
      return type satisfies never;
  }
}

function neutralOfPrimitive(
  name: Extract<RustAbiType, { kind: 'primitive' }>['name'],
  view: TargetView,
): NeutralValue {
  switch (name) {
    case 'never':
      // A function that does not return returns nothing: compatible with `void`, and with all else.
      return UNKNOWN('`!` is no value');
    case 'bool':
      return { kind: 'integer', size: 1, signed: false };
    case 'char':
      return { kind: 'integer', size: 4, signed: false };
    case 'f32':
      return { kind: 'float', size: 4 };
    case 'f64':
      return { kind: 'float', size: 8 };
    case 'usize':
    case 'isize':
      return { kind: 'integer', size: view.target.pointerSize, signed: name === 'isize' };
    default:
      return { kind: 'integer', size: Number(name.slice(1)) / 8, signed: name.startsWith('i') };
  }
}

/** A transparent record is its one field that takes room. @see Rust reference, "The transparent representation" */
function neutralOfRecord(record: RustAbiRecord, view: TargetView): NeutralValue {
  const definition = record.define();
  if (definition.status === 'unknown') return UNKNOWN(definition.reason);
  if (!definition.value.repr.transparent) return { kind: 'aggregate', rust: record, cpp: null };
  const field = transparentField(record, view);
  return field ? neutralOfRust(field, view) : UNKNOWN(`\`${record.name}\` is transparent`);
}

/** What is guaranteed about the calling convention of standard types. @see std::option, "Representation" */
function neutralOfLibrary(type: Extract<RustAbiType, { kind: 'library' }>, view: TargetView): NeutralValue {
  const first = type.arguments[0];
  switch (type.name) {
    case 'Option': {
      if (first?.kind === 'pointer' && first.form !== 'raw') return neutralOfRust(first, view);
      if (first?.kind === 'function-pointer') return neutralOfRust(first, view);
      if (first?.kind === 'library' && first.name === 'NonZero') return neutralOfRust(first, view);
      return UNKNOWN('this `Option` has no guaranteed representation');
    }
    case 'ManuallyDrop':
    case 'MaybeUninit':
    case 'Pin':
    case 'NonZero':
    case 'Cell':
    case 'UnsafeCell':
    case 'Wrapping':
    case 'Saturating':
      return first ? neutralOfRust(first, view) : UNKNOWN(`\`${type.name}\` lacks its argument`);
    default: {
      const atomic = /^Atomic([UI])(\d+|size)$/.exec(type.name);
      if (atomic)
        return neutralOfPrimitive(`${atomic[1]?.toLowerCase() ?? ''}${atomic[2] ?? ''}` as 'u8', view);
      return UNKNOWN(`\`${type.name}\` has no guaranteed representation`);
    }
  }
}

function neutralOfPointer(pointee: RustAbiType): NeutralValue {
  const wide = isUnsized(pointee);
  return { kind: 'pointer', wide: wide.status !== 'unknown' && wide.value };
}

const FLOATS: ReadonlySet<string> = new Set(['float', 'double', 'long double', '_Float16', '__float128']);

function isSigned(name: string, view: TargetView): boolean {
  if (name === 'char') return view.target.charSigned;
  return (
    !name.startsWith('unsigned') && !['bool', 'char8_t', 'char16_t', 'char32_t', 'wchar_t'].includes(name)
  );
}

/** How two values that should be the same one differ, in words; null where they agree or it cannot be said. */
export const differenceOf = (rust: NeutralValue, cpp: NeutralValue, view: TargetView): string | null =>
  areAlike(rust, cpp, view) ? null : `${describe(cpp, view)} in C++, ${describe(rust, view)} in Rust`;

/** Whether two values are passed alike, or it cannot be said. */
export function areAlike(a: NeutralValue, b: NeutralValue, view: TargetView): boolean {
  if (a.kind === 'unknown' || b.kind === 'unknown') return true;
  if (a.kind === 'aggregate' && b.kind === 'aggregate') return true;
  if (a.kind === 'aggregate' || b.kind === 'aggregate') return isLikeScalar(a, b, view);
  return a.kind === b.kind ? sizeOf(a, view) === sizeOf(b, view) : isPointerAndWord(a, b, view);
}

/**
 * A pointer and an integer of its width are passed alike on every target of the table, and handles are
 * declared either way on purpose: no proof of a disagreement.
 */
function isPointerAndWord(a: NeutralValue, b: NeutralValue, view: TargetView): boolean {
  const kinds = [a.kind, b.kind];
  return (
    kinds.includes('pointer') &&
    kinds.includes('integer') &&
    sizeOf(a, view) === view.target.pointerSize &&
    sizeOf(b, view) === view.target.pointerSize
  );
}

/** A record as large as the scalar on the other side may be passed alike; that is for the calling convention to say. */
function isLikeScalar(a: NeutralValue, b: NeutralValue, view: TargetView): boolean {
  const [aggregate, scalar] = a.kind === 'aggregate' ? [a, b] : [b, a];
  const size = aggregateSize(aggregate, view);
  // Nothing is passed of a record that takes no room.
  if (scalar.kind === 'void') return size === 0;
  return size === null || size === sizeOf(scalar, view);
}

function aggregateSize(value: NeutralValue, view: TargetView): number | null {
  if (value.kind !== 'aggregate') return null;
  const layout = value.cpp
    ? view.cppAbi.layOut(value.cpp)
    : value.rust
      ? view.rustLayouts.layOut({ kind: 'record', record: value.rust })
      : null;
  return layout?.status === 'exact' ? layout.value.size : null;
}

function sizeOf(value: NeutralValue, view: TargetView): number | null {
  switch (value.kind) {
    case 'integer':
    case 'float':
      return value.size;
    case 'pointer':
      return view.target.pointerSize * (value.wide ? 2 : 1);
    default:
      return null;
  }
}

/** `an integer of 4 bytes`, `a pointer`. */
export function describe(value: NeutralValue, view: TargetView): string {
  switch (value.kind) {
    case 'void':
      return 'nothing';
    case 'integer':
      return `an integer of ${bytes(value.size)}`;
    case 'float':
      return `a floating-point number of ${bytes(value.size)}`;
    case 'pointer':
      return value.wide ? `a wide pointer of ${view.target.pointerSize * 2} bytes` : 'a pointer';
    case 'aggregate':
      return 'a record';
    case 'unknown':
      return 'unknown';
    default:
      return value satisfies never;
  }
}

const bytes = (size: number): string => (size === 1 ? '1 byte' : `${size} bytes`);
