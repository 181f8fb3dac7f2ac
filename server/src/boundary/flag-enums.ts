import type { ComparedEnums } from './compare-enums.js';

/**
 * Whether the enumerators are meant to be combined: at least three single bits that do not merely count, and no
 * value beside them but zero and combinations of theirs.
 */
export function areFlags(name: string, values: readonly bigint[]): boolean {
  const distinct = new Set(values);
  const bits = [...distinct].filter((value) => value > 0n && (value & (value - 1n)) === 0n);
  const all = bits.reduce((sum, bit) => sum | bit, 0n);
  if ([...distinct].some((value) => value < 0n || (value & ~all) !== 0n)) return false;
  // 0, 1, 2 and 3, 4 in a row are numbers.
  const counts = distinct.has(3n) && !/flag|mask|bits/i.test(name);
  return bits.length >= 3 && !counts;
}

/** A combination of two of C++'s values that is none of Rust's; null where Rust has them all. */
export function combinationWithout({ rust, cpp }: ComparedEnums): readonly [string, string, bigint] | null {
  const known = new Set(rust.map(({ value }) => value));
  for (const [i, one] of cpp.entries()) {
    for (const other of cpp.slice(i + 1)) {
      const value = one.value | other.value;
      if (!known.has(value)) return [one.item.name, other.item.name, value];
    }
  }
  return null;
}
