import { derive, exact, unknown, type Known } from '../../base/known.js';
import type { SizeAlign, Target } from '../../abi/target.js';
import type {
  CppBuiltin,
  CppExpression,
  CppIntegerSuffix,
  CppName,
  CppType,
} from '../../facts/cpp/cpp-facts.js';

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
  instanceName(name: CppName, nesting: number): Known<CppInteger>;
  call(call: CppCall, nesting: number): Known<CppInteger>;
  packSize(pack: string): Known<number>;
  sizeOf(type: CppType): Known<SizeAlign>;
  integerType(type: CppType): Known<IntegerType>;
}

export type CppCall = Extract<CppExpression, { kind: 'call' }>;

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
        isDecidedBy(expression.operator, left)
          ? truth(expression.operator === '||')
          : derive(evaluate(expression.right), (right) => applyBinary(expression.operator, left, right)),
      );
    // Both branches have a say in the type.
    case 'conditional':
      return derive(evaluate(expression.condition), ({ value }) =>
        derive(evaluate(expression.whenTrue), (whenTrue) =>
          derive(evaluate(expression.whenFalse), (whenFalse) =>
            exact(converted((value === 0n ? whenFalse : whenTrue).value, commonBranch(whenTrue, whenFalse))),
          ),
        ),
      );
    case 'cast':
      return derive(scope.integerType(expression.type), (type) =>
        derive(taken(expression.operand, scope, nesting + 1), ({ value }) => exact(castTo(value, type))),
      );
    case 'size-query':
      return derive(scope.sizeOf(expression.type), ({ size, align }) =>
        exact({ value: BigInt(expression.query === 'sizeof' ? size : align), type: sizeType(target) }),
      );
    case 'pack-size':
      return derive(scope.packSize(expression.pack), (count) =>
        exact({ value: BigInt(count), type: sizeType(target) }),
      );
    case 'instance-name':
      return scope.instanceName(expression.name, nesting);
    case 'call':
      return scope.call(expression, nesting);
    case 'unreadable':
      return unknown(`the constant expression \`${expression.text}\` is not understood`);
    default:
      return expression satisfies never;
  }
}

/**
 * An operand whose type is no matter. Of a conditional then only the branch that is taken: what any common type
 * holds is not changed by it, so that a function may call itself in the other one.
 */
function taken(operand: CppExpression, scope: ConstantScope, nesting: number): Known<CppInteger> {
  if (operand.kind !== 'conditional') return evaluateCpp(operand, scope, nesting);
  return derive(evaluateCpp(operand.condition, scope, nesting + 1), (condition) =>
    derive(
      taken(condition.value === 0n ? operand.whenFalse : operand.whenTrue, scope, nesting + 1),
      (branch) =>
        branch.value >= 0n && holds(INT, branch.value) ? exact(branch) : evaluateCpp(operand, scope, nesting),
    ),
  );
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

/** A value converted to a type; to `bool` whatever is not zero is one. */
export const castTo = (value: bigint, type: IntegerType): CppInteger =>
  type.bits === 1 ? { value: value === 0n ? 0n : 1n, type } : converted(value, type);

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

export const holds = ({ bits, signed }: IntegerType, value: bigint): boolean =>
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

/** @see C++ [expr.log.and]: what is not evaluated need not be a constant */
const isDecidedBy = (operator: string, left: CppInteger): boolean =>
  (operator === '&&' && left.value === 0n) || (operator === '||' && left.value !== 0n);

/** @see C++ [expr.cond]: two of one type keep it */
function commonBranch(a: CppInteger, b: CppInteger): IntegerType {
  const isSame = a.type.bits === b.type.bits && a.type.signed === b.type.signed;
  return isSame ? a.type : commonType(promoted(a).type, promoted(b).type);
}

const commonType = (a: IntegerType, b: IntegerType): IntegerType =>
  a.bits !== b.bits ? (a.bits > b.bits ? a : b) : a.signed ? b : a;
