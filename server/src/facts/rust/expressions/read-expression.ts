import type { RustBlock, RustExpression, RustMatchArm, RustStatement } from './rust-expression.js';
import { readPathAt } from './read-path.js';
import { readPatternAt } from './read-pattern.js';
import { RustTokenCursor } from './token-cursor.js';
import { rustTokens } from './tokens.js';
import { readTypeAt } from './type-text.js';

/** Binding strengths of the binary operators. @see Rust reference, "Expression precedence" */
const STRENGTHS: Readonly<Record<string, number>> = {
  '||': 1, '&&': 2, '==': 3, '!=': 3, '<': 3, '>': 3, '<=': 3, '>=': 3, '|': 4, '^': 5, '&': 6,
  '<<': 7, '>>': 7, '+': 8, '-': 8, '*': 9, '/': 9, '%': 9,
}; // prettier-ignore
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=', '&=', '|=', '<<=', '>>=']);
const DEEPEST_EXPRESSION = 100;

/**
 * Reads the text of one constant expression.
 *
 * @returns null where some of it is not among what constants of integers are made of
 */
export function readRustExpression(text: string): RustExpression | null {
  const tokens = rustTokens(text);
  if (!tokens) return null;
  const cursor = new RustTokenCursor(text, tokens);
  const expression = new RustExpressionReader(cursor).expression();
  return expression && cursor.atEnd ? expression : null;
}

/** Gives null, and leaves the cursor anywhere, for what it does not read. */
export class RustExpressionReader {
  readonly #cursor: RustTokenCursor;
  #depth = 0;

  constructor(cursor: RustTokenCursor) {
    this.#cursor = cursor;
  }

  /** @param headed before the `{` of an `if`, `match` or `while`, which begins no struct there */
  expression(headed = false): RustExpression | null {
    if (this.#depth > DEEPEST_EXPRESSION) return null;
    this.#depth++;
    const read = this.#jump(headed) ?? this.#assignment(headed);
    this.#depth--;
    return read;
  }

  #jump(headed: boolean): RustExpression | null {
    const cursor = this.#cursor;
    if (cursor.take('continue')) {
      return { kind: 'continue', label: cursor.takeToken('lifetime')?.text ?? null };
    }
    const kind = cursor.take('return') ? 'return' : cursor.take('break') ? 'break' : null;
    if (!kind) return null;
    const label = kind === 'break' ? (cursor.takeToken('lifetime')?.text ?? null) : null;
    const isOver = cursor.atEnd || [';', '}', ',', ')', '=>'].some((end) => cursor.isAt(end));
    const value = isOver ? null : this.expression(headed);
    if (!isOver && !value) return null;
    return kind === 'return' ? { kind, value } : { kind, label, value };
  }

