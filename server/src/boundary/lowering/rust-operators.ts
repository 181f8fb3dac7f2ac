import type { RustInteger } from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import {
  bitsOf,
  boolean,
  integer,
  limitOf,
  stuck,
  value,
  wrap,
  type Outcome,
  type RustIntegerValue,
  type RustValue,
} from './rust-values.js';

/** Up to here every integer type agrees on what is shifted or inverted. */
const GREATEST_OF_ALL = 127n;

/** `-x` and `!x`. @see Rust reference, "Operator expressions", Negation operators */
export function negated(operator: '-' | '!', of: RustValue, target: Target): Outcome {
  if (of.kind === 'boolean' && operator === '!') return boolean(!of.value);
  if (of.kind !== 'integer') return stuck(`\`${operator}\` is applied to no integer`);
  const { type } = of;
  if (operator === '-') {
    if (type?.startsWith('u')) return stuck(`a \`${type}\` is negated`);
    return integer(-of.value, type, target);
  }
  if (type === null) return stuck('the type of an integer is inferred from elsewhere');
  return integer(wrap(~of.value, type, target), type, target);
}

/** A binary operator but `&&` and `||`. @see Rust reference, "Operator expressions", Overflow */
export function combined(operator: string, left: RustValue, right: RustValue, target: Target): Outcome {
  if (left.kind === 'integer' && right.kind === 'integer') return ofIntegers(operator, left, right, target);
  if (
    (left.kind !== 'boolean' && left.kind !== 'character') ||
    (right.kind !== 'boolean' && right.kind !== 'character') ||
    left.kind !== right.kind
  )
    return stuck(`the operands of \`${operator}\` are no integers`);
  const [a, b] = [BigInt(left.value), BigInt(right.value)];
  const compared = comparison(operator, a, b);
  if (compared !== null) return boolean(compared);
  if (left.kind === 'character') return stuck(`\`${operator}\` is applied to characters`);
  switch (operator) {
    case '&':
      return boolean((a & b) === 1n);
    case '|':
      return boolean((a | b) === 1n);
    case '^':
      return boolean(a !== b);
    default:
      return stuck(`\`${operator}\` is applied to truth values`);
  }
}

function comparison(operator: string, left: bigint, right: bigint): boolean | null {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    default:
      return null;
  }
}

function ofIntegers(
  operator: string,
  left: RustIntegerValue,
  right: RustIntegerValue,
  target: Target,
): Outcome {
  if (operator === '<<' || operator === '>>') return shifted(operator, left, right.value, target);
  const type = left.type ?? right.type;
  if (type !== (right.type ?? type)) return stuck(`a \`${left.type}\` meets a \`${right.type}\``);
  const compared = comparison(operator, left.value, right.value);
  if (compared !== null) return boolean(compared);
  const result = arithmetic(operator, left.value, right.value);
  return result === null ? stuck(`\`${operator}\` has no result`) : integer(result, type, target);
}

/** Null for a division by zero, and for what is no operator of integers. */
function arithmetic(operator: string, left: bigint, right: bigint): bigint | null {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0n ? null : left / right;
    case '%':
      return right === 0n ? null : left % right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    default:
      return null;
  }
}

/** What is shifted out on the left is lost; a shift by the type's bits or more overflows. */
function shifted(
  operator: '<<' | '>>',
  { type, value: of }: RustIntegerValue,
  by: bigint,
  target: Target,
): Outcome {
  const bits = type === null ? 128 : bitsOf(type, target);
  if (by < 0n || by >= BigInt(bits)) return stuck('a constant is shifted too far');
  if (operator === '>>') return value({ kind: 'integer', type, value: of >> by });
  const result = of << by;
  if (type !== null) return integer(wrap(result, type, target), type, target);
  if (of < 0n || result > GREATEST_OF_ALL) return stuck('the type of an integer is inferred from elsewhere');
  return value({ kind: 'integer', type, value: result });
}

/** `x as type`. @see Rust reference, "Type cast expressions" */
export function castTo(of: RustValue, type: RustInteger, target: Target): Outcome {
  switch (of.kind) {
    case 'integer':
      return integer(wrap(of.value, type, target), type, target);
    case 'boolean':
    case 'character':
      return integer(wrap(BigInt(of.value), type, target), type, target);
    case 'variant':
      return integer(wrap(of.discriminant, type, target), type, target);
    case 'sequence':
    case 'tuple':
    case 'struct':
      return stuck(`a cast to \`${type}\` is applied to no integer`);
    default:
      return of satisfies never;
  }
}

type Method = (self: bigint, other: bigint, type: RustInteger, target: Target) => bigint | boolean | null;

const wrapping =
  (operator: string): Method =>
  (a, b, type, target) => {
    const result = arithmetic(operator, a, b);
    return result === null ? null : wrap(result, type, target);
  };

