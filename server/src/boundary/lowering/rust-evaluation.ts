import type { RustAbiType } from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import { exact, unknown, withAssumptions, type Known } from '../../base/known.js';
import type { RustExpression, RustExpressionPath } from '../../facts/rust/expressions/rust-expression.js';
import type { RustType } from '../../facts/rust/rust-facts.js';
import { RustCalls } from './rust-calls.js';
import { RustControlFlow } from './rust-control-flow.js';
import type { Evaluator, RustConstantNames, Scope } from './rust-evaluator.js';
import { RustLocals } from './rust-locals.js';
import { castTo, combined, negated } from './rust-operators.js';
import type { RustContext } from './rust-types.js';
import {
  andInteger,
  andThen,
  boolean,
  integer,
  integerOf,
  primitive,
  stuck,
  typeOf,
  UNIT,
  value,
  type Outcome,
  type RustValue,
} from './rust-values.js';

/** What one constant may take: rustc has a limit, too, but a higher one. */
const MOST_STEPS = 20_000;
/** Levels of expressions and calls within one another; they must not exhaust the stack. */
const DEEPEST_NESTING = 150;

/**
 * Computes one constant expression.
 *
 * @param expected the type that it must have, null where any will do
 * @see Rust reference, "Constant evaluation"
 */
export function evaluateRust(
  expression: RustExpression,
  expected: RustAbiType | null,
  context: RustContext,
  names: RustConstantNames,
): Known<RustValue> {
  const evaluation = new Evaluation(names);
  const scope = { context, locals: new RustLocals(), result: null };
  const outcome = evaluation.typed(expression, scope, expected);
  if (outcome.flow === 'value') return withAssumptions(exact(outcome.value), evaluation.grounds);
  return unknown(outcome.flow === 'unknown' ? outcome.reason : `\`${outcome.flow}\` leads out of a constant`);
}

class Evaluation implements Evaluator {
  /** What the value rests on. */
  readonly grounds: Known<unknown>[] = [];
  readonly names: RustConstantNames;
  readonly target: Target;
  readonly #calls = new RustCalls(this);
  readonly #flow = new RustControlFlow(this);
  #steps = 0;
  #nesting = 0;

  constructor(names: RustConstantNames) {
    this.names = names;
    this.target = names.target;
  }

  /** A value that has the type, as far as it is an integer. */
  typed(expression: RustExpression, scope: Scope, type: RustAbiType | null): Outcome {
    return andThen(this.evaluate(expression, scope, type), (found) => this.fit(found, type));
  }

  fit(found: RustValue, type: RustAbiType | null): Outcome {
    const expected = integerOf(type);
    if (found.kind !== 'integer' || expected === null || found.type === expected) return value(found);
    if (found.type !== null) return stuck(`a \`${found.type}\` stands where a \`${expected}\` is expected`);
    return integer(found.value, expected, this.target);
  }

