import { derive, exact, unknown, type Known } from '../../base/known.js';
import { nameTable } from '../../base/name-table.js';
import type { CppName } from '../../facts/cpp/cpp-facts.js';
import type { CppInteger, IntegerType } from './cpp-constants.js';
import type { CppContext, CppLowering } from './cpp-lowering.js';
import { integerTypeOf } from './integer-types.js';

/**
 * What `std::numeric_limits<T>` says of an integer type.
 *
 * @param as `function` for `max()`, `member` for `digits`
 * @returns null where the name is none of its members
 * @see C++ [numeric.limits.members]
 */
export function limitOf(
  lowering: CppLowering,
  { segments }: CppName,
  context: CppContext,
  as: 'function' | 'member',
): Known<CppInteger> | null {
  const [std, limits, member] = segments;
  const [argument, ...others] = limits?.arguments ?? [];
  if (std?.name !== 'std' || limits?.name !== 'numeric_limits' || !member || segments.length !== 3)
    return null;
  const compute = (as === 'function' ? LIMITS : TRAITS)[member.name];
  if (!compute || argument?.kind !== 'type' || others.length > 0) return null;
  const type = lowering.type(argument.type, context);
  // An enumeration has no specialisation: all of it is zero.
  if (type.kind !== 'builtin') return unknown('std::numeric_limits of no fundamental type');
  return derive(integerTypeOf(lowering, type), (integer) => exact(compute(integer)));
}

const valueBits = ({ bits, signed }: IntegerType): bigint => BigInt(signed ? bits - 1 : bits);
const least = (type: IntegerType): bigint => (type.signed ? -(1n << valueBits(type)) : 0n);

const LIMITS = nameTable<(type: IntegerType) => CppInteger>({
  max: (type) => ({ type, value: (1n << valueBits(type)) - 1n }),
  min: (type) => ({ type, value: least(type) }),
  lowest: (type) => ({ type, value: least(type) }),
});

const INT: IntegerType = { bits: 32, signed: true };
const BOOL: IntegerType = { bits: 1, signed: false };

const TRAITS = nameTable<(type: IntegerType) => CppInteger>({
  digits: (type) => ({ type: INT, value: valueBits(type) }),
  is_signed: ({ signed }) => ({ type: BOOL, value: signed ? 1n : 0n }),
  is_integer: () => ({ type: BOOL, value: 1n }),
  is_specialized: () => ({ type: BOOL, value: 1n }),
});

/** Functions of `<algorithm>` with integers for arguments; where their types differ no call of them is valid. */
export const STANDARD_FUNCTIONS = nameTable<(list: readonly Known<CppInteger>[]) => Known<CppInteger>>({
  'std::max': (list) => chosen(list, (a, b) => (a.value < b.value ? b : a)),
  'std::min': (list) => chosen(list, (a, b) => (b.value < a.value ? b : a)),
});

function chosen(
  [left, right, ...others]: readonly Known<CppInteger>[],
  choose: (a: CppInteger, b: CppInteger) => CppInteger,
): Known<CppInteger> {
  if (!left || !right || others.length > 0) return unknown('a call of `std::max` is not understood');
  return derive(left, (a) =>
    derive(right, (b) =>
      a.type.bits === b.type.bits && a.type.signed === b.type.signed
        ? exact(choose(a, b))
        : unknown('`std::max` of different types'),
    ),
  );
}
