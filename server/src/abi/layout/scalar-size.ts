import { assumed, derive, exact, unknown, type Known } from '../../base/known.js';
import type { CppAbiEnum, CppAbiType } from '../model.js';
import { formatName, formatType } from '../names.js';
import type { SizeAlign, Target } from '../target.js';
import type { ClassShape } from './class-shape.js';
import { roundUp } from './units.js';

/** Size and alignment of a type that is no class, no array and no member pointer. */
export function scalarSize(
  type: Extract<CppAbiType, { kind: 'builtin' | 'bit-int' | 'pointer' | 'reference' | 'enum' }>,
  target: Target,
): Known<SizeAlign> {
  switch (type.kind) {
    case 'builtin': {
      const size = target.fundamental[type.name];
      return size ? exact(size) : unknown(`${type.name} has no size on ${target.triple}`);
    }
    case 'bit-int':
      return exact(bitIntSize(type.width, target));
    case 'pointer':
    case 'reference':
      return exact(pointerSize(target));
    case 'enum':
      return enumSize(type.enum, target);
    default:
      return type satisfies never;
  }
}

const pointerSize = (target: Target): SizeAlign => ({ size: target.pointerSize, align: target.pointerSize });

/** @see the processor supplements: the least power of two of bits that holds it, up to a greatest alignment */
function bitIntSize(width: number, target: Target): SizeAlign {
  let bits = 8;
  while (bits < width) bits *= 2;
  const align = Math.min(bits / 8, target.itanium.bitIntAlign);
  return { size: roundUp(Math.ceil(width / 8), align), align };
}

/** Underlying types of an enum without a fixed one, in the order in which they are tried. */
const ENUM_TYPES = [
  'int',
  'unsigned int',
  'long',
  'unsigned long',
  'long long',
  'unsigned long long',
] as const;
const PACKED_ENUM_TYPES = ['signed char', 'unsigned char', 'short', 'unsigned short', ...ENUM_TYPES] as const;

/** @see C++ [dcl.enum]/7; Microsoft's compiler always takes `int` */
function enumSize(declared: CppAbiEnum, target: Target): Known<SizeAlign> {
  const { underlying } = declared;
  if (underlying) {
    if (underlying.kind !== 'builtin') {
      return unknown(
        `the underlying type ${formatType(underlying)} of ${formatName(declared.name)} is not an integer type`,
      );
    }
    return scalarSize(underlying, target);
  }
  if (!declared.packed && (declared.scoped || target.cppAbi === 'microsoft')) {
    return scalarSize({ kind: 'builtin', name: 'int' }, target);
  }
  return derive(declared.values, ({ least, greatest }) => {
    for (const name of declared.packed ? PACKED_ENUM_TYPES : ENUM_TYPES) {
      const size = target.fundamental[name];
      if (!size) continue;
      const bits = BigInt(size.size * 8);
      const signed = !name.startsWith('unsigned');
      const low = signed ? -(1n << (bits - 1n)) : 0n;
      const high = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
      if (low <= least && greatest <= high) return exact(size);
    }
    return unknown(`no integer type holds the enumerators of ${formatName(declared.name)}`);
  });
}

/** Size and alignment of `T C::*`. In the Microsoft ABI it depends on how `C` inherits. */
export function memberPointerSize(
  toFunction: boolean,
  ofClass: () => Known<ClassShape>,
  target: Target,
): Known<SizeAlign> {
  const pointer = target.pointerSize;
  if (target.cppAbi === 'itanium') return exact({ size: toFunction ? 2 * pointer : pointer, align: pointer });
  return derive(ofClass(), (shape) => exact(microsoftMemberPointer(toFunction, shape, pointer)));
}

/** A pointer for functions, then as many ints as the inheritance model needs. */
function microsoftMemberPointer(toFunction: boolean, shape: ClassShape, pointer: 4 | 8): SizeAlign {
  const virtual = shape.virtualBases.length > 0;
  if (!toFunction) return virtual ? { size: 8, align: pointer === 4 ? 8 : 4 } : { size: 4, align: 4 };
  const ints = virtual ? 2 : inheritsMultiply(shape) ? 1 : 0;
  const size = pointer + 4 * ints;
  return pointer === 8 ? { size: roundUp(size, 8), align: 8 } : { size, align: ints > 0 ? 8 : 4 };
}

/** Some class on the chain of single bases has several, or is the first to have virtual functions. */
function inheritsMultiply(shape: ClassShape): boolean {
  const [first, ...others] = shape.bases;
  if (!first) return false;
  if (others.length > 0 || (shape.polymorphic && !first.class.polymorphic)) return true;
  return inheritsMultiply(first.class);
}

/** `known` with the assumption on which `type` was resolved, if any. */
export const onGroundOf = <T>(type: CppAbiType, known: Known<T>): Known<T> =>
  type.assumption === undefined ? known : derive(assumed(null, type.assumption), () => known);
