import type { RustInteger, RustPrimitive } from '../model.js';
import type { Target } from '../target.js';
import type { RustForm } from './rust-fields.js';
import { nicheOf } from './rust-niche.js';
import type { Bytes } from './units.js';

const INTEGER_SIZES: Readonly<Record<Exclude<RustInteger, 'usize' | 'isize'>, Bytes>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  u64: 8,
  i64: 8,
  u128: 16,
  i128: 16,
};

export const integerSize = (integer: RustInteger, target: Target): Bytes =>
  integer === 'usize' || integer === 'isize' ? target.pointerSize : INTEGER_SIZES[integer];

/** Alignment of an integer or float of `size` bytes. */
export function scalarAlign(size: Bytes, target: Target): Bytes {
  if (size === 8) return target.rust.align64;
  return size === 16 ? target.rust.align128 : size;
}

const scalar = (size: Bytes, target: Target): RustForm => ({
  size,
  align: scalarAlign(size, target),
  niche: null,
  uninhabited: false,
});

/** An integer of which only the values from `start` to `end` are valid. */
export const ranged = (size: Bytes, start: bigint, end: bigint, target: Target): RustForm => ({
  ...scalar(size, target),
  niche: nicheOf(0, size, start, end),
});

export const NOTHING: RustForm = { size: 0, align: 1, niche: null, uninhabited: false };

/** The greatest unsigned integer of `size` bytes. */
export const greatest = (size: Bytes): bigint => (1n << BigInt(8 * size)) - 1n;

/** @see the Rust reference, "Primitive Data Layout" */
export function primitiveForm(name: RustPrimitive, target: Target): RustForm {
  switch (name) {
    case 'bool':
      return ranged(1, 0n, 1n, target);
    case 'char':
      return ranged(4, 0n, 0x10ffffn, target);
    case 'never':
      return { ...NOTHING, uninhabited: true };
    case 'f32':
      return scalar(4, target);
    case 'f64':
      return scalar(8, target);
    default:
      return scalar(integerSize(name, target), target);
  }
}

/** A pointer and, where `wide`, its metadata after it. Null is a niche unless the pointer may be null. */
export function pointerForm(
  target: Target,
  { nullable, wide }: { nullable: boolean; wide: boolean },
): RustForm {
  const size = target.pointerSize;
  const niche = nullable ? null : nicheOf(0, size, 1n, greatest(size));
  return { size: wide ? 2 * size : size, align: size, niche, uninhabited: false };
}

export const integerRules = (target: Target) => ({
  sizeOf: (integer: RustInteger): Bytes => integerSize(integer, target),
  alignOf: (size: Bytes): Bytes => scalarAlign(size, target),
  enumSize: target.enumSize,
});
