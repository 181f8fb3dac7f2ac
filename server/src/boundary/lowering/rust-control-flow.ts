import type { RustAbiType } from '../../abi/model.js';
import type {
  RustBlock,
  RustExpression,
  RustStatement,
} from '../../facts/rust/expressions/rust-expression.js';
import type { Evaluator, Scope } from './rust-evaluator.js';
import { RustLocals } from './rust-locals.js';
import { matches } from './rust-matching.js';
import { combined } from './rust-operators.js';
import { andThen, boolean, stuck, typeOf, UNIT, value, type Outcome } from './rust-values.js';

/** Blocks, conditions, loops and assignments in constant expressions. */
export class RustControlFlow {
  readonly #evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  block(block: RustBlock, around: Scope, expected: RustAbiType | null): Outcome {
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
    return result ? this.#evaluator.evaluate(result, scope, expected) : value(UNIT);
  }

  #statement(statement: RustStatement, scope: Scope): Outcome {
    if (statement.kind === 'expression') return this.#evaluator.evaluate(statement.value, scope, null);
    const { pattern, value: given } = statement;
    const type = statement.type && this.#evaluator.names.type(statement.type, scope.context);
    if (!given) {
      if (pattern.kind !== 'name') return stuck('variables without a value are not understood');
      scope.locals.declare(pattern.name, type, null);
      return value(UNIT);
    }
    return andThen(this.#evaluator.typed(given, scope, type), (of) =>
      matches(pattern, of, type, scope.locals) ? value(UNIT) : stuck('a pattern is not understood'),
    );
  }

  if(
    { condition, then, otherwise }: RustExpression & { kind: 'if' },
    scope: Scope,
    expected: RustAbiType | null,
  ): Outcome {
    return andThen(this.#evaluator.evaluate(condition, scope, null), (holds) => {
      if (holds.kind !== 'boolean') return stuck('a condition is no truth value');
      if (holds.value) return this.#evaluator.evaluate(then, scope, expected);
      return otherwise ? this.#evaluator.evaluate(otherwise, scope, expected) : value(UNIT);
    });
  }

  match(
    { subject, arms }: RustExpression & { kind: 'match' },
    scope: Scope,
    expected: RustAbiType | null,
  ): Outcome {
    return andThen(this.#evaluator.evaluate(subject, scope, null), (of) => {
      for (const { pattern, guard, value: result } of arms) {
        const inner = { ...scope, locals: new RustLocals(scope.locals) };
        const fits = matches(pattern, of, null, inner.locals, {
          isConstant: (name) => this.#evaluator.names.isConstant(name, scope.context),
          valueOf: (expression) => this.#evaluator.evaluate(expression, scope, typeOf(of)),
        });
        if (fits === null) return stuck('a pattern is not understood');
        if (!fits) continue;
        const holds = guard ? this.#evaluator.evaluate(guard, inner, null) : boolean(true);
        if (holds.flow !== 'value') return holds;
        if (holds.value.kind !== 'boolean') return stuck('a condition is no truth value');
        if (holds.value.value) return this.#evaluator.evaluate(result, inner, expected);
      }
      return stuck('no arm of a `match` fits');
    });
  }

  loop({ label, condition, body }: RustExpression & { kind: 'loop' }, scope: Scope): Outcome {
    for (;;) {
      const holds = condition ? this.#evaluator.evaluate(condition, scope, null) : boolean(true);
      if (holds.flow !== 'value') return holds;
      if (holds.value.kind !== 'boolean') return stuck('a condition is no truth value');
      if (!holds.value.value) return value(UNIT);
      const outcome = this.#evaluator.evaluate(body, scope, null);
      if (outcome.flow === 'value') continue;
      const isOwn = 'label' in outcome && (outcome.label === null || outcome.label === label);
      if (!isOwn) return outcome;
      if (outcome.flow === 'break') return value(outcome.value);
    }
  }

  assign({ name, operator, value: given }: RustExpression & { kind: 'assign' }, scope: Scope): Outcome {
    const local = scope.locals.find(name);
    if (!local) return stuck(`\`${name}\` is no variable`);
    const before = local.value;
    const type = local.type ?? (before && typeOf(before));
    const isShift = operator === '<<' || operator === '>>';
    return andThen(this.#evaluator.evaluate(given, scope, isShift ? null : type), (of) => {
      const result =
        operator === null
          ? value(of)
          : before
            ? combined(operator, before, of, this.#evaluator.target)
            : stuck('no value yet');
      return andThen(result, (changed) =>
        andThen(this.#evaluator.fit(changed, type), (fitting) => {
          local.value = fitting;
          return value(UNIT);
        }),
      );
    });
  }
}
