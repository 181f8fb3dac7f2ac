import { derive, exact, unknown, type Known } from '../../base/known.js';
import type { SizeAlign, Target } from '../../abi/target.js';
import type { CppBuiltin, CppExpression, CppIntegerSuffix, CppType } from '../../facts/cpp/cpp-facts.js';

/** An integer with its type, because `~0u` and `-1` with the same bits are different values. */
export interface CppInteger {
  readonly value: bigint;
  readonly type: IntegerType;
}

export interface IntegerType {
  readonly bits: number;
  readonly signed: boolean;
}

/** What an expression asks about the place where it is written. */
export interface ConstantScope {
  readonly target: Target;
  /** @param nesting levels of the expression around the name */
  name(path: readonly string[], nesting: number): Known<CppInteger>;
  sizeOf(type: CppType): Known<SizeAlign>;
  integerType(type: CppType): Known<IntegerType>;
}

/**
 * The value of an integer constant expression as the target computes it.
 *
 * @param nesting levels of the expression around this one
 * @see C++ [lex.icon], [conv.prom], [expr.arith.conv]
 */
export function evaluateCpp(expression: CppExpression, scope: ConstantScope, nesting = 0): Known<CppInteger> {
  const { target } = scope;
  const evaluate = (operand: CppExpression): Known<CppInteger> => evaluateCpp(operand, scope, nesting + 1);
  switch (expression.kind) {
    case 'integer':
      return exact(literal(expression.value, expression.suffix ?? null, target));
    case 'name':
      return scope.name(expression.path, nesting);
    case 'unary':
      return derive(evaluate(expression.operand), (operand) =>
        applyUnary(expression.operator, promoted(operand)),
      );
    case 'binary':
      return derive(evaluate(expression.left), (left) =>
        derive(evaluate(expression.right), (right) => applyBinary(expression.operator, left, right)),
      );
    case 'conditional':
      return derive(evaluate(expression.condition), ({ value }) =>
        evaluate(value === 0n ? expression.whenFalse : expression.whenTrue),
      );
    case 'cast':
      return derive(scope.integerType(expression.type), (type) =>
        derive(evaluate(expression.operand), ({ value }) =>
          exact(type.bits === 1 ? { value: value === 0n ? 0n : 1n, type } : converted(value, type)),
        ),
      );
    case 'size-query':
      return derive(scope.sizeOf(expression.type), ({ size, align }) =>
        exact({ value: BigInt(expression.query === 'sizeof' ? size : align), type: sizeType(target) }),
      );
    case 'unreadable':
      return unknown(`the constant expression \`${expression.text}\` is not understood`);
    default:
      return expression satisfies never;
  }
}

/** Bits and sign of a fundamental type; `bool` has one bit, so that a conversion to it asks for zero. */
export function builtinInteger(name: CppBuiltin, target: Target): IntegerType | null {
  if (name === 'bool') return { bits: 1, signed: false };
  const size = target.fundamental[name]?.size;
  if (size === undefined || NOT_INTEGERS.has(name)) return null;
  const signed = name === 'char' ? target.charSigned : !/^unsigned|^char\d/.test(name);
  return { bits: 8 * size, signed };
}

const NOT_INTEGERS: ReadonlySet<CppBuiltin> = new Set<CppBuiltin>([
  'void',
  'float',
  'double',
  'long double',
  '_Float16',
  '__float128',
  'nullptr_t',
  'wchar_t',
  '__builtin_va_list',
]);

/** The type of a value that was named without one: the first of `int`, `unsigned`, `long long` … that holds it. */
export function naturalInteger(value: bigint): CppInteger {
  const type = NATURAL.find((candidate) => holds(candidate, value)) ?? { bits: 128, signed: value < 0n };
  return { value, type };
}

const NATURAL: readonly IntegerType[] = [
  { bits: 32, signed: true },
  { bits: 32, signed: false },
  { bits: 64, signed: true },
  { bits: 64, signed: false },
];

const INT: IntegerType = { bits: 32, signed: true };

