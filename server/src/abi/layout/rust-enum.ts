import type { RustInteger } from '../model.js';
import { placeFields, type FieldRules, type PlacedFields, type RustForm } from './rust-fields.js';
import { availableIn, nicheOf, reserve, type Niche } from './rust-niche.js';
import { roundUp, type Bytes } from './units.js';

export interface EnumForm extends RustForm {
  /** Offsets of each variant's fields from the start of the enum. */
  readonly variants: readonly (readonly Bytes[])[];
  /** Where the variant is told: a tag of its own, or the niche of a field; null where there is nothing to tell. */
  readonly tag: { readonly kind: 'direct' | 'niche'; readonly offset: Bytes; readonly size: Bytes } | null;
}

export interface EnumRules {
  readonly c: boolean;
  readonly integer: RustInteger | null;
  readonly align: number | null;
  /** Some discriminant is written. */
  readonly explicit: boolean;
}

/** Sizes and alignments of integers on the target, in bytes; `enumSize` is that of a C enum. */
export interface IntegerRules {
  sizeOf(integer: RustInteger): Bytes;
  /** Alignment of an integer of `size` bytes. */
  alignOf(size: Bytes): Bytes;
  readonly enumSize: Bytes;
}

type Variant = readonly RustForm[];

/**
 * Lays an enum out as rustc 1.95 does: the variant is kept in a niche of the largest one where that is
 * smaller, or as small with more niche left, else in a tag before the fields. `repr(C)` and `repr(u8)`
 * … always have the tag.
 */
export function layOutEnum(
  variants: readonly Variant[],
  discriminants: readonly bigint[],
  rules: EnumRules,
  integers: IntegerRules,
): EnumForm {
  const present = variants.flatMap((fields, index) => (rules.c || !isAbsent(fields) ? [index] : []));
  const [only] = present;
  if (only === undefined)
    return { size: 0, align: 1, niche: null, uninhabited: true, variants: variants.map(zeros), tag: null };
  const fixed = rules.c || rules.integer !== null;
  if (present.length === 1 && !fixed) {
    const placed = placeFields(variants[only] ?? [], untagged(rules));
    const offsets = variants.map((fields, index) => (index === only ? placed.offsets : zeros(fields)));
    return { ...placed, variants: offsets, tag: null };
  }
  const tagged = layOutTagged(variants, discriminants, rules, integers);
  const niched = fixed || rules.explicit || variants.length < 2 ? null : layOutNiched(variants, rules);
  if (niched === null) return tagged;
  const better =
    niched.size < tagged.size ||
    (niched.size === tagged.size && availableIn(niched.niche) > availableIn(tagged.niche));
  return better ? niched : tagged;
}

const zeros = (fields: Variant): Bytes[] => fields.map(() => 0);

/** A variant that can have no value and takes no room. */
const isAbsent = (fields: Variant): boolean =>
  fields.some((field) => field.uninhabited) && fields.every((field) => field.size === 0 && field.align === 1);

const untagged = ({ align }: EnumRules): FieldRules => ({
  inOrder: false,
  packed: null,
  align,
  prefix: null,
  lastStays: false,
});

/** An enum may have more variants than a call takes arguments. */
const largest = <T>(values: readonly T[], measure: (value: T) => number): number =>
  values.reduce((most, value) => Math.max(most, measure(value)), 0);

/** The largest variant as it is; the others must fit before or after its niche. */
function layOutNiched(variants: readonly Variant[], rules: EnumRules): EnumForm | null {
  const placed = variants.map((fields) => placeFields(fields, untagged(rules)));
  const align = largest(placed, ({ align: own }) => own);
  const largestSize = largest(placed, ({ size: own }) => own);
  const bigIndex = placed.findLastIndex((variant) => variant.size === largestSize);
  const big = placed[bigIndex];
  const others = variants.flatMap((fields, index) =>
    index !== bigIndex && !isAbsent(fields) ? [index] : [],
  );
  const first = others[0];
  const last = others.at(-1);
  if (!big?.niche || first === undefined || last === undefined) return null;
  const reserved = reserve(big.niche, BigInt(last - first + 1));
  if (reserved === null) return null;
  const size = roundUp(big.size, align);
  const offsets = placed.map((variant, index) =>
    index === bigIndex ? big.offsets : besideNiche(variant, big.niche, size),
  );
  if (offsets.some((variant) => variant === null)) return null;
  return {
    size,
    align,
    niche: reserved.rest,
    uninhabited: placed.every((variant) => variant.uninhabited),
    variants: offsets.map((variant) => variant ?? []),
    tag: { kind: 'niche', offset: big.niche.offset, size: big.niche.size },
  };
}

