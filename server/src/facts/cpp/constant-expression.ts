import { TokenKind } from '../../syntax/mask/lex-cpp.js';
import { isArithmeticWord } from './arithmetic-types.js';
import type { CppBuiltin, CppExpression, CppIntegerSuffix, CppName, CppType } from './cpp-facts.js';
import { TokenCursor } from './token-cursor.js';
import { readArguments, readType } from './type-text.js';

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
 * casts, `sizeof` and `alignof`, calls by name. Everything else is `unreadable` as a whole.
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

/** Whether the text is read as one operand wherever it stands: an operator before or behind it takes all of it. */
export function isOneOperand({ kind }: CppExpression, text: string): boolean {
  if (kind !== 'binary' && kind !== 'conditional') return true;
  const cursor = new TokenCursor(text);
  return cursor.take('(') && readExpression(cursor) !== null && cursor.take(')') && cursor.atEnd;
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
      const right = this.#cursor.takeOperator() ? this.#binary(strength) : null;
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
        return this.#name(this.#cursor.next().text, start);
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
    if (query === 'sizeof' && this.#cursor.take('...')) return this.#packSize();
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
    return this.#name(text, start);
  }

  #packSize(): CppExpression | null {
    const pack = this.#cursor.take('(') && this.#cursor.isName() ? this.#cursor.next().text : null;
    return pack !== null && this.#cursor.take(')') ? { kind: 'pack-size', pack } : null;
  }

  /** `(value)` or `{value}` behind a type. */
  #converted(type: CppType): CppExpression | null {
    const close = this.#cursor.take('(') ? ')' : this.#cursor.take('{') ? '}' : null;
    const operand = close === null ? null : this.#inner(close);
    return operand && { kind: 'cast', type, operand };
  }

  #name(first: string, start: number): CppExpression | null {
    if (!/^[A-Za-z_$]/.test(first)) return null;
    const segments: CppName['segments'][number][] = [];
    for (let name = first; ; name = this.#cursor.next().text) {
      segments.push({ name, arguments: this.#arguments() });
      if (this.#cursor.peek().text !== '::') break;
      if (!this.#cursor.isName(1)) return null;
      this.#cursor.next();
    }
    const name = { global: this.#cursor.textFrom(start).startsWith('::'), segments };
    if (this.#cursor.take('(')) return this.#call(name, start);
    if (['{', '[', '.'].includes(this.#cursor.peek().text)) return null;
    return segments.every((segment) => segment.arguments === null)
      ? { kind: 'name', path: segments.map((segment) => segment.name) }
      : { kind: 'instance-name', name };
  }

  /** `<int, 3>` behind a name; null where a `<` compares instead, which an operand behind its `>` tells. */
  #arguments(): CppName['segments'][number]['arguments'] {
    const start = this.#cursor.position;
    if (!this.#cursor.take('<')) return null;
    const list = readArguments(this.#cursor);
    const { kind } = this.#cursor.peek();
    const compares =
      kind === TokenKind.identifier || kind === TokenKind.number || kind === TokenKind.character;
    if (list !== undefined && !compares) return list;
    this.#cursor.reset(start);
    return null;
  }

  /** From behind the `(`. */
  #call(callee: CppName, start: number): CppExpression | null {
    const list: CppExpression[] = [];
    if (!this.#cursor.take(')')) {
      do {
        const argument = new ExpressionParser(this.#cursor, false).conditional();
        if (!argument) return null;
        list.push(argument);
      } while (this.#cursor.take(','));
      if (!this.#cursor.take(')')) return null;
    }
    return { kind: 'call', callee, arguments: list, text: this.#cursor.textFrom(start) };
  }
}

function integer(text: string): CppExpression | null {
  const [, digits = '', written = ''] =
    /^((?:0[xX][\da-fA-F']+|0[bB][01']+|[\d']+))([uUlLzZ]*)$/.exec(text) ?? [];
  const suffix = SUFFIXES[written.toLowerCase()];
  const plain = digits.replaceAll("'", '');
  if (plain === '' || suffix === undefined || /^0\d*[89]/.test(plain)) return null;
  const value = BigInt(/^0\d+$/.test(plain) ? `0o${plain.slice(1)}` : plain);
  if (suffix === null) return { kind: 'integer', value };
  const size = SIZE_TYPES[suffix];
  return size
    ? { kind: 'cast', type: size, operand: { kind: 'integer', value } }
    : { kind: 'integer', value, suffix: suffix as CppIntegerSuffix };
}

const SUFFIXES: Readonly<Record<string, CppIntegerSuffix | 'size_t' | 'ptrdiff_t' | null>> = {
  '': null,
  u: 'unsigned',
  l: 'long',
  ul: 'unsigned long',
  lu: 'unsigned long',
  ll: 'long long',
  ull: 'unsigned long long',
  llu: 'unsigned long long',
  z: 'ptrdiff_t',
  uz: 'size_t',
  zu: 'size_t',
};

/** `z` makes a `size_t`, or what is signed and as wide: which type that is differs from target to target. */
const SIZE_TYPES: Readonly<Record<string, CppType>> = Object.fromEntries(
  ['size_t', 'ptrdiff_t'].map((name) => [
    name,
    { kind: 'named', name: { global: true, segments: [{ name, arguments: null }] }, elaborated: null },
  ]),
);

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, '\\': 92, "'": 39, '"': 34, '?': 63, a: 7, b: 8, f: 12, v: 11 }; // prettier-ignore

/** A character literal of one ASCII character; others depend on the target's character set. */
function character(text: string): CppExpression | null {
  const match = /^(u8|u|U)?'(?:\\x([\da-fA-F]{1,2})|\\([0-7]{1,3})|\\([^x0-7])|([ -&(-[\]-~]))'$/.exec(text);
  if (!match) return null;
  const [, prefix, hexadecimal, octal, escape, plain] = match;
  const value =
    hexadecimal !== undefined
      ? parseInt(hexadecimal, 16)
      : octal !== undefined
        ? parseInt(octal, 8)
        : escape !== undefined
          ? ESCAPES[escape]
          : plain?.charCodeAt(0);
  if (value === undefined || value > 127) return null;
  const operand: CppExpression = { kind: 'integer', value: BigInt(value) };
  return { kind: 'cast', type: { kind: 'builtin', name: CHARACTERS[prefix ?? ''] ?? 'char' }, operand };
}

const CHARACTERS: Readonly<Record<string, CppBuiltin>> = { u8: 'char8_t', u: 'char16_t', U: 'char32_t' };