  evaluate(expression: RustExpression, scope: Scope, expected: RustAbiType | null): Outcome {
    if (this.#nesting >= DEEPEST_NESTING) return stuck('the constant expression is nested too deep');
    if (++this.#steps > MOST_STEPS) return stuck('the constant takes too many steps to compute');
    this.#nesting++;
    const outcome = this.#compute(expression, scope, expected);
    this.#nesting--;
    return outcome;
  }

  #compute(expression: RustExpression, scope: Scope, expected: RustAbiType | null): Outcome {
    switch (expression.kind) {
      case 'integer':
        return this.#literal(expression.value, expression.suffix, expected);
      case 'boolean':
        return boolean(expression.value);
      case 'character':
        return value({ kind: 'character', value: expression.value });
      case 'text':
        return value({ kind: 'sequence', length: BigInt(expression.length), elements: { kind: 'unread' } });
      case 'path':
        return this.#path(expression.path, scope);
      case 'unary':
        return this.#unary(expression.operator, expression.operand, scope, expected);
      case 'reference':
        return this.evaluate(expression.operand, scope, null);
      case 'binary':
        return this.#binary(expression, scope, expected);
      case 'cast':
        return this.#cast(expression.operand, expression.type, scope);
      case 'call':
        return this.#calls.call(expression.callee, expression.arguments, scope);
      case 'method':
        return andThen(this.evaluate(expression.receiver, scope, null), (receiver) =>
          this.#calls.method(expression.name, receiver, expression.arguments, scope),
        );
      case 'field':
        return andThen(this.evaluate(expression.of, scope, null), (of) => fieldOf(of, expression.name));
      case 'index':
        return andThen(this.evaluate(expression.of, scope, null), (of) =>
          andInteger(this.typed(expression.at, scope, primitive('usize')), (at) => elementOf(of, at.value)),
        );
      case 'tuple': {
        const types = expected?.kind === 'tuple' ? expected.elements : [];
        return this.all(
          expression.elements,
          scope,
          (i) => types[i] ?? null,
          (elements) => value({ kind: 'tuple', elements }),
        );
      }
      case 'array': {
        const element = expected?.kind === 'array' ? expected.element : null;
        return this.all(
          expression.elements,
          scope,
          () => element,
          (values) =>
            value({ kind: 'sequence', length: BigInt(values.length), elements: { kind: 'each', values } }),
        );
      }
      case 'repeat': {
        const element = expected?.kind === 'array' ? expected.element : null;
        return andThen(this.typed(expression.element, scope, element), (each) =>
          andInteger(this.typed(expression.length, scope, primitive('usize')), ({ value: length }) =>
            value({ kind: 'sequence', length, elements: { kind: 'all', value: each } }),
          ),
        );
      }
      case 'struct': {
        const written = expression.fields.map((field) => field.value);
        return this.all(
          written,
          scope,
          () => null,
          (values) =>
            value({
              kind: 'struct',
              fields: new Map(expression.fields.map(({ name }, i) => [name, values[i] ?? UNIT])),
            }),
        );
      }
      case 'block':
        return this.#flow.block(expression, scope, expected);
      case 'if':
        return this.#flow.if(expression, scope, expected);
      case 'match':
        return this.#flow.match(expression, scope, expected);
      case 'loop':
        return this.#flow.loop(expression, scope);
      case 'assign':
        return this.#flow.assign(expression, scope);
      case 'return':
      case 'break': {
        const label = expression.kind === 'break' ? expression.label : null;
        const { kind } = expression;
        const type = kind === 'return' ? scope.result : null;
        const given = expression.value ? this.evaluate(expression.value, scope, type) : value(UNIT);
        return andThen(given, (of) =>
          kind === 'return' ? { flow: kind, value: of } : { flow: kind, label, value: of },
        );
      }
      case 'continue':
        return { flow: 'continue', label: expression.label };
      case 'configured':
        return this.known(this.names.configured(expression.predicate, scope.context), boolean);
      case 'panic':
        return stuck('the constant panics');
      default:
        return expression satisfies never;
    }
  }

  known<T>(known: Known<T>, then: (value: T) => Outcome): Outcome {
    if (known.status === 'unknown') return stuck(known.reason);
    if (known.status === 'assumed') this.grounds.push(known);
    return then(known.value);
  }

  all(
    expressions: readonly RustExpression[],
    scope: Scope,
    typeAt: (index: number) => RustAbiType | null,
    then: (values: readonly RustValue[]) => Outcome,
  ): Outcome {
    const values: RustValue[] = [];
    for (const [i, each] of expressions.entries()) {
      const outcome = this.typed(each, scope, typeAt(i));
      if (outcome.flow !== 'value') return outcome;
      values.push(outcome.value);
    }
    return then(values);
  }

  #literal(of: bigint, suffix: string | null, expected: RustAbiType | null): Outcome {
    return integer(of, integerOf(primitiveOf(suffix)) ?? integerOf(expected), this.target);
  }

  #path(path: RustExpressionPath, { context, locals }: Scope): Outcome {
    const [first] = path.segments;
    const local = !path.of && path.segments.length === 1 && first ? locals.find(first.name) : undefined;
    if (local) return local.value ? value(local.value) : stuck(`\`${first?.name}\` has no value yet`);
    return this.known(this.names.constant(path, context, this.#nesting), value);
  }

  /** The least number of a type is its literal with a sign, which alone the type does not hold. */
  #unary(operator: '-' | '!', operand: RustExpression, scope: Scope, expected: RustAbiType | null): Outcome {
    if (operator === '-' && operand.kind === 'integer') {
      const type = integerOf(primitiveOf(operand.suffix)) ?? integerOf(expected);
      return type?.startsWith('u')
        ? stuck(`a \`${type}\` is negated`)
        : integer(-operand.value, type, this.target);
    }
    return andThen(this.evaluate(operand, scope, expected), (of) => negated(operator, of, this.target));
  }

