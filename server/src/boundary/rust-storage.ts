import type { SizeAlign } from '../abi/target.js';
import { isBridgeType, isOpaque, type TypeCrossing } from './crossing.js';
import type { TargetView } from './target-view.js';

/** Room that C++ keeps for a Rust value that it does not look into. */
export interface RustStorage {
  /** What C++ says. Bytes. */
  readonly cpp: SizeAlign;
  /** What rustc 1.95 makes of the type. Bytes. */
  readonly rust: SizeAlign;
  /** What it would be under `repr(C)`; null where that is not known for sure. Bytes. */
  readonly underC: SizeAlign | null;
}

/**
 * Whether a C++ class is nothing but bytes for a Rust type whose layout rustc may choose: one array of
 * `char`s, against a record that has fields of its own.
 *
 * @returns null where it is not, or the size of either is not known
 */
export function rustStorageOf({ rust, cpp }: TypeCrossing, view: TargetView): RustStorage | null {
  if (isBridgeType(rust.item) || isOpaque(rust.item) || !cpp.item.definition) return null;
  const { repr } = rust.item;
  if (repr.c || repr.transparent || repr.conditional || rust.item.generics.length > 0) return null;
  const record = view.cpp.record(cpp.uri, cpp.item);
  const definition = record.define();
  if (definition.status === 'unknown' || definition.value.bases.length > 0) return null;
  const [bytes, ...others] = definition.value.fields;
  if (bytes?.type.kind !== 'array' || others.length > 0 || !isByte(bytes.type.element)) return null;
  const inCpp = view.cppAbi.layOut(record);
  const rustRecord = view.rust.record(rust.uri, rust.item);
  const inRust = view.rustLayouts.layOut({ kind: 'record', record: rustRecord });
  const rustDefinition = rustRecord.define();
  if (inCpp.status !== 'exact' || inRust.status === 'unknown' || rustDefinition.status !== 'exact')
    return null;
  const underC = view.rustLayouts.layOut({
    kind: 'record',
    record: {
      ...rustRecord,
      define: () => ({
        ...rustDefinition,
        value: { ...rustDefinition.value, repr: { ...rustDefinition.value.repr, c: true } },
      }),
    },
  });
  return {
    cpp: inCpp.value,
    rust: inRust.value,
    underC: underC.status === 'exact' ? underC.value : null,
  };
}

const isByte = (type: { readonly kind: string; readonly name?: unknown }): boolean =>
  (type.kind === 'builtin' && /\bchar$/.test(String(type.name))) ||
  (type.kind === 'library' && type.name === 'std::byte');
