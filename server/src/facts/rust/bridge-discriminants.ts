import { integerValue } from './literals.js';
import { textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

/** In the order in which cxx tries them. @see cxx: syntax/discriminant.rs, LIMITS */
const LIMITS: readonly (readonly [name: string, min: bigint, max: bigint])[] = [8n, 16n, 32n, 64n].flatMap(
  (bits) => [
    [`u${bits}`, 0n, 2n ** bits - 1n] as const,
    [`i${bits}`, -(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] as const,
  ],
);

const LARGEST = 2n ** 64n - 1n;

type Literal = { readonly value: bigint; readonly suffix: string | null };

/**
 * The values of the variants of one enum, and the integer that they all fit.
 *
 * @see cxx: syntax/discriminant.rs, DiscriminantSet
 */
export class BridgeDiscriminants {
  readonly #values: bigint[] = [];
  readonly #text: string;
  #integer: string | null;
  #previous: bigint | null = null;

  /** @param integer of `#[repr(…)]`; null without */
  constructor(integer: string | null, text: string) {
    this.#integer = integer;
    this.#text = text;
  }

  /** @param expression null for the value after the last one @returns why cxx rejects it */
  add(expression: SyntaxPart | null): string | null {
    if (!expression) {
      const next = this.#previous === null ? 0n : this.#previous + 1n;
      if (next > LARGEST) return `the value after ${LARGEST} overflows`;
      return this.#insert(next);
    }
    const literal = this.#literal(expression);
    if (!literal)
      return `\`${textOf(expression, this.#text)}\` is no integer literal, which cxx wants of an enum's values`;
    const { value, suffix } = literal;
    const magnitude = value < 0n ? -value : value;
    if (magnitude > LARGEST || suffix?.endsWith('128'))
      return `${value}${suffix ?? ''} does not fit in 64 bits`;
    if (suffix !== null && this.#integer !== null && suffix !== this.#integer)
      return `the enum has values of \`${this.#integer}\`, this one is of \`${suffix}\``;
    if (suffix !== null && this.#integer === null) {
      const limits = LIMITS.find(([name]) => name === suffix);
      const outside = limits && this.#values.find((each) => each < limits[1] || each > limits[2]);
      if (outside !== undefined)
        return `the value ${outside} before it is outside the limits of \`${suffix}\``;
      this.#integer = suffix;
    }
    return this.#insert(value);
  }

  /** Whether some integer type can hold them all. */
  fits(): boolean {
    if (this.#integer !== null) return true;
    return LIMITS.some(([, min, max]) => this.#values.every((value) => min <= value && value <= max));
  }

  #insert(value: bigint): string | null {
    const limits = LIMITS.find(([name]) => name === this.#integer);
    if (limits && (value < limits[1] || value > limits[2]))
      return `the value ${value} is outside the limits of \`${limits[0]}\``;
    this.#values.push(value);
    this.#previous = value;
    return null;
  }

  #literal(expression: SyntaxPart): Literal | null {
    const written = textOf(expression, this.#text);
    const operand = expression.namedChildren[0];
    if (expression.type === 'unary_expression' && written.startsWith('-') && operand) {
      const inner = this.#literal(operand);
      return inner && { ...inner, value: -inner.value };
    }
    return expression.type === 'integer_literal' ? integerValue(written) : null;
  }
}