  #binary(
    { operator, left, right }: RustExpression & { kind: 'binary' },
    scope: Scope,
    expected: RustAbiType | null,
  ): Outcome {
    if (operator === '&&' || operator === '||') {
      return andThen(this.evaluate(left, scope, null), (first) => {
        if (first.kind !== 'boolean') return stuck(`\`${operator}\` is applied to no truth value`);
        return first.value === (operator === '||') ? value(first) : this.evaluate(right, scope, null);
      });
    }
    const isShift = operator === '<<' || operator === '>>';
    const operands = COMPARISONS.has(operator) ? null : integerOf(expected) && expected;
    if (isShift) {
      return andThen(this.evaluate(left, scope, operands), (of) =>
        andThen(this.evaluate(right, scope, null), (by) => combined(operator, of, by, this.target)),
      );
    }
    const first = this.evaluate(left, scope, operands);
    if (first.flow === 'value') {
      const type = typeOf(first.value) ?? operands;
      return andThen(this.evaluate(right, scope, type), (second) =>
        combined(operator, first.value, second, this.target),
      );
    }
    // What is inferred on the left may follow from the right.
    if (first.flow !== 'unknown' || operands) return first;
    return andThen(this.evaluate(right, scope, null), (second) => {
      const type = typeOf(second);
      if (!type) return first;
      return andThen(this.evaluate(left, scope, type), (of) => combined(operator, of, second, this.target));
    });
  }

  /** A literal has the type that it is cast to; what else has no type is an `i32`. */
  #cast(operand: RustExpression, written: RustType, scope: Scope): Outcome {
    const type = this.names.type(written, scope.context);
    const target = integerOf(type);
    const wide = written.kind === 'unreadable' ? null : type;
    if (target === null) {
      if (type.kind === 'unknown') return stuck(type.reason);
      if (type.kind === 'primitive' && (type.name === 'char' || type.name === 'bool'))
        return andThen(this.typed(operand, scope, type.name === 'char' ? primitive('u8') : null), (of) =>
          of.kind === 'integer' && type.name === 'char'
            ? value({ kind: 'character', value: of.value })
            : value(of),
        );
      return stuck('a constant is cast to no integer');
    }
    const given = this.evaluate(operand, scope, isLiteral(operand) ? wide : null);
    const found =
      given.flow === 'unknown' && !isLiteral(operand) && isUntyped(operand)
        ? this.typed(operand, scope, primitive('i32'))
        : given;
    return andThen(found, (of) => castTo(of, target, this.target));
  }
}

const COMPARISONS = new Set(['==', '!=', '<', '>', '<=', '>=']);

const primitiveOf = (suffix: string | null): RustAbiType | null =>
  suffix === null ? null : primitive(suffix as Parameters<typeof primitive>[0]);

/** A literal, perhaps with an operator before it. */
const isLiteral = (expression: RustExpression): boolean =>
  expression.kind === 'integer' || (expression.kind === 'unary' && isLiteral(expression.operand));

/** Of nothing but literals without a type: the numbers in it are `i32`s. */
function isUntyped(expression: RustExpression): boolean {
  switch (expression.kind) {
    case 'integer':
      return expression.suffix === null;
    case 'unary':
      return isUntyped(expression.operand);
    case 'binary':
      return isUntyped(expression.left) && isUntyped(expression.right);
    default:
      return false;
  }
}

function fieldOf(of: RustValue, name: string): Outcome {
  const field =
    of.kind === 'struct' ? of.fields.get(name) : of.kind === 'tuple' ? of.elements[Number(name)] : undefined;
  return field ? value(field) : stuck(`the field \`${name}\` in a constant is not understood`);
}

function elementOf(of: RustValue, at: bigint): Outcome {
  if (of.kind !== 'sequence' || at < 0n || at >= of.length)
    return stuck('an index in a constant is not understood');
  const { elements } = of;
  if (elements.kind === 'unread') return stuck('the bytes of a string are not read');
  const element = elements.kind === 'all' ? elements.value : elements.values[Number(at)];
  return element ? value(element) : stuck('an index in a constant is not understood');
}
