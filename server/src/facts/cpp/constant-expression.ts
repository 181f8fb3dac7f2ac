import { TokenKind } from '../../syntax/mask/lex-cpp.js';
import { isArithmeticWord } from './arithmetic-types.js';
import type { CppExpression, CppIntegerSuffix, CppType } from './cpp-facts.js';
import { TokenCursor } from './token-cursor.js';
import { readType } from './type-text.js';

/** Binding strengths of the binary operators that integer constants use, weakest first. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1, '&&': 2, '|': 3, '^': 4, '&': 5, '==': 6, '!=': 6, '<': 7, '>': 7, '<=': 7, '>=': 7,
  '<<': 8, '>>': 8, '+': 9, '-': 9, '*': 10, '/': 10, '%': 10,
}; // prettier-ignore

const SIZE_QUERIES: Readonly<Record<string, 'sizeof' | 'alignof'>> = {
  sizeof: 'sizeof',
  alignof: 'alignof',
  _Alignof: 'alignof',
  __alignof__: 'alignof',
};

/**
 * Reads an integer constant expression: literals, names, the arithmetic and logical operators, conditionals,
 * casts, `sizeof` and `alignof` of a type. Calls and everything else are `unreadable` as a whole.
 *
 * @param text C++ source of the expression alone
 */
export function readConstantExpression(text: string): CppExpression {
  const cursor = new TokenCursor(text);
  const expression = readExpression(cursor);
  return expression && cursor.atEnd
    ? expression
    : { kind: 'unreadable', text: text.trim().replace(/\s+/g, ' ') };
}

/**
 * The expression that begins at the cursor; null, and the cursor anywhere, where there is none.
 *
 * @param place in a template argument a `>` ends it
 */
export const readExpression = (
  cursor: TokenCursor,
  place: 'anywhere' | 'argument' = 'anywhere',
): CppExpression | null => new ExpressionParser(cursor, place === 'argument').conditional();

class ExpressionParser {
  readonly #cursor: TokenCursor;
  readonly #isArgument: boolean;

  constructor(cursor: TokenCursor, isArgument: boolean) {
    this.#cursor = cursor;
    this.#isArgument = isArgument;
  }

