import { derive, exact, unknown, type Known } from '../base/known.js';
import type { ConstantExpression } from '../facts/facts.js';

/** What a name in a constant expression stands for; null where it is not known. */
export type ConstantResolver = (path: readonly string[]) => ConstantExpression | null;

const MAXIMUM_DEPTH = 32;

/**
 * The value of an integer constant expression of Rust. Arithmetic is unbounded: its types would only differ from
 * that where they overflow, which the compiler does not accept in a constant. C++ wraps: see `evaluateCpp`.
 */
export function evaluate(
  expression: ConstantExpression,
  resolve: ConstantResolver,
  depth = 0,
): Known<bigint> {
  if (depth > MAXIMUM_DEPTH) return unknown('the constant expression refers to itself');
  switch (expression.kind) {
    case 'integer':
      return exact(expression.value);
    case 'name': {
      const meaning = resolve(expression.path);
      return meaning
        ? evaluate(meaning, resolve, depth + 1)
        : unknown(`the constant \`${expression.path.join('::')}\` was not found`);
    }
    case 'unary':
      return derive(evaluate(expression.operand, resolve, depth + 1), (value) => {
        const { operator } = expression;
        switch (operator) {
          case '-':
            return exact(-value);
          case '~':
            return exact(~value);
          case '!':
            return exact(value === 0n ? 1n : 0n);
          case '+':
            return exact(value);
          default:
            return operator satisfies never;
        }
      });
    case 'binary':
      return derive(evaluate(expression.left, resolve, depth + 1), (left) =>
        derive(evaluate(expression.right, resolve, depth + 1), (right) =>
          apply(expression.operator, left, right),
        ),
      );
    case 'unreadable':
      return unknown(`the constant expression \`${expression.text}\` is not understood`);
    default:
      return expression satisfies never;
  }
}

function apply(operator: string, left: bigint, right: bigint): Known<bigint> {
  switch (operator) {
    case '+':
      return exact(left + right);
    case '-':
      return exact(left - right);
    case '*':
      return exact(left * right);
    case '/':
      return right === 0n ? unknown('a constant is divided by zero') : exact(left / right);
    case '%':
      return right === 0n ? unknown('a constant is divided by zero') : exact(left % right);
    case '<<':
      return right < 0n || right > 128n ? unknown('a constant is shifted too far') : exact(left << right);
    case '>>':
      return right < 0n || right > 128n ? unknown('a constant is shifted too far') : exact(left >> right);
    case '|':
      return exact(left | right);
    case '&':
      return exact(left & right);
    case '^':
      return exact(left ^ right);
    default:
      return unknown(`the operator \`${operator}\` in a constant expression is not understood`);
  }
}
