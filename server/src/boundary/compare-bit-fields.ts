import type { FieldLayout } from '../abi/layout/record-layout.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { BitFieldDifference, LaidOutMirror } from './compare-layouts.js';

/** Some bits of a record, from its start: `to` is the first that is no longer of them. */
interface Bits {
  readonly from: number;
  readonly to: number;
}

/**
 * The first bit-field of C++ that the plain fields of Rust do not cover as it is: it lies across two of them or in none,
 * or its namesake has other bits than it. A field of another name may hold several, for the masks of whoever reads it.
 * Then the first member behind them whose namesake lies elsewhere.
 *
 * @returns null where there are no bit-fields, or bases and anonymous members keep fields from being told apart
 */
export function bitFieldDifference(mirror: LaidOutMirror): BitFieldDifference | null {
  const { rust, cpp } = mirror;
  const { fields, bases, tablePointers } = cpp.layout;
  if (bases.length > 0 || tablePointers.length > 0 || rust.item.kind === 'union' || cpp.item.kind === 'union')
    return null;
  if (fields.length !== cpp.fields.length || rust.layout.fields.length !== rust.fields.length) return null;
  if (fields.every(({ bitWidth }) => bitWidth === null)) return null;
  for (const [index, field] of fields.entries()) {
    const text = field.name === '' ? null : differenceOf(field, mirror);
    const item = cpp.fields[index];
    if (text === null || !item) continue;
    const namesake = rust.fields.find(({ name }) => name === field.name);
    return {
      cause: 'bit-field',
      message: text,
      rust: namesake ?? null,
      because: [{ location: { uri: cpp.uri, range: item.nameRange }, message: placeOf(field) }],
    };
  }
  return null;
}

function differenceOf(field: FieldLayout, { rust }: LaidOutMirror): string | null {
  const bits = bitsOf(field);
  const places = rust.layout.fields.flatMap(({ name, offset, size }, i) =>
    size > 0 ? [{ name, from: offset * 8, to: (offset + size) * 8, type: rust.fields[i]?.type }] : [],
  );
  const namesake = places.find(({ name }) => name === field.name);
  const isSame = namesake?.from === bits.from && namesake.to === bits.to;
  if (namesake && !isSame) {
    const type = namesake.type ? ` (\`${formatRustType(namesake.type)}\`)` : '';
    return `\`${field.name}\` is ${inWords(bits)} in C++, ${inWords(namesake)} in Rust${type}`;
  }
  if (namesake || field.bitWidth === null) return null;
  const touched = places.filter(({ from, to }) => from < bits.to && to > bits.from);
  const [only, other] = touched;
  if (!only) return `\`${field.name}\` is ${inWords(bits)} in C++, where Rust has no field`;
  if (!other) return null;
  return `\`${field.name}\` is ${inWords(bits)} in C++, which lie in both \`${only.name}\` and \`${other.name}\` of Rust`;
}

const bitsOf = ({ offsetBits, size, bitWidth }: FieldLayout): Bits => ({
  from: offsetBits,
  to: offsetBits + (bitWidth ?? size * 8),
});

/** `bit 3`, `bits 0 to 2`. */
const inWords = ({ from, to }: Bits): string =>
  to - from === 1 ? `bit ${from}` : `bits ${from} to ${to - 1}`;

const placeOf = (field: FieldLayout): string =>
  `\`${field.name}\` is ${inWords(bitsOf(field))} of the record${field.bitWidth === null ? '' : `, a bit-field of ${field.bitWidth}`}`;
