import type { RustAbiType } from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import { unknown, exact, withAssumptions, type Known } from '../../base/known.js';
import type {
  RustBlock,
  RustConstFunctionParts,
  RustExpression,
  RustExpressionPath,
  RustStatement,
} from '../../facts/rust/expressions/rust-expression.js';
import type { RustType } from '../../facts/rust/rust-facts.js';
import { argumentTypeOf, castTo, combined, integerMethod, negated } from './rust-operators.js';
import { RustLocals } from './rust-locals.js';
import { matches } from './rust-matching.js';
import type { RustArgument, RustContext } from './rust-types.js';
import {
  andInteger,
  andThen,
  boolean,
  integer,
  integerOf,
  limitOf,
  primitive,
  stuck,
  UNIT,
  value,
  type Outcome,
  type RustIntegerValue,
  type RustValue,
} from './rust-values.js';

/** What the names in a constant expression stand for. */
export interface RustConstantNames {
  readonly target: Target;
  type(type: RustType, context: RustContext): RustAbiType;
  /** Bytes. */
  sizeOf(type: RustAbiType): Known<{ readonly size: number; readonly align: number }>;
  /** @param nesting levels of the expression around the name */
  constant(path: RustExpressionPath, context: RustContext, nesting: number): Known<RustValue>;
  isConstant(name: string, context: RustContext): boolean;
  /** Null where none is found. */
  constFunction(path: RustExpressionPath, context: RustContext): RustCallee | null;
  /** Whether `cfg!(predicate)` holds. */
  configured(predicate: string, context: RustContext): Known<boolean>;
}

export interface RustCallee {
  readonly parts: RustConstFunctionParts;
  /** Where its body is written. */
  readonly context: RustContext;
}

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

/** Where an expression stands. */
interface Scope {
  readonly context: RustContext;
  readonly locals: RustLocals;
  /** What the function around it gives; null outside of one. */
  readonly result: RustAbiType | null;
}

class Evaluation {
  /** What the value rests on. */
  readonly grounds: Known<unknown>[] = [];
  readonly #names: RustConstantNames;
  readonly #target: Target;
  #steps = 0;
  #nesting = 0;

  constructor(names: RustConstantNames) {
    this.#names = names;
    this.#target = names.target;
  }

  /** A value that has the type, as far as it is an integer. */
  typed(expression: RustExpression, scope: Scope, type: RustAbiType | null): Outcome {
    return andThen(this.#evaluate(expression, scope, type), (found) => this.#fit(found, type));
  }

  #fit(found: RustValue, type: RustAbiType | null): Outcome {
    const expected = integerOf(type);
    if (found.kind !== 'integer' || expected === null || found.type === expected) return value(found);
    if (found.type !== null) return stuck(`a \`${found.type}\` stands where a \`${expected}\` is expected`);
    return integer(found.value, expected, this.#target);
  }

  #evaluate(expression: RustExpression, scope: Scope, expected: RustAbiType | null): Outcome {
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
        return this.#evaluate(expression.operand, scope, null);
      case 'binary':
        return this.#binary(expression, scope, expected);
      case 'cast':
        return this.#cast(expression.operand, expression.type, scope);
      case 'call':
        return this.#call(expression.callee, expression.arguments, scope);
      case 'method':
        return andThen(this.#evaluate(expression.receiver, scope, null), (receiver) =>
          this.#method(expression.name, receiver, expression.arguments, scope),
        );
      case 'field':
        return andThen(this.#evaluate(expression.of, scope, null), (of) => fieldOf(of, expression.name));
      case 'index':
        return andThen(this.#evaluate(expression.of, scope, null), (of) =>
          andInteger(this.typed(expression.at, scope, primitive('usize')), (at) => elementOf(of, at.value)),
        );
      case 'tuple': {
        const types = expected?.kind === 'tuple' ? expected.elements : [];
        return this.#all(
          expression.elements,
          scope,
          (i) => types[i] ?? null,
          (elements) => value({ kind: 'tuple', elements }),
        );
      }
      case 'array': {
        const element = expected?.kind === 'array' ? expected.element : null;
        return this.#all(
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
        return this.#all(
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
        return this.#block(expression, scope, expected);
      case 'if':
        return this.#if(expression, scope, expected);
      case 'match':
        return this.#match(expression, scope, expected);
      case 'loop':
        return this.#loop(expression, scope);
      case 'assign':
        return this.#assign(expression, scope);
      case 'return':
      case 'break': {
        const label = expression.kind === 'break' ? expression.label : null;
        const { kind } = expression;
        const type = kind === 'return' ? scope.result : null;
        const given = expression.value ? this.#evaluate(expression.value, scope, type) : value(UNIT);
        return andThen(given, (of) =>
          kind === 'return' ? { flow: kind, value: of } : { flow: kind, label, value: of },
        );
      }
      case 'continue':
        return { flow: 'continue', label: expression.label };
      case 'configured':
        return this.#known(this.#names.configured(expression.predicate, scope.context), boolean);
      case 'panic':
        return stuck('the constant panics');
      default:
        return expression satisfies never;
    }
  }

