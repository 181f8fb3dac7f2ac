import type { CppAbiType, RustAbiType } from '../abi/model.js';
import { isOpaque, mirrorByName, type Flow } from './crossing.js';
import { describe, neutralOfCpp, neutralOfRust, type NeutralValue } from './neutral.js';
import { isCVoid, withoutWrappers } from './rust-forms.js';
import type { TargetView } from './target-view.js';

/** What a C++ parameter or result points to, after arrays and functions have decayed; null for what is no pointer. */
export function pointeeOf(type: CppAbiType): CppAbiType | null {
  switch (type.kind) {
    case 'pointer':
      return type.pointee;
    case 'reference':
      return type.referent;
    case 'array':
      return type.element;
    case 'function':
      return type;
    case 'aligned':
      return pointeeOf(type.type);
    default:
      return null;
  }
}

/**
 * How the things differ that two pointers point to, in words: numbers of other widths or classes, a pointer for what
 * it points to, two records that have nothing in common.
 *
 * Bytes, `void`, handles and what is not defined may stand for anything; the first element stands for an array, the
 * first field for its record.
 *
 * @returns null where they may correspond
 */
export function pointeeDifference(rust: RustAbiType, cpp: CppAbiType, view: TargetView): string | null {
  return differenceAt(rust, cpp, view, DEEPEST);
}

/** Pointers within pointers that are looked into: `T **` has two. */
const DEEPEST = 2;

function differenceAt(rust: RustAbiType, cpp: CppAbiType, view: TargetView, depth: number): string | null {
  const left = firstOfRust(rust, view);
  const right = firstOfCpp(cpp);
  if (depth === 0 || mayBeAnyRust(left, view) || mayBeAnyCpp(right, view)) return null;
  if (left.kind === 'pointer' && right.kind === 'pointer')
    return differenceAt(left.pointee, right.pointee, view, depth - 1);
  if (left.kind === 'record' && right.kind === 'record') return recordDifference(left, right, view);
  if (left.kind === 'record' || right.kind === 'record') return indirectionDifference(left, right);
  const ours = neutralOfRust(left, view);
  const theirs = neutralOfCpp(right, view);
  return areOther(ours, theirs, view)
    ? `it points to ${describe(theirs, view)} in C++, to ${describe(ours, view)} in Rust`
    : null;
}

function areOther(rust: NeutralValue, cpp: NeutralValue, view: TargetView): boolean {
  if (rust.kind === 'unknown' || cpp.kind === 'unknown') return false;
  const [a, b] = [sizeOf(rust, view), sizeOf(cpp, view)];
  if (a === null || b === null) return false;
  if (a !== b) return true;
  return rust.kind !== cpp.kind && (rust.kind === 'float' || cpp.kind === 'float');
}

function sizeOf(value: NeutralValue, view: TargetView): number | null {
  if (value.kind === 'integer' || value.kind === 'float') return value.size;
  return value.kind === 'pointer' && !value.wide ? view.target.pointerSize : null;
}

type Of<T, K> = Extract<T, { kind: K }>;

/** Two records that are defined, of other names, fields and sizes, of which none begins with the other. */
function recordDifference(
  rust: Of<RustAbiType, 'record'>,
  cpp: Of<CppAbiType, 'record'>,
  view: TargetView,
): string | null {
  const ours = view.rust.sourceOf(rust.record);
  const theirs = view.cpp.sourceOf(cpp.record);
  if (!ours || isOpaque(ours.item) || !theirs?.item.definition || mirrorByName(ours.item, theirs.item))
    return null;
  if (rust.record.kind === 'union' || cpp.record.kind === 'union') return null;
  const size = view.rustLayouts.layOut(rust);
  const other = view.cppAbi.layOut(cpp.record);
  if (size.status !== 'exact' || other.status !== 'exact') return null;
  if (size.value.size === other.value.size || mayBeginAlike(rust, cpp)) return null;
  return `it points to \`${theirs.item.name}\` of ${other.value.size} bytes in C++, to \`${ours.item.name}\` of ${size.value.size} bytes in Rust`;
}

/**
 * C has no bases: what is derived begins with its base, as a field or as fields of the same names, and a pointer to
 * one serves for the other. A record of one field may be a handle.
 */
function mayBeginAlike(rust: Of<RustAbiType, 'record'>, cpp: Of<CppAbiType, 'record'>): boolean {
  const ours = rust.record.define();
  const theirs = cpp.record.define();
  if (ours.status === 'unknown' || theirs.status === 'unknown' || theirs.value.bases.length > 0) return true;
  const [first, ...others] = ours.value.fields;
  const [other] = theirs.value.fields;
  return (
    others.length === 0 ||
    first?.type.kind === 'record' ||
    other?.type.kind === 'record' ||
    first?.name === other?.name
  );
}

