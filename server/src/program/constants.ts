import { derive, exact, unknown, type Known } from '../base/known.js';
import { RecursiveMemory, type Remembered } from '../base/recursive-memory.js';
import type { ConstantExpression } from '../facts/facts.js';

/** What a name in a constant expression stands for; null where it is not known. */
export type ConstantResolver = (path: readonly string[]) => ConstantExpression | null;

/** Nesting beyond which one expression is not looked into; it must not exhaust the stack. */
const DEEPEST_EXPRESSION = 200;

/**
 * The value of an integer constant expression of Rust. Arithmetic is unbounded: its types would only differ from
 * that where they overflow, which the compiler does not accept in a constant. C++ wraps: see `evaluateCpp`.
 */
export const evaluate = (expression: ConstantExpression, resolve: ConstantResolver): Known<bigint> =>
  new Evaluation(resolve).valueOf(expression, 0);

/** Each constant is computed once, however often the others name it. */
class Evaluation {
  readonly #resolve: ConstantResolver;
  readonly #memory = new RecursiveMemory();
  readonly #values = new Map<ConstantExpression, Remembered<Known<bigint>>>();

  constructor(resolve: ConstantResolver) {
    this.#resolve = resolve;
  }

  /** @param nesting levels of the expression around this one */
  valueOf(expression: ConstantExpression, nesting: number): Known<bigint> {
    if (nesting > DEEPEST_EXPRESSION) return unknown('the constant expression is nested too deep');
    switch (expression.kind) {
      case 'integer':
        return exact(expression.value);
      case 'name':
        return this.#named(expression.path, nesting);
      case 'unary':
        return derive(this.valueOf(expression.operand, nesting + 1), (value) => {
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
        return derive(this.valueOf(expression.left, nesting + 1), (left) =>
          derive(this.valueOf(expression.right, nesting + 1), (right) =>
            apply(expression.operator, left, right),
          ),
        );
      case 'unreadable':
        return unknown(`the constant expression \`${expression.text}\` is not understood`);
      default:
        return expression satisfies never;
    }
  }

  #named(path: readonly string[], nesting: number): Known<bigint> {
    const name = `the constant \`${path.join('::')}\``;
    const meaning = this.#resolve(path);
    if (!meaning) return unknown(`${name} was not found`);
    return this.#memory.answer(
      this.#values,
      meaning,
      () => this.valueOf(meaning, 0),
      (why) =>
        unknown(
          why === 'circle'
            ? `${name} refers to itself`
            : `${name} stands at the end of too many definitions that refer to one another`,
        ),
      nesting,
    );
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