const sizeType = ({ pointerSize }: Target): IntegerType => ({ bits: 8 * pointerSize, signed: false });

function literal(value: bigint, suffix: CppIntegerSuffix | null, target: Target): CppInteger {
  if (suffix === null) return naturalInteger(value);
  const signed = !suffix.startsWith('unsigned');
  const least = suffix.endsWith('long long')
    ? 64
    : suffix.endsWith('long')
      ? 8 * (target.fundamental.long?.size ?? 4)
      : 32;
  const type = [least, 64]
    .flatMap((bits) =>
      signed
        ? [
            { bits, signed },
            { bits, signed: false },
          ]
        : [{ bits, signed }],
    )
    .find((candidate) => holds(candidate, value));
  return { value, type: type ?? { bits: 128, signed } };
}

const holds = ({ bits, signed }: IntegerType, value: bigint): boolean =>
  signed
    ? value >= -(1n << BigInt(bits - 1)) && value < 1n << BigInt(bits - 1)
    : value >= 0n && value < 1n << BigInt(bits);

const converted = (value: bigint, type: IntegerType): CppInteger => ({
  value: type.signed ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value),
  type,
});

/** @see C++ [conv.prom]: every integer narrower than `int` fits into it */
const promoted = (integer: CppInteger): CppInteger =>
  integer.type.bits < INT.bits ? { value: integer.value, type: INT } : integer;

function applyUnary(operator: '-' | '~' | '!' | '+', { value, type }: CppInteger): Known<CppInteger> {
  switch (operator) {
    case '-':
      return inRange(-value, type);
    case '~':
      return inRange(~value, type);
    case '!':
      return truth(value === 0n);
    case '+':
      return exact({ value, type });
    default:
      return operator satisfies never;
  }
}

const truth = (value: boolean): Known<CppInteger> => exact({ value: value ? 1n : 0n, type: INT });

/** Unsigned arithmetic wraps around; signed arithmetic that overflows is no constant. */
const inRange = (value: bigint, type: IntegerType): Known<CppInteger> =>
  type.signed && !holds(type, value)
    ? unknown('a constant overflows its type')
    : exact(converted(value, type));

/** A shift's result is as wide as its left operand; bits that go over the end are no constant before C++20. */
function applyShift(operator: '<<' | '>>', { value, type }: CppInteger, by: bigint): Known<CppInteger> {
  if (by < 0n || by >= BigInt(type.bits)) return unknown('a constant is shifted too far');
  return exact(converted(operator === '<<' ? value << by : value >> by, type));
}

function applyBinary(operator: string, left: CppInteger, right: CppInteger): Known<CppInteger> {
  const [a, b] = [promoted(left), promoted(right)];
  if (operator === '<<' || operator === '>>') return applyShift(operator, a, b.value);
  if (operator === '&&') return truth(a.value !== 0n && b.value !== 0n);
  if (operator === '||') return truth(a.value !== 0n || b.value !== 0n);
  const type = commonType(a.type, b.type);
  const x = converted(a.value, type).value;
  const y = converted(b.value, type).value;
  switch (operator) {
    case '+':
      return inRange(x + y, type);
    case '-':
      return inRange(x - y, type);
    case '*':
      return inRange(x * y, type);
    case '/':
      return y === 0n ? unknown('a constant is divided by zero') : inRange(x / y, type);
    case '%':
      return y === 0n ? unknown('a constant is divided by zero') : inRange(x % y, type);
    case '|':
      return inRange(x | y, type);
    case '&':
      return inRange(x & y, type);
    case '^':
      return inRange(x ^ y, type);
    case '==':
      return truth(x === y);
    case '!=':
      return truth(x !== y);
    case '<':
      return truth(x < y);
    case '>':
      return truth(x > y);
    case '<=':
      return truth(x <= y);
    case '>=':
      return truth(x >= y);
    default:
      return unknown(`the operator \`${operator}\` in a constant expression is not understood`);
  }
}

const commonType = (a: IntegerType, b: IntegerType): IntegerType =>
  a.bits !== b.bits ? (a.bits > b.bits ? a : b) : a.signed ? b : a;