function besideNiche(variant: PlacedFields, niche: Niche | null, size: Bytes): readonly Bytes[] | null {
  if (niche === null || variant.size <= niche.offset) return variant.offsets;
  const shift = roundUp(niche.offset + niche.size, variant.align);
  return shift + variant.size > size ? null : variant.offsets.map((offset) => offset + shift);
}

function layOutTagged(
  variants: readonly Variant[],
  discriminants: readonly bigint[],
  rules: EnumRules,
  integers: IntegerRules,
): EnumForm {
  const live = discriminants.filter(
    (_, index) => rules.c || !variants[index]?.some((field) => field.uninhabited),
  );
  const least = live.reduce((low, value) => (value < low ? value : low), live[0] ?? 0n);
  const greatest = live.reduce((high, value) => (value > high ? value : high), live[0] ?? 0n);
  const minimal = rules.integer
    ? integers.sizeOf(rules.integer)
    : tagSize(least, greatest, rules.c ? integers.enumSize : 1);
  const fields = variants.flat();
  const tagAlign = integers.alignOf(minimal);
  const prefix = {
    size: minimal,
    align: rules.c
      ? Math.max(
          tagAlign,
          largest(fields, ({ align: own }) => own),
        )
      : tagAlign,
  };
  const fixed = rules.c || rules.integer !== null;
  const placed = variants.map((variant) =>
    placeFields(variant, { inOrder: fixed, packed: null, align: rules.align, prefix, lastStays: false }),
  );
  const align = largest(placed, ({ align: own }) => own);
  const size = roundUp(
    largest(placed, ({ size: own }) => own),
    align,
  );
  const tag = fixed ? minimal : widened(minimal, variants, placed, integers);
  const mask = (1n << BigInt(8 * tag)) - 1n;
  return {
    size,
    align,
    niche: nicheOf(0, tag, least & mask, greatest & mask),
    uninhabited: placed.every((variant) => variant.uninhabited),
    variants: placed.map((variant) =>
      variant.offsets.map((offset) => (offset <= minimal && tag > minimal ? tag : offset)),
    ),
    tag: { kind: 'direct', offset: 0, size: tag },
  };
}

/** The least size of an integer that holds both, signed where one is negative. */
function tagSize(least: bigint, greatest: bigint, minimum: Bytes): Bytes {
  for (let size = minimum; size < 16; size *= 2) {
    const bits = BigInt(8 * size);
    const fits =
      least < 0n ? least >= -(1n << (bits - 1n)) && greatest < 1n << (bits - 1n) : greatest < 1n << bits;
    if (fits) return size;
  }
  return 16;
}

/** The tag grows into padding that would stand before the first field anyway. */
function widened(
  minimal: Bytes,
  variants: readonly Variant[],
  placed: readonly PlacedFields[],
  integers: IntegerRules,
): Bytes {
  let room = 256;
  for (const [index, fields] of variants.entries()) {
    const offsets = placed[index]?.offsets ?? [];
    const first = fields
      .map((field, at) => ({ field, offset: offsets[at] ?? 0 }))
      .sort((a, b) => a.offset - b.offset)
      .find(({ field }) => field.size > 0 || field.align > 1);
    if (first) room = Math.min(room, first.field.align);
  }
  return room > minimal && room <= 16 && integers.alignOf(room) === room ? room : minimal;
}
