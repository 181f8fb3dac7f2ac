import { formatName, formatType } from '../names.js';
import type { Target } from '../target.js';
import type { LaidOutClass, ShapeField } from './class-shape.js';
import type { BaseLayout, FieldLayout, RecordLayout, TablePointer } from './record-layout.js';
import { reusableTailOf, reusedTailsOf } from './tail-padding.js';
import { bitsOf, type Bits, type Bytes } from './units.js';

/** The layout of a class as people and JSON want it: anonymous members flattened, padding found. */
export function recordLayoutOf(laidOut: LaidOutClass, target: Target): RecordLayout {
  const { layout } = laidOut;
  const fields = [...flatFields(laidOut, 0)];
  const tablePointers = tablePointersOf(laidOut, target);
  return {
    size: layout.size,
    align: layout.align,
    dataSize: layout.dataSize,
    nonVirtualSize: layout.nonVirtualSize,
    nonVirtualAlign: layout.nonVirtualAlign,
    fields,
    bases: basesOf(laidOut),
    tablePointers,
    padding: paddingOf(laidOut, fields, tablePointers),
    reusableTail: reusableTailOf(laidOut),
    reusedTails: reusedTailsOf(laidOut),
    tailVaries: null,
    empty: laidOut.empty,
    polymorphic: laidOut.polymorphic,
  };
}

function* flatFields(laidOut: LaidOutClass, base: Bits): Generator<FieldLayout> {
  for (const [index, field] of laidOut.fields.entries()) {
    const offsetBits = base + (laidOut.layout.fieldOffsets[index] ?? 0);
    const inner = field.type.class;
    if (inner?.record.anonymous && field.declaration.name === '') yield* flatFields(inner, offsetBits);
    else yield fieldLayoutOf(field, offsetBits);
  }
}

const fieldLayoutOf = ({ declaration, type }: ShapeField, offsetBits: Bits): FieldLayout => ({
  name: declaration.name,
  type: formatType(declaration.type),
  offset: Math.floor(offsetBits / 8),
  offsetBits,
  size: type.size,
  bitWidth: declaration.bitWidth,
});

function basesOf({ bases, virtualBases, layout }: LaidOutClass): BaseLayout[] {
  const direct = bases
    .filter((base) => !base.virtual)
    .map((base) => ({
      name: formatName(base.class.record.name),
      offset: layout.bases.get(base.class) ?? 0,
      size: roomOf(base.class),
      virtual: false,
    }));
  const virtual = virtualBases.map((base) => ({
    name: formatName(base.record.name),
    offset: layout.virtualBases.get(base)?.offset ?? 0,
    size: roomOf(base),
    virtual: true,
  }));
  return [...direct, ...virtual];
}

const roomOf = ({ empty, layout }: LaidOutClass): Bytes => (empty ? 0 : layout.nonVirtualSize);

function tablePointersOf({ layout }: LaidOutClass, { pointerSize: size }: Target): TablePointer[] {
  const { ownVtablePointer, microsoft } = layout;
  return [
    ...(ownVtablePointer ? [{ kind: 'vtable' as const, offset: 0, size }] : []),
    ...(microsoft?.ownVbtablePointer
      ? [{ kind: 'vbtable' as const, offset: microsoft.vbtablePointer ?? 0, size }]
      : []),
  ];
}

/** Bytes that nothing covers. A base covers its non-virtual part; `vtordisp` covers the four bytes before its base. */
function paddingOf(
  laidOut: LaidOutClass,
  fields: readonly FieldLayout[],
  tablePointers: readonly TablePointer[],
): RecordLayout['padding'] {
  const { layout } = laidOut;
  const covered: [start: Bytes, end: Bytes][] = [];
  for (const { offsetBits, bitWidth, size } of fields) {
    const end = bitWidth === null ? offsetBits + bitsOf(size) : offsetBits + bitWidth;
    if (end > offsetBits) covered.push([Math.floor(offsetBits / 8), Math.ceil(end / 8)]);
  }
  for (const { offset, size } of tablePointers) covered.push([offset, offset + size]);
  for (const base of laidOut.bases) {
    if (base.virtual || base.class.empty) continue;
    const offset = layout.bases.get(base.class) ?? 0;
    covered.push([offset, offset + base.class.layout.nonVirtualSize]);
  }
  for (const base of laidOut.virtualBases) {
    const place = layout.virtualBases.get(base);
    if (!place || base.empty) continue;
    covered.push([place.offset - (place.displaced ? 4 : 0), place.offset + base.layout.nonVirtualSize]);
  }
  return gaps(covered, layout.size);
}

function gaps(covered: readonly [start: Bytes, end: Bytes][], size: Bytes): { offset: Bytes; size: Bytes }[] {
  const found: { offset: Bytes; size: Bytes }[] = [];
  let end = 0;
  for (const [start, stop] of [...covered].sort((a, b) => a[0] - b[0])) {
    if (start > end) found.push({ offset: end, size: start - end });
    end = Math.max(end, stop);
  }
  if (end < size) found.push({ offset: end, size: size - end });
  return found;
}