/** A pointer on one side to the record that the other side has there itself. */
function indirectionDifference(rust: RustAbiType, cpp: CppAbiType): string | null {
  if (rust.kind === 'pointer' && rust.pointee.kind === 'record' && cpp.kind === 'record')
    return isNamed(rust.pointee.record.name, cpp)
      ? 'it points to the record in C++, to a pointer in Rust'
      : null;
  if (cpp.kind === 'pointer' && cpp.pointee.kind === 'record' && rust.kind === 'record')
    return isNamed(rust.record.name, cpp.pointee)
      ? 'it points to a pointer in C++, to the record in Rust'
      : null;
  return null;
}

const isNamed = (name: string, cpp: Of<CppAbiType, 'record'>): boolean =>
  cpp.record.name[cpp.record.name.length - 1]?.name === name;

/** A pointer to an array is one to its first element. */
function firstOfRust(type: RustAbiType, view: TargetView): RustAbiType {
  const bare = withoutWrappers(type, view);
  return bare.kind === 'array' || bare.kind === 'slice' ? firstOfRust(bare.element, view) : bare;
}

function firstOfCpp(type: CppAbiType): CppAbiType {
  if (type.kind === 'array') return firstOfCpp(type.element);
  return type.kind === 'aligned' ? firstOfCpp(type.type) : type;
}

function mayBeAnyRust(type: RustAbiType, view: TargetView): boolean {
  switch (type.kind) {
    case 'primitive':
      return type.name === 'u8' || type.name === 'i8' || type.name === 'never';
    case 'pointer':
      return false;
    case 'enum':
    case 'record': {
      const layout = view.rustLayouts.layOut(type);
      return isCVoid(type) || layout.status !== 'exact' || layout.value.size === 0;
    }
    default:
      return true;
  }
}

function mayBeAnyCpp(type: CppAbiType, view: TargetView): boolean {
  switch (type.kind) {
    case 'builtin':
      return ANYTHING.has(type.name);
    case 'pointer':
    case 'enum':
      return false;
    case 'record':
      return view.cpp.sourceOf(type.record)?.item.definition !== true;
    default:
      return true;
  }
}

/** `void`, and the bytes as which anything may be looked at. @see C++ [basic.lval], "may alias" */
const ANYTHING: ReadonlySet<string> = new Set([
  'void',
  'char',
  'signed char',
  'unsigned char',
  'char8_t',
  'nullptr_t',
]);

/**
 * Where a Rust pointer and a C++ one disagree on who may write. To change what a `&` points to is undefined; a
 * `*const` promises nothing, and invites to pass what must not change. `NonNull` says nothing of it.
 *
 * @see Rust reference, "Behavior considered undefined": mutating immutable bytes
 */
export function constDifference(
  rust: Of<RustAbiType, 'pointer'>,
  to: CppAbiType,
  flow: Flow,
  view: TargetView,
): { readonly kind: 'const' | 'raw-const'; readonly text: string } | null {
  if (rust.form !== 'reference' && rust.form !== 'raw') return null;
  const kind = rust.form === 'raw' ? 'raw-const' : 'const';
  const isConst = firstOfCpp(to).const === true || to.const === true;
  if (flow === 'to-cpp' && !rust.mutable && !isConst && isFixed(rust.pointee, view))
    return {
      kind,
      text:
        kind === 'const'
          ? 'C++ may write there, and what a `&` of Rust points to must not change'
          : 'C++ may write there, and `*const` invites to pass what must not change',
    };
  if (flow === 'to-rust' && rust.mutable && isConst)
    return { kind, text: 'C++ promises that nobody writes there, and Rust may' };
  return null;
}

/** A value of some bytes, none of which may change behind a shared reference. */
function isFixed(type: RustAbiType, view: TargetView, seen = new Set<unknown>()): boolean {
  switch (type.kind) {
    case 'primitive':
      return type.name !== 'never';
    case 'pointer':
    case 'function-pointer':
      return true;
    case 'array':
      return type.count > 0 && isFixed(type.element, view, seen);
    case 'enum': {
      const definition = type.enum.define();
      return definition.status !== 'unknown' && definition.value.variants.length > 0 && !isCVoid(type);
    }
    case 'record': {
      const definition = type.record.define();
      const layout = view.rustLayouts.layOut(type);
      if (definition.status === 'unknown' || layout.status === 'unknown' || layout.value.size === 0)
        return false;
      if (seen.has(type.record)) return true;
      seen.add(type.record);
      return definition.value.fields.every(
        (field) => isEmpty(field.type, view) || isFixed(field.type, view, seen),
      );
    }
    default:
      return false;
  }
}

function isEmpty(type: RustAbiType, view: TargetView): boolean {
  const layout = view.rustLayouts.layOut(type);
  return layout.status !== 'unknown' && layout.value.size === 0;
}
