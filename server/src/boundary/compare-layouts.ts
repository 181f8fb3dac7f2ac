import type { RecordLayout } from '../abi/layout/record-layout.js';
import type { RustLayout } from '../abi/layout/rust.js';
import type { CppRecordDefinition, RustRecordDefinition } from '../abi/model.js';
import type { Location, Uri } from '../base/range.js';
import { WeakMemory } from '../base/weak-memory.js';
import type { CppField, CppRecord } from '../facts/cpp/cpp-facts.js';
import type { RustField, RustRecord } from '../facts/rust/rust-facts.js';
import { bitFieldDifference } from './compare-bit-fields.js';
import { missingByName } from './compare-field-lists.js';
import { compareFields } from './compare-fields.js';
import { packingThatExplains } from './compare-packing.js';
import { isBridgeType, isMirror, isOpaque, type TypeCrossing } from './crossing.js';
import { fieldSourcesOf } from './lowering/cpp-records.js';
import { missedTablePointer } from './table-pointers.js';
import type { TargetView } from './target-view.js';

/**
 * The first cause why the bytes of two records that mirror each other differ: one cause, and for each a
 * hazard. Every cause has the difference in words, and the members that show it on both sides.
 */
export type LayoutDifference =
  | TablePointerDifference
  | PackingDifference
  | FieldDifference
  | PlaceDifference
  | BitFieldDifference
  /** A record that both hold differs by itself: what is said of it explains this one. */
  | (Told & { readonly cause: 'inner' });

interface Told {
  readonly message: string;
  readonly because: readonly LocatedEvidence[];
}

/** A step of reasoning that has a place. */
export interface LocatedEvidence {
  readonly message: string;
  readonly location: Location;
}

/** C++ has a pointer to a table of virtual functions or bases where Rust has none. */
export interface TablePointerDifference extends Told {
  readonly cause: 'table-pointer';
}

/** `packed`, `#pragma pack` or an alignment on one side only, and nothing else. */
export interface PackingDifference extends Told {
  readonly cause: 'packing';
  /** What Rust has to say to agree, bytes; null where rustc refuses it (`refused` says why). */
  readonly wanted: { readonly packed: number | null; readonly align: number | null } | null;
}

/** Fields at one offset of another width or, all else being equal, of another class of values. */
export interface FieldDifference extends Told {
  readonly cause: 'field';
  readonly fields: readonly DifferentField[];
}

export interface DifferentField {
  readonly rust: RustField;
  readonly cpp: CppField;
  readonly message: string;
  readonly because: readonly LocatedEvidence[];
}

/** Offsets, number of fields, size or alignment. */
export interface PlaceDifference extends Told {
  readonly cause: 'place';
}

/** Size and alignment agree, and a bit-field is not what Rust has there. */
export interface BitFieldDifference extends Told {
  readonly cause: 'bit-field';
  /** The Rust field of its name, null without. */
  readonly rust: RustField | null;
}

/** Both records of a mirror as they are laid out on one target, exactly. */
export interface LaidOutMirror {
  readonly rust: {
    readonly uri: Uri;
    readonly item: RustRecord;
    /** Those that are there on the target, in the order of the definition and of the layout. */
    readonly fields: readonly RustField[];
    readonly definition: RustRecordDefinition;
    readonly layout: RustLayout;
  };
  readonly cpp: {
    readonly uri: Uri;
    readonly item: CppRecord;
    /** Those that are there on the target, in the order of the definition and of the layout. */
    readonly fields: readonly CppField[];
    readonly definition: CppRecordDefinition;
    readonly layout: RecordLayout;
  };
}

/** How the records of a type crossing differ; null where they do not, or are not meant to have the same bytes. */
export function mirrorDifference(crossing: TypeCrossing, view: TargetView): LayoutDifference | null {
  const { item, uri } = crossing.rust;
  if (isBridgeType(item) || isOpaque(item) || !isMirror(crossing)) return null;
  return compareLayouts(uri, item, crossing.cpp, view);
}

/** Several hazards ask, each for its cause, and so do the records that hold these. */
const differences = new WeakMemory<[TargetView, RustRecord, CppRecord], LayoutDifference | null>();

/**
 * Compares a Rust record with the C++ record that it mirrors. Both layouts have to be exact: a layout that
 * rustc may change, or that rests on a choice of standard library, proves nothing. Where one is not, only the names of
 * the fields are left to compare.
 *
 * @returns null where they agree, or nothing proves that they do not
 */
export const compareLayouts = (
  rustUri: Uri,
  rustItem: RustRecord,
  cppSource: { readonly uri: Uri; readonly item: CppRecord },
  view: TargetView,
): LayoutDifference | null =>
  differences.recall([view, rustItem, cppSource.item], () => compare(rustUri, rustItem, cppSource, view));

function compare(
  rustUri: Uri,
  rustItem: RustRecord,
  cppSource: { readonly uri: Uri; readonly item: CppRecord },
  view: TargetView,
): LayoutDifference | null {
  const mirror = layOutMirror(rustUri, rustItem, cppSource, view);
  if (!mirror) return missingByName(rustUri, rustItem, cppSource, view);
  const tablePointer = missedTablePointer(mirror, view);
  if (tablePointer) return tablePointer;
  const inner = (
    rust: { readonly uri: Uri; readonly item: RustRecord },
    cpp: { readonly uri: Uri; readonly item: CppRecord },
  ): boolean => compareLayouts(rust.uri, rust.item, cpp, view) !== null;
  const difference = compareFields(mirror, view, inner);
  if (!difference) return bitFieldDifference(mirror);
  if (difference.cause === 'inner') return difference;
  return packingThatExplains(mirror, difference, view) ?? difference;
}

function layOutMirror(
  rustUri: Uri,
  rustItem: RustRecord,
  { uri, item }: { readonly uri: Uri; readonly item: CppRecord },
  view: TargetView,
): LaidOutMirror | null {
  const rustRecord = view.rust.record(rustUri, rustItem);
  const cppRecord = view.cpp.record(uri, item);
  const rust = view.rustLayouts.layOut({ kind: 'record', record: rustRecord });
  const cpp = view.cppAbi.layOut(cppRecord);
  const rustDefinition = rustRecord.define();
  const cppDefinition = cppRecord.define();
  const fields = view.rust.fieldsOf(rustUri, rustItem);
  if (rust.status !== 'exact' || rustDefinition.status !== 'exact' || fields.status !== 'exact') return null;
  if (cpp.status !== 'exact' || cppDefinition.status !== 'exact') return null;
  return {
    rust: {
      uri: rustUri,
      item: rustItem,
      fields: fields.value,
      definition: rustDefinition.value,
      layout: rust.value,
    },
    cpp: {
      uri,
      item,
      fields: fieldSourcesOf(cppDefinition.value),
      definition: cppDefinition.value,
      layout: cpp.value,
    },
  };
}