  #assignment(headed: boolean): RustExpression | null {
    const cursor = this.#cursor;
    const left = this.#binary(1, headed);
    const next = cursor.next;
    if (!left || next?.kind !== 'mark' || !ASSIGNMENTS.has(next.text)) return left;
    cursor.take(next.text);
    const name = left.kind === 'path' ? left.path.segments[0]?.name : undefined;
    const value = this.expression(headed);
    if (!value || name === undefined || (left.kind === 'path' && left.path.segments.length > 1)) return null;
    return { kind: 'assign', name, operator: next.text === '=' ? null : next.text.slice(0, -1), value };
  }

  #binary(weakest: number, headed: boolean): RustExpression | null {
    let left = this.#cast(headed);
    while (left) {
      const next = this.#cursor.next;
      const strength = next?.kind === 'mark' ? STRENGTHS[next.text] : undefined;
      if (next?.kind !== 'mark' || strength === undefined || strength < weakest) return left;
      this.#cursor.take(next.text);
      const right = this.#binary(strength + 1, headed);
      left = right && { kind: 'binary', operator: next.text, left, right };
    }
    return null;
  }

  #cast(headed: boolean): RustExpression | null {
    let operand = this.#unary(headed);
    while (operand && this.#cursor.take('as')) {
      const type = readTypeAt(this.#cursor);
      operand = type && { kind: 'cast', operand, type };
    }
    return operand;
  }

  #unary(headed: boolean): RustExpression | null {
    const cursor = this.#cursor;
    const prefixes: ('-' | '!' | '&')[] = [];
    for (;;) {
      if (cursor.take('-')) prefixes.push('-');
      else if (cursor.take('!')) prefixes.push('!');
      else if (cursor.take('*')) prefixes.push('&');
      else if (cursor.takeBeginning('&')) {
        cursor.take('mut');
        prefixes.push('&');
      } else break;
      if (prefixes.length > DEEPEST_EXPRESSION) return null;
    }
    let operand = this.#postfix(headed);
    for (const operator of prefixes.reverse()) {
      if (!operand) return null;
      operand = operator === '&' ? { kind: 'reference', operand } : { kind: 'unary', operator, operand };
    }
    return operand;
  }

  #postfix(headed: boolean): RustExpression | null {
    const cursor = this.#cursor;
    let read = this.#primary(headed);
    while (read) {
      if (cursor.take('.')) {
        const index = cursor.takeToken('integer');
        const name = index ? String(index.value) : cursor.takeWord();
        if (name === null) return null;
        if (!index && cursor.take('(')) {
          const args: RustExpression[] | null = this.#list(')');
          read = args && { kind: 'method', receiver: read, name, arguments: args };
        } else read = { kind: 'field', of: read, name };
      } else if (cursor.take('[')) {
        const at: RustExpression | null = this.expression();
        read = at && cursor.take(']') ? { kind: 'index', of: read, at } : null;
      } else return read;
    }
    return null;
  }

  #primary(headed: boolean): RustExpression | null {
    const cursor = this.#cursor;
    const token = cursor.next;
    switch (token?.kind) {
      case undefined:
        return null;
      case 'integer':
        cursor.takeToken('integer');
        return { kind: 'integer', value: token.value, suffix: token.suffix };
      case 'character':
        cursor.takeToken('character');
        if (token.isByte) return { kind: 'integer', value: token.value, suffix: 'u8' };
        return { kind: 'character', value: token.value };
      case 'text':
        cursor.takeToken('text');
        return { kind: 'text', length: token.length };
      case 'lifetime':
        cursor.takeToken('lifetime');
        return cursor.take(':') ? this.#labelled(token.text) : null;
      case 'mark':
        return this.#bracketed(headed);
      case 'word':
        return this.#word(token.text, headed);
      default:
        return token satisfies never;
    }
  }

  #bracketed(headed: boolean): RustExpression | null {
    const cursor = this.#cursor;
    if (cursor.isAt('{')) return this.block(null);
    if (cursor.take('(')) {
      const elements = this.#list(')');
      const [only] = elements ?? [];
      const isTuple =
        elements?.length !== 1 ||
        cursor.text
          .slice(0, cursor.endOfLast - 1)
          .trimEnd()
          .endsWith(',');
      return elements && (isTuple || !only ? { kind: 'tuple', elements } : only);
    }
    if (cursor.take('[')) return this.#array();
    return cursor.isAt('<') || cursor.isAt('::') ? this.#path(headed) : null;
  }

  #array(): RustExpression | null {
    const cursor = this.#cursor;
    if (cursor.take(']')) return { kind: 'array', elements: [] };
    const element = this.expression();
    if (!element) return null;
    if (cursor.take(';')) {
      const length = this.expression();
      return length && cursor.take(']') ? { kind: 'repeat', element, length } : null;
    }
    if (cursor.take(']')) return { kind: 'array', elements: [element] };
    const others = cursor.take(',') ? this.#list(']') : null;
    return others && { kind: 'array', elements: [element, ...others] };
  }

  #list(end: string): RustExpression[] | null {
    const elements: RustExpression[] = [];
    while (!this.#cursor.take(end)) {
      const element = this.expression();
      if (!element) return null;
      elements.push(element);
      if (!this.#cursor.isAt(end) && !this.#cursor.take(',')) return null;
    }
    return elements;
  }

  #word(word: string, headed: boolean): RustExpression | null {
    const cursor = this.#cursor;
    switch (word) {
      case 'true':
      case 'false':
        cursor.take(word);
        return { kind: 'boolean', value: word === 'true' };
      case 'const':
      case 'unsafe':
        cursor.take(word);
        return this.block(null);
      case 'if':
        return this.#if();
      case 'match':
        return this.#match();
      case 'while':
      case 'loop':
        return this.#labelled(null);
      default:
        return this.#path(headed);
    }
  }

  #labelled(label: string | null): RustExpression | null {
    const cursor = this.#cursor;
    if (cursor.isAt('{')) return this.block(label);
    const endless = cursor.take('loop');
    const condition = endless ? null : cursor.take('while') ? this.expression(true) : null;
    const body = endless || condition ? this.block(null) : null;
    return body && { kind: 'loop', label, condition, body };
  }

  #if(): RustExpression | null {
    const cursor = this.#cursor;
    const condition = cursor.take('if') && !cursor.isAt('let') ? this.expression(true) : null;
    const then = condition && this.block(null);
    if (!then) return null;
    if (!cursor.take('else')) return { kind: 'if', condition, then, otherwise: null };
    // A chain of `else if` nests.
    this.#depth++;
    const otherwise =
      this.#depth > DEEPEST_EXPRESSION ? null : cursor.isAt('if') ? this.#if() : this.block(null);
    this.#depth--;
    return otherwise && { kind: 'if', condition, then, otherwise };
  }

  #match(): RustExpression | null {
    const cursor = this.#cursor;
    const subject = cursor.take('match') ? this.expression(true) : null;
    if (!subject || !cursor.take('{')) return null;
    const arms: RustMatchArm[] = [];
    while (!cursor.take('}')) {
      const pattern = readPatternAt(cursor);
      const guarded = cursor.take('if');
      const guard = guarded ? this.expression(true) : null;
      const value = pattern && (!guarded || guard) && cursor.take('=>') ? this.expression() : null;
      if (!pattern || !value) return null;
      arms.push({ pattern, guard, value });
      if (!cursor.take(',') && !cursor.isAt('}') && value.kind !== 'block') return null;
    }
    return { kind: 'match', subject, arms };
  }

  /** A block with its braces. */
  block(label: string | null): RustBlock | null {
    const cursor = this.#cursor;
    if (this.#depth > DEEPEST_EXPRESSION || !cursor.take('{')) return null;
    this.#depth++;
    const statements: RustStatement[] = [];
    let result: RustExpression | null = null;
    let readable = true;
    while (readable && !cursor.take('}')) {
      if (cursor.take(';')) continue;
      const isItem = cursor.isAt('const') && !cursor.isAt('{', 1);
      if (cursor.isAt('let') || isItem) {
        const statement = this.#let();
        if (statement) statements.push(statement);
        readable = statement !== null;
        continue;
      }
      const value =
        STATEMENT_WORDS.has(wordAt(cursor)) || cursor.isAt('{') ? this.#primary(false) : this.expression();
      readable = value !== null;
      if (!value) break;
      if (cursor.isAt('}')) result = value;
      else if (cursor.take(';') || endsWithBlock(value)) statements.push({ kind: 'expression', value });
      else readable = false;
    }
    this.#depth--;
    return readable ? { kind: 'block', label, statements, result } : null;
  }

  /** `let` and `const`, which in a block stands before what uses it. */
  #let(): RustStatement | null {
    const cursor = this.#cursor;
    if (!cursor.take('let')) cursor.take('const');
    const pattern = readPatternAt(cursor);
    const typed = cursor.take(':');
    const type = typed ? readTypeAt(cursor) : null;
    if (!pattern || (typed && !type)) return null;
    const given = cursor.take('=');
    const value = given ? this.expression() : null;
    return (given && !value) || !cursor.take(';') ? null : { kind: 'let', pattern, type, value };
  }

  #path(headed: boolean): RustExpression | null {
    const cursor = this.#cursor;
    const path = readPathAt(cursor);
    if (!path) return null;
    if (cursor.isAt('!')) return this.#macro(path.segments.at(-1)?.name ?? '');
    if (cursor.take('(')) {
      const args = this.#list(')');
      return args && { kind: 'call', callee: path, arguments: args };
    }
    if (headed || !cursor.take('{')) return { kind: 'path', path };
    const fields: { name: string; value: RustExpression }[] = [];
    while (!cursor.take('}')) {
      const name = cursor.takeToken('integer')?.value.toString() ?? cursor.takeWord();
      if (name === null) return null;
      const value = cursor.take(':') ? this.expression() : pathOf(name);
      if (!value) return null;
      fields.push({ name, value });
      if (!cursor.isAt('}') && !cursor.take(',')) return null;
    }
    return { kind: 'struct', path, fields };
  }

  /** An assertion that fails is no constant, so that it need not be looked into. */
  #macro(name: string): RustExpression | null {
    const cursor = this.#cursor;
    cursor.take('!');
    const end = cursor.take('(') ? ')' : cursor.take('[') ? ']' : cursor.take('{') ? '}' : null;
    const text = end === null ? null : cursor.takeUntil([end]);
    if (text === null || end === null || !cursor.take(end)) return null;
    if (name === 'cfg') return { kind: 'configured', predicate: text };
    if (PANICS.has(name)) return { kind: 'panic' };
    return ASSERTIONS.has(name) ? { kind: 'tuple', elements: [] } : null;
  }
}

const PANICS = new Set(['panic', 'unreachable', 'unimplemented', 'todo']);
const ASSERTIONS = new Set(['assert', 'debug_assert', 'assert_eq', 'assert_ne', 'const_assert']);

/** Expressions that a statement of a block ends with. @see Rust reference, "Expression statements" */
const STATEMENT_WORDS = new Set(['if', 'match', 'while', 'loop', 'unsafe']);

const wordAt = (cursor: RustTokenCursor): string => (cursor.next?.kind === 'word' ? cursor.next.text : '');

const endsWithBlock = ({ kind }: RustExpression): boolean =>
  kind === 'block' || kind === 'if' || kind === 'match' || kind === 'loop';

const pathOf = (name: string): RustExpression => ({
  kind: 'path',
  path: { of: null, segments: [{ name, arguments: [] }] },
});