const saturating =
  (operator: string): Method =>
  (a, b, type, target) => {
    const result = arithmetic(operator, a, b);
    const [least, greatest] = [limitOf(type, 'MIN', target), limitOf(type, 'MAX', target)];
    return result === null ? null : result < least ? least : result > greatest ? greatest : result;
  };

const ones = (a: bigint, bits: number): number =>
  BigInt.asUintN(bits, a).toString(2).replaceAll('0', '').length;

/** How many bits `a` has without zeros in front. */
const width = (a: bigint, bits: number): number => {
  const unsigned = BigInt.asUintN(bits, a);
  return unsigned === 0n ? 0 : unsigned.toString(2).length;
};

/** Past a power that any type holds, the result is not computed. */
const power = (base: bigint, exponent: bigint): bigint | null =>
  exponent < 0n || (exponent > 128n && base !== 0n && base !== 1n && base !== -1n)
    ? null
    : exponent > 128n
      ? base ** (128n + (exponent % 2n))
      : base ** exponent;

/** Methods of integers whose result is of the same type, or a truth value. @see core::num */
const SAME_TYPE: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['wrapping_add', wrapping('+')],
  ['wrapping_sub', wrapping('-')],
  ['wrapping_mul', wrapping('*')],
  ['wrapping_neg', (a, _, type, target) => wrap(-a, type, target)],
  ['saturating_add', saturating('+')],
  ['saturating_sub', saturating('-')],
  ['saturating_mul', saturating('*')],
  ['pow', (a, b) => power(a, b)],
  ['abs_diff', (a, b, type) => (type.startsWith('i') ? null : a < b ? b - a : a - b)],
  ['div_ceil', (a, b, type) => (b === 0n || type.startsWith('i') ? null : (a + b - 1n) / b)],
  [
    'next_multiple_of',
    (a, b, type) => (b === 0n || type.startsWith('i') ? null : ((a + b - 1n) / b) * b),
  ],
  ['next_power_of_two', (a, _, type) => (type.startsWith('i') ? null : a < 2n ? 1n : 1n << BigInt((a - 1n).toString(2).length))],
  ['is_power_of_two', (a, _, type) => (type.startsWith('i') ? null : a > 0n && (a & (a - 1n)) === 0n)],
  ['abs', (a, _, type) => (type.startsWith('u') ? null : a < 0n ? -a : a)],
  ['rem_euclid', (a, b) => (b === 0n ? null : ((a % b) + (b < 0n ? -b : b)) % b)],
  ['swap_bytes', (a, _, type, target) => {
    const bytes = bitsOf(type, target) / 8;
    const hex = BigInt.asUintN(bytes * 8, a).toString(16).padStart(bytes * 2, '0');
    return wrap(BigInt(`0x${(hex.match(/../g) ?? []).reverse().join('')}`), type, target);
  }],
]); // prettier-ignore

/** Methods that count bits, as `u32`. */
const COUNTS: ReadonlyMap<string, (a: bigint, bits: number) => number | null> = new Map([
  ['count_ones', ones],
  ['count_zeros', (a: bigint, bits: number) => bits - ones(a, bits)],
  ['leading_zeros', (a: bigint, bits: number) => bits - width(a, bits)],
  ['trailing_zeros', (a: bigint, bits: number) => (a === 0n ? bits : width(a & -a, bits) - 1)],
  ['ilog2', (a: bigint, bits: number) => (a <= 0n ? null : width(a, bits) - 1)],
]);

const TWO_OPERANDS =
  /^(?:wrapping_(?:add|sub|mul)|saturating_|pow$|abs_diff|div_ceil|next_multiple|rem_euclid)/;

/** The type that the argument of a method has, for an integer of `type`. */
export const argumentTypeOf = (method: string, type: RustInteger | null): RustInteger | null =>
  method === 'pow' ? 'u32' : type;

/** A `const` method of integers. */
export function integerMethod(
  name: string,
  self: RustIntegerValue,
  args: readonly RustIntegerValue[],
  target: Target,
): Outcome {
  const { type } = self;
  if (type === null) return stuck(`the type of what \`${name}\` is called on is inferred from elsewhere`);
  const count = COUNTS.get(name);
  if (count && args.length === 0) {
    const counted = count(self.value, bitsOf(type, target));
    return counted === null ? stuck(`\`${name}\` has no result`) : integer(BigInt(counted), 'u32', target);
  }
  const method = SAME_TYPE.get(name);
  if (!method || args.length !== (TWO_OPERANDS.test(name) ? 1 : 0))
    return stuck(`the method \`${name}\` in a constant is not understood`);
  const expected = argumentTypeOf(name, type);
  const [other] = args;
  if (other && other.type !== null && other.type !== expected)
    return stuck(`\`${name}\` takes a \`${expected}\``);
  const result = method(self.value, other?.value ?? 0n, type, target);
  if (result === null) return stuck(`\`${name}\` has no result`);
  return typeof result === 'boolean' ? boolean(result) : integer(result, type, target);
}
