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
  if (isMicrosoftStruct(shape, target)) return placeInUnit(field, width, progress, shape);
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

/** Whether `ms_struct` holds: written on the record, or the target's default. */
export const isMicrosoftStruct = ({ definition }: ClassShape, { itanium }: Target): boolean =>
  definition.microsoftStruct ?? itanium.microsoftBitFields;

/**
 * As Microsoft's compiler does it: a bit-field joins the open unit only if its type has the same size and
 * the rest is wide enough; a new unit takes a whole type. One of no width counts only after another.
 */
function placeInUnit(
  { declaration, type }: ShapeField,
  width: Bits,
  progress: Progress,
  { record, definition }: ClassShape,
): Bits {
  const union = record.kind === 'union';
  const unit = bitsOf(type.size);
  let align = unit;
  if (progress.openUnit !== unit || progress.unfilledBits < width) {
    if (progress.openUnit === 0 && width === 0) align = 1;
    progress.unfilledBits = 0;
    progress.openUnit = 0;
  }
  align = Math.max(align, bitsOf(declaration.alignment));
  if (definition.pragmaPack !== null && width > 0) align = Math.min(align, bitsOf(definition.pragmaPack));
  if (union) align = 1;
  let offset = union ? 0 : endOfBits(progress);
  if (width === 0 || width > progress.unfilledBits) {
    offset = roundUp(offset, align);
    progress.unfilledBits = 0;
  }
  if (union) {
    progress.dataSize = Math.max(progress.dataSize, width > 0 ? type.size : 1);
  } else if (width > 0) {
    if (progress.unfilledBits === 0) {
      progress.dataSize = bytesHolding(offset + unit);
      progress.unfilledBits = unit;
    }
    progress.unfilledBits -= width;
    progress.openUnit = unit;
  } else {
    progress.dataSize = bytesHolding(offset);
    progress.unfilledBits = bitsOf(progress.dataSize) - offset;
    progress.openUnit = 0;
  }
  progress.size = Math.max(progress.size, progress.dataSize);
  progress.align = Math.max(progress.align, Math.floor(align / bitsOf(1)));
  return offset;
}

/** Wider than its type: it takes the widest integer that its width fills, and the rest is padding. */
function placeOverWide(width: Bits, progress: Progress, shape: ClassShape, target: Target): Bits {
  const unit = UNITS.find(({ size }) => bitsOf(size) <= width);
  const align = target.fundamental[unit?.type ?? 'char']?.align ?? 1;
  const union = shape.record.kind === 'union';
  const offset = union ? 0 : roundUp(bitsOf(progress.dataSize), bitsOf(align));
  progress.unfilledBits = 0;
  take(progress, union, offset, width);
  progress.align = Math.max(progress.align, align);
  return offset;
}

/** `__int128` is none of them, however wide the bit-field. */
const UNITS: readonly { type: CppBuiltin; size: number }[] = [
  { type: 'long long', size: 8 },
  { type: 'int', size: 4 },
  { type: 'short', size: 2 },
  { type: 'char', size: 1 },
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