  conditional(): CppExpression | null {
    return this.#cursor.nested(() => {
      const condition = this.#binary(0);
      return condition && this.#cursor.take('?') ? this.#branches(condition) : condition;
    });
  }

  #branches(condition: CppExpression): CppExpression | null {
    const whenTrue = this.conditional();
    if (!whenTrue || !this.#cursor.take(':')) return null;
    const whenFalse = this.conditional();
    return whenFalse && { kind: 'conditional', condition, whenTrue, whenFalse };
  }

  #binary(weakest: number): CppExpression | null {
    let left = this.#unary();
    while (left) {
      const operator = this.#cursor.peek().text;
      const closes = this.#isArgument && operator.startsWith('>');
      const strength = closes ? 0 : (PRECEDENCE[operator] ?? 0);
      if (strength <= weakest) return left;
      this.#cursor.next();
      const right = this.#binary(strength);
      if (!right) return null;
      left = { kind: 'binary', operator, left, right };
    }
    return null;
  }

  #unary(): CppExpression | null {
    return this.#cursor.nested(() => this.#operand());
  }

  #operand(): CppExpression | null {
    const start = this.#cursor.position;
    const word = this.#cursor.next();
    switch (word.text) {
      case '-':
      case '+':
      case '~':
      case '!': {
        const operand = this.#unary();
        return operand && { kind: 'unary', operator: word.text, operand };
      }
      case '(':
        return this.#parentheses();
      case '::':
        return this.#name(this.#cursor.next().text);
    }
    switch (word.kind) {
      case TokenKind.number:
        return integer(word.text);
      case TokenKind.character:
        return character(word.text);
      case TokenKind.identifier:
        return this.#word(word.text, start);
      default:
        return null;
    }
  }

  /** `(size_t)4` is a cast, `(N) + 4` is none: before a sign only a fundamental type can be one. */
  #parentheses(): CppExpression | null {
    const start = this.#cursor.position;
    const type = readType(this.#cursor);
    if (type && this.#cursor.take(')')) {
      const { text, kind } = this.#cursor.peek();
      const beginsOperand =
        kind === TokenKind.identifier || kind === TokenKind.number || kind === TokenKind.character;
      if (beginsOperand || (type.kind === 'builtin' && ['-', '+', '~', '!', '('].includes(text))) {
        const operand = this.#unary();
        return operand && { kind: 'cast', type, operand };
      }
    }
    this.#cursor.reset(start);
    return this.#inner(')');
  }

  #inner(close: string): CppExpression | null {
    const expression = new ExpressionParser(this.#cursor, false).conditional();
    return expression && this.#cursor.take(close) ? expression : null;
  }

  #word(text: string, start: number): CppExpression | null {
    if (text === 'true' || text === 'false') return { kind: 'integer', value: text === 'true' ? 1n : 0n };
    const query = SIZE_QUERIES[text];
    if (query) {
      const type = this.#cursor.take('(') ? readType(this.#cursor) : null;
      return type && this.#cursor.take(')') ? { kind: 'size-query', query, type } : null;
    }
    if (text === 'static_cast') {
      const type = this.#cursor.take('<') ? readType(this.#cursor) : null;
      return type && this.#cursor.takeClosingAngle() ? this.#converted(type) : null;
    }
    if (isArithmeticWord(text)) {
      this.#cursor.reset(start);
      const type = readType(this.#cursor);
      return type && this.#converted(type);
    }
    return this.#name(text);
  }

  /** `(value)` or `{value}` behind a type. */
  #converted(type: CppType): CppExpression | null {
    const close = this.#cursor.take('(') ? ')' : this.#cursor.take('{') ? '}' : null;
    const operand = close === null ? null : this.#inner(close);
    return operand && { kind: 'cast', type, operand };
  }

  #name(first: string): CppExpression | null {
    if (!/^[A-Za-z_$]/.test(first)) return null;
    const path = [first];
    while (this.#cursor.peek().text === '::') {
      if (!this.#cursor.isName(1)) return null;
      this.#cursor.next();
      path.push(this.#cursor.next().text);
    }
    return ['(', '{', '[', '.'].includes(this.#cursor.peek().text) ? null : { kind: 'name', path };
  }
}

function integer(text: string): CppExpression | null {
  const [, digits = '', written = ''] =
    /^((?:0[xX][\da-fA-F']+|0[bB][01']+|[\d']+))([uUlLzZ]*)$/.exec(text) ?? [];
  const suffix = SUFFIXES[written.toLowerCase()];
  const plain = digits.replaceAll("'", '');
  if (plain === '' || suffix === undefined || /^0\d*[89]/.test(plain)) return null;
  const value = BigInt(/^0\d+$/.test(plain) ? `0o${plain.slice(1)}` : plain);
  return suffix === null ? { kind: 'integer', value } : { kind: 'integer', value, suffix };
}

/** `z` makes a `size_t`, whose type differs from target to target: it is not read. */
const SUFFIXES: Readonly<Record<string, CppIntegerSuffix | null>> = {
  '': null,
  u: 'unsigned',
  l: 'long',
  ul: 'unsigned long',
  lu: 'unsigned long',
  ll: 'long long',
  ull: 'unsigned long long',
  llu: 'unsigned long long',
};

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, '0': 0, '\\': 92, "'": 39, '"': 34, a: 7, b: 8, f: 12, v: 11 }; // prettier-ignore

/** A character literal of one ASCII character; others depend on the target's character set. */
function character(text: string): CppExpression | null {
  const match = /^'(?:\\(.)|([ -~]))'$/.exec(text);
  if (!match) return null;
  const value = match[1] === undefined ? match[2]?.charCodeAt(0) : ESCAPES[match[1]];
  return value === undefined ? null : { kind: 'integer', value: BigInt(value) };
}