  #known<T>(known: Known<T>, then: (value: T) => Outcome): Outcome {
    if (known.status === 'unknown') return stuck(known.reason);
    if (known.status === 'assumed') this.grounds.push(known);
    return then(known.value);
  }

  #all(
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
    return integer(of, integerOf(primitiveOf(suffix)) ?? integerOf(expected), this.#target);
  }

  #path(path: RustExpressionPath, { context, locals }: Scope): Outcome {
    const [first] = path.segments;
    const local = !path.of && path.segments.length === 1 && first ? locals.find(first.name) : undefined;
    if (local) return local.value ? value(local.value) : stuck(`\`${first?.name}\` has no value yet`);
    return this.#known(this.#names.constant(path, context, this.#nesting), value);
  }

  /** The least number of a type is its literal with a sign, which alone the type does not hold. */
  #unary(operator: '-' | '!', operand: RustExpression, scope: Scope, expected: RustAbiType | null): Outcome {
    if (operator === '-' && operand.kind === 'integer') {
      const type = integerOf(primitiveOf(operand.suffix)) ?? integerOf(expected);
      return type?.startsWith('u')
        ? stuck(`a \`${type}\` is negated`)
        : integer(-operand.value, type, this.#target);
    }
    return andThen(this.#evaluate(operand, scope, expected), (of) => negated(operator, of, this.#target));
  }

  #binary(
    { operator, left, right }: RustExpression & { kind: 'binary' },
    scope: Scope,
    expected: RustAbiType | null,
  ): Outcome {
    if (operator === '&&' || operator === '||') {
      return andThen(this.#evaluate(left, scope, null), (first) => {
        if (first.kind !== 'boolean') return stuck(`\`${operator}\` is applied to no truth value`);
        return first.value === (operator === '||') ? value(first) : this.#evaluate(right, scope, null);
      });
    }
    const isShift = operator === '<<' || operator === '>>';
    const operands = COMPARISONS.has(operator) ? null : integerOf(expected) && expected;
    if (isShift) {
      return andThen(this.#evaluate(left, scope, operands), (of) =>
        andThen(this.#evaluate(right, scope, null), (by) => combined(operator, of, by, this.#target)),
      );
    }
    const first = this.#evaluate(left, scope, operands);
    if (first.flow === 'value') {
      const type = typeOf(first.value) ?? operands;
      return andThen(this.#evaluate(right, scope, type), (second) =>
        combined(operator, first.value, second, this.#target),
      );
    }
    // What is inferred on the left may follow from the right.
    if (first.flow !== 'unknown' || operands) return first;
    return andThen(this.#evaluate(right, scope, null), (second) => {
      const type = typeOf(second);
      if (!type) return first;
      return andThen(this.#evaluate(left, scope, type), (of) => combined(operator, of, second, this.#target));
    });
  }

  /** A literal has the type that it is cast to; what else has no type is an `i32`. */
  #cast(operand: RustExpression, written: RustType, scope: Scope): Outcome {
    const type = this.#names.type(written, scope.context);
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
    const given = this.#evaluate(operand, scope, isLiteral(operand) ? wide : null);
    const found =
      given.flow === 'unknown' && isUntyped(operand) ? this.typed(operand, scope, primitive('i32')) : given;
    return andThen(found, (of) => castTo(of, target, this.#target));
  }

  #call(callee: RustExpressionPath, args: readonly RustExpression[], scope: Scope): Outcome {
    const name = callee.segments.at(-1)?.name ?? '';
    const found = this.#names.constFunction(callee, scope.context);
    if (found) return this.#called(found, callee, args, scope);
    const own = this.#typeBefore(callee, scope);
    const integers = integerOf(own);
    if (integers) {
      if (args.length === 0 && (name === 'max_value' || name === 'min_value'))
        return this.#limit(integers, name === 'max_value' ? 'MAX' : 'MIN');
      const [receiver, ...others] = args;
      if (receiver)
        return andThen(this.typed(receiver, scope, own), (of) => this.#method(name, of, others, scope));
    }
    if (args.length === 0 && (name === 'size_of' || name === 'align_of'))
      return this.#size(callee, name, scope);
    if (/^[A-Z]/.test(name) && !own) {
      return this.#all(
        args,
        scope,
        () => null,
        (values) => value({ kind: 'struct', fields: new Map(values.map((each, i) => [String(i), each])) }),
      );
    }
    return stuck(`the call of \`${name}\` in a constant is not understood`);
  }

  #limit(type: NonNullable<ReturnType<typeof integerOf>>, which: 'MIN' | 'MAX'): Outcome {
    return integer(limitOf(type, which, this.#target), type, this.#target);
  }

  /** The type whose member a path names; null where it is no primitive. */
  #typeBefore({ of, segments }: RustExpressionPath, { context }: Scope): RustAbiType | null {
    const written = of?.trait ? null : of?.type;
    if (written) return this.#names.type(written, context);
    const [name, ...others] = segments.slice(0, -1);
    if (!name || others.length > 0) return null;
    const type = this.#names.type({ kind: 'path', path: [name.name], arguments: [] }, context);
    return type.kind === 'primitive' ? type : null;
  }

  /** @see core::mem */
  #size({ of, segments }: RustExpressionPath, which: 'size_of' | 'align_of', { context }: Scope): Outcome {
    const module = segments.slice(0, -1).map(({ name }) => name);
    const [argument, ...others] = segments.at(-1)?.arguments ?? [];
    if (
      of ||
      !/^(?:(?:(?:|std|core)::)*mem)?$/.test(module.join('::')) ||
      argument?.kind !== 'type' ||
      others.length > 0
    )
      return stuck(`the call of \`${which}\` in a constant is not understood`);
    const layout = this.#names.sizeOf(this.#names.type(argument.type, context));
    return this.#known(layout, ({ size, align }) =>
      integer(BigInt(which === 'size_of' ? size : align), 'usize', this.#target),
    );
  }

  #called(
    { parts, context }: RustCallee,
    callee: RustExpressionPath,
    args: readonly RustExpression[],
    scope: Scope,
  ): Outcome {
    const name = callee.segments.at(-1)?.name ?? '';
    if (parts.parameters.length !== args.length) return stuck(`\`${name}\` is called with other arguments`);
    const bindings = new Map(context.bindings);
    for (const [i, generic] of parts.generics.entries()) {
      const written = callee.segments.at(-1)?.arguments[i];
      bindings.set(generic, this.#argument(generic, written, scope));
    }
    const within = { ...context, bindings };
    const types = parts.parameters.map(({ type }) => this.#names.type(type, within));
    const result = this.#names.type(parts.result, within);
    const inner: Scope = { context: within, locals: new RustLocals(), result };
    return this.#all(
      args,
      scope,
      (i) => types[i] ?? null,
      (values) => {
        for (const [i, { pattern }] of parts.parameters.entries())
          matches(pattern, values[i] ?? UNIT, types[i] ?? null, inner.locals);
        const outcome = this.#evaluate(parts.body, inner, result);
        return outcome.flow === 'value' || outcome.flow === 'return'
          ? this.#fit(outcome.value, result)
          : outcome;
      },
    );
  }

  #argument(
    name: string,
    written: RustExpressionPath['segments'][number]['arguments'][number] | undefined,
    scope: Scope,
  ): RustArgument {
    if (written?.kind === 'type') return this.#names.type(written.type, scope.context);
    return { kind: 'unknown', text: name, reason: `\`${name}\` is a parameter of a function`, because: [] };
  }

  #method(name: string, receiver: RustValue, args: readonly RustExpression[], scope: Scope): Outcome {
    if (receiver.kind === 'sequence' && args.length === 0) {
      if (name === 'len') return integer(receiver.length, 'usize', this.#target);
      if (name === 'is_empty') return boolean(receiver.length === 0n);
      if (name === 'as_bytes' || name === 'as_slice') return value(receiver);
    }
    if (receiver.kind !== 'integer') return stuck(`the method \`${name}\` in a constant is not understood`);
    const type = argumentTypeOf(name, receiver.type);
    return this.#all(
      args,
      scope,
      () => type && primitive(type),
      (values) => {
        const integers = values.filter((each): each is RustIntegerValue => each.kind === 'integer');
        if (integers.length < values.length) return stuck(`\`${name}\` is given no integer`);
        return integerMethod(name, receiver, integers, this.#target);
      },
    );
  }

  #block(block: RustBlock, around: Scope, expected: RustAbiType | null): Outcome {
    const scope = { ...around, locals: new RustLocals(around.locals) };
    const outcome = this.#statements(block, scope, expected);
    const isLeft = outcome.flow === 'break' && block.label !== null && outcome.label === block.label;
    return isLeft ? value(outcome.value) : outcome;
  }

  #statements({ statements, result }: RustBlock, scope: Scope, expected: RustAbiType | null): Outcome {
    for (const statement of statements) {
      const outcome = this.#statement(statement, scope);
      if (outcome.flow !== 'value') return outcome;
    }
    return result ? this.#evaluate(result, scope, expected) : value(UNIT);
  }

  #statement(statement: RustStatement, scope: Scope): Outcome {
    if (statement.kind === 'expression') return this.#evaluate(statement.value, scope, null);
    const { pattern, value: given } = statement;
    const type = statement.type && this.#names.type(statement.type, scope.context);
    if (!given) {
      if (pattern.kind !== 'name') return stuck('variables without a value are not understood');
      scope.locals.declare(pattern.name, type, null);
      return value(UNIT);
    }
    return andThen(this.typed(given, scope, type), (of) =>
      matches(pattern, of, type, scope.locals) ? value(UNIT) : stuck('a pattern is not understood'),
    );
  }

  #if(
    { condition, then, otherwise }: RustExpression & { kind: 'if' },
    scope: Scope,
    expected: RustAbiType | null,
  ): Outcome {
    return andThen(this.#evaluate(condition, scope, null), (holds) => {
      if (holds.kind !== 'boolean') return stuck('a condition is no truth value');
      if (holds.value) return this.#evaluate(then, scope, expected);
      return otherwise ? this.#evaluate(otherwise, scope, expected) : value(UNIT);
    });
  }

  #match(
    { subject, arms }: RustExpression & { kind: 'match' },
    scope: Scope,
    expected: RustAbiType | null,
  ): Outcome {
    return andThen(this.#evaluate(subject, scope, null), (of) => {
      for (const { pattern, guard, value: result } of arms) {
        const inner = { ...scope, locals: new RustLocals(scope.locals) };
        const fits = matches(pattern, of, null, inner.locals, {
          isConstant: (name) => this.#names.isConstant(name, scope.context),
          valueOf: (expression) => this.#evaluate(expression, scope, typeOf(of)),
        });
        if (fits === null) return stuck('a pattern is not understood');
        if (!fits) continue;
        const holds = guard ? this.#evaluate(guard, inner, null) : boolean(true);
        if (holds.flow !== 'value') return holds;
        if (holds.value.kind !== 'boolean') return stuck('a condition is no truth value');
        if (holds.value.value) return this.#evaluate(result, inner, expected);
      }
      return stuck('no arm of a `match` fits');
    });
  }

  #loop({ label, condition, body }: RustExpression & { kind: 'loop' }, scope: Scope): Outcome {
    for (;;) {
      const holds = condition ? this.#evaluate(condition, scope, null) : boolean(true);
      if (holds.flow !== 'value') return holds;
      if (holds.value.kind !== 'boolean') return stuck('a condition is no truth value');
      if (!holds.value.value) return value(UNIT);
      const outcome = this.#evaluate(body, scope, null);
      if (outcome.flow === 'value') continue;
      const isOwn = 'label' in outcome && (outcome.label === null || outcome.label === label);
      if (!isOwn) return outcome;
      if (outcome.flow === 'break') return value(outcome.value);
    }
  }

  #assign({ name, operator, value: given }: RustExpression & { kind: 'assign' }, scope: Scope): Outcome {
    const local = scope.locals.find(name);
    if (!local) return stuck(`\`${name}\` is no variable`);
    const before = local.value;
    const type = local.type ?? (before && typeOf(before));
    const isShift = operator === '<<' || operator === '>>';
    return andThen(this.#evaluate(given, scope, isShift ? null : type), (of) => {
      const result =
        operator === null
          ? value(of)
          : before
            ? combined(operator, before, of, this.#target)
            : stuck('no value yet');
      return andThen(result, (changed) =>
        andThen(this.#fit(changed, type), (fitting) => {
          local.value = fitting;
          return value(UNIT);
        }),
      );
    });
  }
}

const COMPARISONS = new Set(['==', '!=', '<', '>', '<=', '>=']);

const typeOf = (of: RustValue): RustAbiType | null =>
  of.kind === 'integer' && of.type !== null ? primitive(of.type) : null;

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
