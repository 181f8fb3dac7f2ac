import type { Bytes } from './units.js';

/**
 * A scalar inside a value with bit patterns that are not valid: `size` bytes at `offset`, valid from
 * `start` to `end` inclusive, wrapping around where `start > end`. Enums keep their tag in the others.
 */
export interface Niche {
  readonly offset: Bytes;
  readonly size: Bytes;
  readonly start: bigint;
  readonly end: bigint;
}

const maskOf = ({ size }: Niche): bigint => (1n << BigInt(8 * size)) - 1n;

/** How many bit patterns are free. */
export const availableIn = (niche: Niche | null): bigint =>
  niche === null ? 0n : (niche.start - niche.end - 1n) & maskOf(niche);

/** The niche, or null where every bit pattern is valid. */
export const nicheOf = (offset: Bytes, size: Bytes, start: bigint, end: bigint): Niche | null => {
  const niche = { offset, size, start, end };
  return availableIn(niche) === 0n ? null : niche;
};

/** What is left after `count` free patterns are taken; null where there are not as many. Zero is preferred. */
export function reserve(niche: Niche, count: bigint): { readonly rest: Niche | null } | null {
  const { offset, size, start, end } = niche;
  const mask = maskOf(niche);
  if (count > availableIn(niche)) return null;
  const below = { rest: nicheOf(offset, size, (start - count) & mask, end) };
  const above = { rest: nicheOf(offset, size, start, (end + count) & mask) };
  if (start > end) return above;
  if (start <= mask - end) return count <= start ? below : above;
  const newEnd = (end + count) & mask;
  return newEnd >= 1n && newEnd <= end ? below : above;
}
