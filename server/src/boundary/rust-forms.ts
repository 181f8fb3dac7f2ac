import type { RustAbiFunctionPointer, RustAbiRecord, RustAbiType } from '../abi/model.js';
import { isNeverNull } from '../abi/layout/rust-library.js';
import type { TargetView } from './target-view.js';

/** Types of the standard library that are passed and laid out as what they hold. @see their documentation, "transparent" */
const WRAPPERS: ReadonlySet<string> = new Set(
  'ManuallyDrop MaybeUninit Pin NonZero Cell UnsafeCell Wrapping Saturating'.split(' '),
);

/**
 * A Rust type without what has the form of its content: `Option` of what is never null, the standard library's
 * wrappers, transparent records.
 */
export function withoutWrappers(type: RustAbiType, view: TargetView): RustAbiType {
  if (type.kind === 'library') {
    const [first] = type.arguments;
    const holds = first && (WRAPPERS.has(type.name) || (type.name === 'Option' && isNeverNull(first)));
    return holds ? withoutWrappers(first, view) : type;
  }
  if (type.kind !== 'record') return type;
  const field = transparentField(type.record, view);
  return field ? withoutWrappers(field, view) : type;
}

/**
 * The one field of a transparent record that takes room; null for other records and where it is not known.
 *
 * @see Rust reference, "The transparent representation"
 */
export function transparentField(record: RustAbiRecord, view: TargetView): RustAbiType | null {
  const definition = record.define();
  if (definition.status === 'unknown' || !definition.value.repr.transparent) return null;
  const sized: RustAbiType[] = [];
  for (const { type } of definition.value.fields) {
    const size = view.rustLayouts.layOut(type);
    // Also where the record holds itself: no depth of fields would tell its form.
    if (size.status === 'unknown') return null;
    if (size.value.size > 0) sized.push(type);
  }
  return sized.length === 1 ? (sized[0] ?? null) : null;
}

/** The function pointer that a value is, which may be null; null for all else. */
export function functionPointer(type: RustAbiType, view: TargetView): RustAbiFunctionPointer | null {
  const bare = withoutWrappers(type, view);
  return bare.kind === 'function-pointer' ? bare : null;
}

/** The name that `c_void` of `core::ffi` and of `libc` is lowered to. */
export const isCVoid = (type: RustAbiType): boolean => type.kind === 'enum' && type.enum.name === 'c_void';
