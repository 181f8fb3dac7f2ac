/**
 * A number in an `#if`: all that it may be, from `low` to `high`. A version that is only known to be recent has a
 * range; what is known has one value. Unsigned ones are `uintmax_t`, the others `intmax_t`.
 */
export interface ConditionNumber {
  readonly low: bigint;
  readonly high: bigint;
  readonly unsigned: boolean;
}

const GREATEST = (1n << 63n) - 1n;
const LEAST = -(1n << 63n);

export const signed = (low: bigint, high = low): ConditionNumber => ({ low, high, unsigned: false });
export const truth = (value: boolean): ConditionNumber => signed(value ? 1n : 0n);
const unsigned = (value: bigint): ConditionNumber => {
  const wrapped = BigInt.asUintN(64, value);
  return { low: wrapped, high: wrapped, unsigned: true };
};

const isOne = ({ low, high }: ConditionNumber): boolean => low === high;

/** Whether it is other than zero; null where it may or may not be. */
export function isTrue(value: ConditionNumber | null): boolean | null {
  if (value === null) return null;
  if (value.low > 0n || value.high < 0n) return true;
  return isOne(value) ? false : null;
}

/** One of two, whichever it is; in a `?:` both have one type. */
export function eitherOf(
  condition: boolean | null,
  yes: ConditionNumber | null,
  no: ConditionNumber | null,
): ConditionNumber | null {
  if (!yes || !no) return null;
  const [a, b] = alike(yes, no) ?? [null, null];
  if (condition !== null) return condition ? a : b;
  return a && b && a.low === b.low && a.high === b.high ? a : null;
}

/** Both converted to `uintmax_t` where one of them is that; null where that would cut a range. */
function alike(a: ConditionNumber, b: ConditionNumber): readonly [ConditionNumber, ConditionNumber] | null {
  if (a.unsigned === b.unsigned) return [a, b];
  const [left, right] = [asUnsigned(a), asUnsigned(b)];
  return left && right ? [left, right] : null;
}

function asUnsigned(value: ConditionNumber): ConditionNumber | null {
  if (isOne(value)) return unsigned(value.low);
  return value.low >= 0n ? { ...value, unsigned: true } : null;
}

/** @returns null for an overflow, on which compilers do not agree */
export function applyUnary(operator: string, operand: ConditionNumber | null): ConditionNumber | null {
  if (operator === '!') {
    const value = isTrue(operand);
    return value === null ? null : truth(!value);
  }
  if (operand === null || operator === '+') return operand;
  if (!isOne(operand)) return null;
  const value = operator === '-' ? -operand.low : ~operand.low;
  return operand.unsigned ? unsigned(value) : fitting(value);
}

/**
 * A binary operator that evaluates both sides.
 *
 * @returns null where a side is not known, for divisions by zero, and for overflows and shifts on which compilers
 *   do not agree
 * @see C++ [cpp.cond]/12, [expr.arith.conv]
 */
export function applyBinary(
  operator: string,
  left: ConditionNumber | null,
  right: ConditionNumber | null,
): ConditionNumber | null {
  if (!left || !right) return null;
  if (operator === '<<' || operator === '>>') return shifted(operator, left, right);
  const [a, b] = alike(left, right) ?? [null, null];
  if (!a || !b) return null;
  if (operator in COMPARISONS) {
    const holds = COMPARISONS[operator as keyof typeof COMPARISONS](a, b);
    return holds === null ? null : truth(holds);
  }
  if (!isOne(a) || !isOne(b)) return ofRanges(operator, a, b);
  const value = computed(operator, a.low, b.low);
  if (value === null) return null;
  return a.unsigned ? unsigned(value) : fitting(value);
}

type Comparison = (a: ConditionNumber, b: ConditionNumber) => boolean | null;

const negated =
  (comparison: Comparison): Comparison =>
  (a, b) => {
    const holds = comparison(a, b);
    return holds === null ? null : !holds;
  };
const isLess: Comparison = (a, b) => (a.high < b.low ? true : a.low >= b.high ? false : null);
const isEqual: Comparison = (a, b) =>
  isOne(a) && isOne(b) ? a.low === b.low : a.high < b.low || b.high < a.low ? false : null;

const COMPARISONS = {
  '<': isLess,
  '>': (a: ConditionNumber, b: ConditionNumber) => isLess(b, a),
  '<=': negated((a, b) => isLess(b, a)),
  '>=': negated(isLess),
  '==': isEqual,
  '!=': negated(isEqual),
} satisfies Record<string, Comparison>;

function computed(operator: string, a: bigint, b: bigint): bigint | null {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? null : a / b;
    case '%':
      return b === 0n || (a === LEAST && b === -1n) ? null : a % b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    default:
      return null;
  }
}

/** `__GNUC__ * 100 + __GNUC_MINOR__`: what grows with both sides. */
function ofRanges(operator: string, a: ConditionNumber, b: ConditionNumber): ConditionNumber | null {
  if (a.low < 0n || b.low < 0n || (operator !== '+' && operator !== '*')) return null;
  const low = computed(operator, a.low, b.low);
  const high = computed(operator, a.high, b.high);
  return low === null || high === null || high > GREATEST ? null : { low, high, unsigned: a.unsigned };
}

function shifted(operator: string, left: ConditionNumber, right: ConditionNumber): ConditionNumber | null {
  if (!isOne(left) || !isOne(right) || right.low < 0n || right.low > 63n) return null;
  const value = operator === '<<' ? left.low << right.low : left.low >> right.low;
  return left.unsigned ? unsigned(value) : fitting(value);
}

const fitting = (value: bigint): ConditionNumber | null =>
  value < LEAST || value > GREATEST ? null : signed(value);

const INTEGER =
  /^(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|(\d+))([uU]?(?:[lL]|ll|LL|[zZ])?|(?:[lL]|ll|LL|[zZ])[uU])$/;

/** @returns null for what is no integer, or one that fits no type */
export function readInteger(text: string): ConditionNumber | null {
  const [, hexadecimal, binary, digits, suffix = ''] = INTEGER.exec(text.replace(/(\w)'(?=\w)/g, '$1')) ?? [];
  const value =
    hexadecimal !== undefined
      ? BigInt(`0x${hexadecimal}`)
      : binary !== undefined
        ? BigInt(`0b${binary}`)
        : digits === undefined
          ? null
          : /^0\d/.test(digits)
            ? readOctal(digits)
            : BigInt(digits);
  if (value === null || value >= 1n << 64n) return null;
  if (/u/i.test(suffix)) return unsigned(value);
  if (value <= GREATEST) return signed(value);
  // A decimal number is never unsigned by itself.
  const isDecimal = digits !== undefined && !digits.startsWith('0');
  return isDecimal ? null : unsigned(value);
}

const readOctal = (digits: string): bigint | null => (/^[0-7]+$/.test(digits) ? BigInt(`0o${digits}`) : null);
