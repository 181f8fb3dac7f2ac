import type { CppBuiltin } from '../../facts/cpp/cpp-facts.js';
import type { Target } from '../target.js';
import type { ClassShape, ShapeField } from './class-shape.js';
import type { Progress } from './itanium-clang.js';
import { bitsOf, bytesHolding, roundUp, type Bits } from './units.js';

/**
 * Places a bit-field and gives its first bit.
 *
 * @see Itanium C++ ABI 2.4 II.1 a
 */
export function placeBitField(
  field: ShapeField,
  progress: Progress,
  shape: ClassShape,
  target: Target,
): Bits {
  const width = field.declaration.bitWidth ?? 0;
  if (width > bitsOf(field.type.size)) return placeOverWide(width, progress, shape, target);
  const union = shape.record.kind === 'union';
  const { offset, align } = nextPlace(field, width, union ? 0 : endOfBits(progress), shape);
  take(progress, union, offset, width);
  const raises = field.declaration.name !== '' || target.itanium.unnamedBitFieldsAlign;
  progress.align = Math.max(progress.align, raises ? Math.floor(align / 8) : 1);
  return offset;
}

const endOfBits = (progress: Progress): Bits => bitsOf(progress.dataSize) - progress.unfilledBits;

/**
 * A bit-field starts a new unit of its type where it would straddle one; `#pragma pack` suppresses that
 * rule. A packed one starts at the next free bit. All alignments in bits.
 */
function nextPlace(
  { declaration, type }: ShapeField,
  width: Bits,
  free: Bits,
  { definition }: ClassShape,
): { offset: Bits; align: Bits } {
  const pack = definition.pragmaPack;
  const packed = definition.packed || declaration.packed;
  const explicit = bitsOf(declaration.alignment);
  const natural = bitsOf(type.align);
  let align = packed && width > 0 ? 1 : natural;
  align = Math.max(align, explicit);
  if (pack !== null && width > 0) {
    align = Math.min(packed ? Math.max(natural, explicit) : align, bitsOf(pack));
  }
  const straddles = pack === null && (free % align) + width > bitsOf(type.size);
  if (width === 0 || straddles) return { offset: roundUp(free, align), align };
  if (explicit > 0 && (pack === null || declaration.alignment <= pack))
    return { offset: roundUp(free, explicit), align };
  return { offset: free, align };
}

/** Wider than its type: it takes the widest integer that its width fills, and the rest is padding. */
function placeOverWide(width: Bits, progress: Progress, shape: ClassShape, target: Target): Bits {
  const unit = [...UNITS].reverse().find(({ type, size }) => {
    return (
      bitsOf(size) <= width && size <= target.itanium.widestBitFieldUnit && target.fundamental[type] !== null
    );
  });
  const align = target.fundamental[unit?.type ?? 'char']?.align ?? 1;
  const union = shape.record.kind === 'union';
  const offset = union ? 0 : roundUp(bitsOf(progress.dataSize), bitsOf(align));
  progress.unfilledBits = 0;
  take(progress, union, offset, width);
  progress.align = Math.max(progress.align, align);
  return offset;
}

const UNITS: readonly { type: CppBuiltin; size: number }[] = [
  { type: 'char', size: 1 },
  { type: 'short', size: 2 },
  { type: 'int', size: 4 },
  { type: 'long long', size: 8 },
  { type: '__int128', size: 16 },
];

function take(progress: Progress, union: boolean, offset: Bits, width: Bits): void {
  if (union) {
    progress.dataSize = Math.max(progress.dataSize, bytesHolding(width));
  } else {
    progress.dataSize = bytesHolding(offset + width);
    progress.unfilledBits = bitsOf(progress.dataSize) - offset - width;
  }
  progress.size = Math.max(progress.size, progress.dataSize);
}
