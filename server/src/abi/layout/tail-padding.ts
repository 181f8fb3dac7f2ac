import { formatName } from '../names.js';
import { isUnnamedBitField, type LaidOutClass, type ShapeField } from './class-shape.js';
import type { ReusedTail, Span, Subobject } from './record-layout.js';
import { bitsOf, bytesHolding, type Bits, type Bytes } from './units.js';

/**
 * The end of an object of the class that a derived class, or a neighbour where the class is a
 * `[[no_unique_address]]` member, may fill with its own data; null where there is none.
 *
 * An empty class lends its only byte, which is no tail: `RecordLayout.empty` says so. Nor is it one where
 * the virtual bases stood, which a derived class puts elsewhere.
 *
 * @see Itanium C++ ABI 2.4 II, `dsize` and `nvsize`. In the Microsoft ABI only what rounds the size up to
 * an `alignas` of the class is lent.
 */
export function reusableTailOf({ layout, empty, virtualBases }: LaidOutClass): Span | null {
  const end = Math.max(layout.dataSize, layout.nonVirtualSize);
  if (empty || end >= layout.size || (layout.microsoft !== null && virtualBases.length > 0)) return null;
  return { offset: end, size: layout.size - end };
}

/** Which tail padding of bases and members holds other parts of the class, in the order of the lenders. */
export function reusedTailsOf(laidOut: LaidOutClass): ReusedTail[] {
  const parts = [...partsOf(laidOut)];
  return parts.flatMap((lender) =>
    [...tailsIn(lender)].flatMap(({ of, start, end }) =>
      parts.flatMap((by) => {
        const offset = Math.max(start, by.offset);
        const size = Math.min(end, by.dataEnd) - offset;
        return size > 0 ? [{ of, by: by.subobject, offset, size }] : [];
      }),
    ),
  );
}

/** A direct base or member with the bytes it really has, from `offset` to `dataEnd`. */
interface Part {
  readonly subobject: Subobject;
  readonly offset: Bytes;
  readonly dataEnd: Bytes;
  /** The class that may lend its tail; null for ordinary members, which have all their bytes. */
  readonly lends: LaidOutClass | null;
}

function* partsOf(laidOut: LaidOutClass): Generator<Part> {
  const { layout } = laidOut;
  for (const { class: base, virtual } of laidOut.bases) {
    if (!virtual) yield basePart(base, layout.bases.get(base) ?? 0);
  }
  yield* memberParts(laidOut, 0);
  for (const base of laidOut.virtualBases) yield basePart(base, layout.virtualBases.get(base)?.offset ?? 0);
}

const basePart = (base: LaidOutClass, offset: Bytes): Part => ({
  subobject: { kind: 'base', name: formatName(base.record.name) },
  offset,
  dataEnd: base.empty ? offset : offset + base.layout.nonVirtualSize,
  lends: base,
});

/** Members of anonymous structs and unions stand in their owner's place. */
function* memberParts(laidOut: LaidOutClass, start: Bits): Generator<Part> {
  for (const [index, field] of laidOut.fields.entries()) {
    const offset = start + (laidOut.layout.fieldOffsets[index] ?? 0);
    const inner = field.type.class;
    if (inner?.record.anonymous) yield* memberParts(inner, offset);
    else if (!isUnnamedBitField(field.declaration)) yield memberPart(field, offset, laidOut);
  }
}

function memberPart({ declaration, type }: ShapeField, start: Bits, owner: LaidOutClass): Part {
  const offset = Math.floor(start / bitsOf(1));
  const subobject: Subobject = { kind: 'member', name: declaration.name };
  if (declaration.bitWidth !== null)
    return { subobject, offset, dataEnd: bytesHolding(start + declaration.bitWidth), lends: null };
  const shares = declaration.noUniqueAddress === 'standard' && owner.layout.microsoft === null;
  const lends = shares && owner.record.kind !== 'union' ? type.class : null;
  const kept = lends === null ? type.size : (reusableTailOf(lends)?.offset ?? type.size);
  return { subobject, offset, dataEnd: lends?.empty ? offset : offset + kept, lends };
}

/** Tails that end beyond the part's own data: its own, and those of the subobjects at its end. */
function* tailsIn({
  subobject,
  offset,
  dataEnd,
  lends,
}: Part): Generator<{ of: Subobject; start: Bytes; end: Bytes }> {
  if (lends === null || lends.empty) return;
  const partial = subobject.kind === 'base' && lends.virtualBases.length > 0;
  const tail = partial ? null : reusableTailOf(lends);
  if (tail) {
    const start = offset + tail.offset;
    yield { of: subobject, start, end: start + tail.size };
  }
  const virtual = new Set(partial ? lends.virtualBases : []);
  for (const inner of partsOf(lends)) {
    if (inner.lends && virtual.has(inner.lends)) continue;
    for (const { of, start, end } of tailsIn(inner)) {
      const name = of.kind === 'base' ? of.name : nested(subobject, of.name);
      const first = Math.max(dataEnd, offset + start);
      if (first < offset + end) yield { of: { kind: of.kind, name }, start: first, end: offset + end };
    }
  }
}

const nested = (outer: Subobject, name: string): string =>
  `${outer.name}${outer.kind === 'base' ? '::' : '.'}${name}`;
