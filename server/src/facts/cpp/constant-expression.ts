import { lexCpp, TokenKind } from '../../syntax/mask/lex-cpp.js';
import type { ConstantExpression } from '../facts.js';

/** Nesting beyond which an expression is not read; generated nonsense must not exhaust the stack. */
const DEEPEST_EXPRESSION = 200;

/** Binding strengths of the binary operators that integer constants use, weakest first. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1, '&&': 2, '|': 3, '^': 4, '&': 5, '==': 6, '!=': 6, '<': 7, '>': 7, '<=': 7, '>=': 7,
  '<<': 8, '>>': 8, '+': 9, '-': 9, '*': 10, '/': 10, '%': 10,
}; // prettier-ignore

/**
 * Reads an integer constant expression: literals, names and the arithmetic operators. Calls, casts,
 * `sizeof` and conditionals are `unreadable` as a whole.
 *
 * @param text C++ source of the expression alone
 */
export function readConstantExpression(text: string): ConstantExpression {
  const parser = new ExpressionParser(text);
  return parser.parse() ?? { kind: 'unreadable', text: text.trim().replace(/\s+/g, ' ') };
}

class ExpressionParser {
  readonly #words: readonly { readonly text: string; readonly kind: number }[];
  #position = 0;
  #depth = 0;

  constructor(text: string) {
    const { count, kinds, starts, ends } = lexCpp(text);
    const words: { text: string; kind: number; end: number }[] = [];
    for (let i = 0; i < count; i++) {
      const start = starts[i] as number;
      const end = ends[i] as number;
      const word = { text: text.slice(start, end), kind: kinds[i] as number, end };
      const last = words.at(-1);
      // The lexer knows no operators of two characters.
      if (last && last.end === start && `${last.text}${word.text}` in PRECEDENCE) {
        last.text += word.text;
        last.end = end;
      } else words.push(word);
    }
    this.#words = words;
  }

  parse(): ConstantExpression | null {
    const expression = this.#binary(0);
    return this.#position === this.#words.length ? expression : null;
  }

  #binary(weakest: number): ConstantExpression | null {
    let left = this.#unary();
    while (left) {
      const operator = this.#words[this.#position]?.text ?? '';
      const strength = PRECEDENCE[operator] ?? 0;
      if (strength <= weakest) return left;
      this.#position++;
      const right = this.#binary(strength);
      if (!right) return null;
      left = { kind: 'binary', operator, left, right };
    }
    return null;
  }

  #unary(): ConstantExpression | null {
    if (this.#depth === DEEPEST_EXPRESSION) return null;
    this.#depth++;
    const expression = this.#operand();
    this.#depth--;
    return expression;
  }

  #operand(): ConstantExpression | null {
    const word = this.#words[this.#position];
    if (!word) return null;
    this.#position++;
    switch (word.text) {
      case '-':
      case '+':
      case '~':
      case '!': {
        const operand = this.#unary();
        return operand && { kind: 'unary', operator: word.text, operand };
      }
      case '(': {
        const inner = this.#binary(0);
        if (this.#words[this.#position++]?.text !== ')') return null;
        return inner;
      }
    }
    switch (word.kind) {
      case TokenKind.number:
        return integer(word.text);
      case TokenKind.character:
        return character(word.text);
      case TokenKind.identifier:
        return word.text === 'true' || word.text === 'false'
          ? { kind: 'integer', value: word.text === 'true' ? 1n : 0n }
          : this.#name(word.text);
      default:
        return word.text === '::' ? this.#name(this.#words[this.#position++]?.text ?? '') : null;
    }
  }

  #name(first: string): ConstantExpression | null {
    if (first === 'sizeof' || first === 'alignof' || first === '_Alignof' || !/^\w+$/.test(first))
      return null;
    const path = [first];
    while (this.#words[this.#position]?.text === '::') {
      const next = this.#words[this.#position + 1];
      if (next?.kind !== TokenKind.identifier) return null;
      path.push(next.text);
      this.#position += 2;
    }
    const next = this.#words[this.#position];
    return next?.text === '(' || next?.text === '{' ? null : { kind: 'name', path };
  }
}

function integer(text: string): ConstantExpression | null {
  const digits = text.replaceAll("'", '').replace(/(?:[uU](?:ll|LL|[lLzZ])?|(?:ll|LL|[lLzZ])[uU]?)$/, '');
  if (/^0[0-7]+$/.test(digits)) return { kind: 'integer', value: BigInt(`0o${digits.slice(1)}`) };
  return /^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)$/.test(digits)
    ? { kind: 'integer', value: BigInt(digits) }
    : null;
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, '0': 0, '\\': 92, "'": 39, '"': 34, a: 7, b: 8, f: 12, v: 11 }; // prettier-ignore

/** A character literal of one ASCII character; others depend on the target's character set. */
function character(text: string): ConstantExpression | null {
  const match = /^'(?:\\(.)|([ -~]))'$/.exec(text);
  if (!match) return null;
  const value = match[1] === undefined ? match[2]?.charCodeAt(0) : ESCAPES[match[1]];
  return value === undefined ? null : { kind: 'integer', value: BigInt(value) };
}
