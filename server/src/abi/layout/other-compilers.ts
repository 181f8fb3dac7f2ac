import { builtBy, type Target } from '../target.js';
import type { LaidOutClass } from './class-shape.js';
import type { RecordLayout } from './record-layout.js';

/** Compilers, other than the one that `target` is computed for, that may build the C++ side all the same. */
export function otherCompilers(target: Target): readonly { compiler: string; target: Target }[] {
  if (!target.hasGcc || target.compiler === 'clang') return [];
  const standards =
    target.standard !== null
      ? [target.standard]
      : target.compiler === null
        ? (['c++17', 'c++20'] as const)
        : (['c++20'] as const);
  if (target.compiler === 'gcc' && target.standard !== null) return [];
  return standards.map((standard) => ({
    compiler: target.standard === null ? `gcc 12 with -std=${standard}` : 'gcc 12',
    target: builtBy(target, 'gcc', standard),
  }));
}

/** Whom the numbers of `target` follow, where nothing says who builds it. */
export const followed = (target: Target): string =>
  target.compiler === 'gcc' ? 'gcc with -std=c++17 or older' : 'clang';

/** Whether the same class with the same parts came out alike, also in what shows in derived classes only. */
export function haveSameNumbers(one: LaidOutClass, other: LaidOutClass): boolean {
  const [a, b] = [one.layout, other.layout];
  const tails =
    a.dataSize === b.dataSize &&
    a.nonVirtualSize === b.nonVirtualSize &&
    a.nonVirtualAlign === b.nonVirtualAlign;
  return (
    a.size === b.size &&
    a.align === b.align &&
    (tails || (one.empty && other.empty)) &&
    one.podForLayout === other.podForLayout &&
    a.fieldOffsets.every((offset, index) => offset === b.fieldOffsets[index]) &&
    one.bases.every((base, index) => {
      const there = other.bases[index];
      return there !== undefined && a.bases.get(base.class) === b.bases.get(there.class);
    }) &&
    one.virtualBases.every((base, index) => {
      const there = other.virtualBases[index];
      return there && a.virtualBases.get(base)?.offset === b.virtualBases.get(there)?.offset;
    })
  );
}

/** In what `other` differs that a program sees: size, alignment, a place; null where in nothing. */
export function differenceOf(own: RecordLayout, other: RecordLayout): string | null {
  if (own.size !== other.size) return `${other.size} bytes`;
  if (own.align !== other.align) return `aligned to ${other.align}`;
  for (const [index, field] of own.fields.entries()) {
    const there = other.fields[index];
    if (!there) continue;
    if (there.size !== field.size) return `${there.size} bytes for \`${field.name}\``;
    if (there.offsetBits === field.offsetBits) continue;
    const bits = field.bitWidth === null ? '' : `, bit ${there.offsetBits % 8}`;
    return `\`${field.name}\` at offset ${there.offset}${bits}`;
  }
  for (const [index, base] of own.bases.entries()) {
    const there = other.bases[index];
    if (there && there.offset !== base.offset) return `base \`${base.name}\` at offset ${there.offset}`;
  }
  return null;
}

/** What `other` does with padding at the end of the record or of its bases, where that is not the same. */
export function tailDifferenceOf(own: RecordLayout, other: RecordLayout): string | null {
  if (own.empty) return null;
  if (own.reusableTail?.offset !== other.reusableTail?.offset) {
    return other.reusableTail === null
      ? 'does not let others use its tail padding'
      : `lets others use its tail padding from offset ${other.reusableTail.offset}`;
  }
  const tails = ({ nonVirtualSize, nonVirtualAlign, padding, reusedTails }: RecordLayout): string =>
    JSON.stringify([nonVirtualSize, nonVirtualAlign, padding, reusedTails]);
  return tails(own) === tails(other) ? null : 'gives its bases another tail padding';
}
