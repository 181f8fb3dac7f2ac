import { readList } from './read-rust-type.js';
import type { TokenCursor } from './token-cursor.js';
import type {
  ZngurCfg,
  ZngurConditional,
  ZngurFeature,
  ZngurGuard,
  ZngurIf,
  ZngurIfArm,
  ZngurMatch,
  ZngurMatchArm,
  ZngurPattern,
} from './zngur-facts.js';

/** What may stand in the braces of a conditional, which is what may stand around it. */
export interface Content<T> {
  /** Words that show that a closing brace is missing. */
  readonly foreign: ReadonlySet<string>;
  readonly read: () => T;
}

/** True at `#if` and `#match`. */
export const startsConditional = (cursor: TokenCursor): boolean =>
  cursor.is('#') && (cursor.peek(1).text === 'if' || cursor.peek(1).text === 'match');

/**
 * Reads `#if … { } #else if … { } #else { }` or `#match … { }`.
 *
 * @param enabled the features that `#unstable(…)` has switched on so far in the file
 * @see zngur-parser `conditional_item`
 */
export function readConditional<T>(
  cursor: TokenCursor,
  enabled: ReadonlySet<ZngurFeature>,
  content: Content<T>,
): ZngurConditional<T> {
  const { start } = cursor.expect('#');
  const isIf = cursor.advance().text === 'if';
  const keywordRange = cursor.rangeFrom(start);
  const conditional = isIf ? readIf(cursor, start, content) : readMatch(cursor, start, content);
  const feature = isIf ? 'cfg_if' : 'cfg_match';
  if (!enabled.has(feature)) {
    const keyword = isIf ? '#if' : '#match';
    cursor.report(
      keywordRange,
      `\`${keyword}\` is unstable in zngur: expected \`#unstable(${feature})\` before it`,
    );
  }
  return conditional;
}

function readIf<T>(cursor: TokenCursor, start: number, content: Content<T>): ZngurIf<T> {
  const arms: ZngurIfArm<T>[] = [];
  const readArm = (armStart: number, guard: ZngurGuard | null, owner: string): void => {
    const { members: items } = cursor.readBraces(owner, content.foreign, content.read);
    arms.push({ guard, items, range: cursor.rangeFrom(armStart) });
  };
  readArm(start, readGuardOr(cursor), '`#if`');
  while (cursor.is('#') && cursor.peek(1).text === 'else') {
    const armStart = cursor.advance().start;
    cursor.expect('else');
    if (cursor.take('if')) {
      readArm(armStart, readGuardOr(cursor), '`#else if`');
    } else {
      readArm(armStart, null, '`#else`');
      break;
    }
  }
  return { kind: 'if', arms, range: cursor.rangeFrom(start) };
}

const readGuardOr = (cursor: TokenCursor): ZngurGuard => cursor.readOr(() => readGuard(cursor), ['{']);

function readGuard(cursor: TokenCursor): ZngurGuard {
  return readOperands(cursor, 'or', ['|', '|'], () =>
    readOperands(cursor, 'and', ['&', '&'], () => readGuardAtom(cursor)),
  );
}

function readGuardAtom(cursor: TokenCursor): ZngurGuard {
  return cursor.nested(() => {
    const { start } = cursor.token;
    if (cursor.take('!')) {
      const operand = readGuardAtom(cursor);
      return { kind: 'not', operand, range: cursor.rangeFrom(start) };
    }
    if (cursor.take('(')) {
      const guard = readGuard(cursor);
      cursor.expect(')');
      return guard;
    }
    readCfgOpening(cursor, '`cfg!(…)`, `!` or `(`');
    const cfg = readCfgKey(cursor);
    const pattern = cursor.take('=') ? readPattern(cursor) : null;
    if (!cursor.take(')')) cursor.fail(pattern === null ? '`=` or `)`' : '`)`');
    return { kind: 'cfg', cfg, pattern, range: cursor.rangeFrom(start) };
  });
}

function readMatch<T>(cursor: TokenCursor, start: number, content: Content<T>): ZngurMatch<T> {
  const scrutinees = cursor.readOr(() => readScrutinees(cursor), ['{']);
  const { members: arms } = cursor.readBraces('`#match`', new Set(), () => readMatchArm(cursor, content));
  return {
    kind: 'match',
    scrutinees: Array.isArray(scrutinees) ? scrutinees : [],
    arms,
    range: cursor.rangeFrom(start),
  };
}

function readScrutinees(cursor: TokenCursor): ZngurCfg[] {
  const readOne = (): ZngurCfg => {
    readCfgOpening(cursor, '`cfg!(…)`');
    const cfg = readCfgKey(cursor);
    if (cursor.is('=')) cursor.fail('`)` (the patterns of a `#match` stand in its arms)');
    cursor.expect(')');
    return cfg;
  };
  if (!cursor.is('(')) return [readOne()];
  refuseEmptyParentheses(cursor, '`cfg!(…)`');
  return readList(cursor, '(', ')', true, readOne);
}

function readMatchArm<T>(cursor: TokenCursor, content: Content<T>): ZngurMatchArm<T> {
  const { start } = cursor.token;
  const pattern = cursor.readOr(() => readPattern(cursor), ['=>']);
  cursor.expect('=>');
  const items = cursor.is('{')
    ? cursor.readBraces('the arm', content.foreign, content.read).members
    : [content.read()];
  const range = cursor.rangeFrom(start);
  cursor.take(',');
  return { pattern, items, range };
}

function readCfgOpening(cursor: TokenCursor, expected: string): void {
  if (!cursor.take('cfg')) cursor.fail(expected);
  cursor.expect('!');
  cursor.expect('(');
}

/** `key` or `key.value`, each a name or a string. */
function readCfgKey(cursor: TokenCursor): ZngurCfg {
  const { start } = cursor.token;
  const readPart = (expected: string): string =>
    cursor.token.kind === 'string' ? cursor.advance().text.slice(1, -1) : cursor.expectName(expected).text;
  const key = readPart('a key such as `feature` or `target_os`');
  const value = cursor.take('.') ? readPart('a name or a string after `.`') : null;
  return { key, value, range: cursor.rangeFrom(start) };
}

/** @see zngur-parser `CfgPattern::parser` */
function readPattern(cursor: TokenCursor): ZngurPattern {
  if (!cursor.is('(')) return readAlternatives(cursor);
  const { start } = cursor.token;
  refuseEmptyParentheses(cursor, 'a pattern');
  const operands = readList(cursor, '(', ')', false, () => readAlternatives(cursor));
  return { kind: 'tuple', operands, range: cursor.rangeFrom(start) };
}

function refuseEmptyParentheses(cursor: TokenCursor, expected: string): void {
  if (cursor.peek(1).text !== ')') return;
  cursor.advance();
  cursor.fail(expected);
}

function readAlternatives(cursor: TokenCursor): ZngurPattern {
  return readOperands(cursor, 'or', ['|'], () =>
    readOperands(cursor, 'and', ['&'], () => readPatternAtom(cursor)),
  );
}

function readPatternAtom(cursor: TokenCursor): ZngurPattern {
  return cursor.nested(() => {
    const { start, kind, text } = cursor.token;
    if (cursor.take('!')) {
      const operand = readPatternAtom(cursor);
      return { kind: 'not', operand, range: cursor.rangeFrom(start) };
    }
    if (cursor.take('(')) {
      const pattern = readAlternatives(cursor);
      cursor.expect(')');
      return pattern;
    }
    if (kind === 'string') {
      cursor.advance();
      return { kind: 'string', value: text.slice(1, -1), range: cursor.rangeFrom(start) };
    }
    if (kind === 'number') {
      return { kind: 'number', ...cursor.expectNumber('a number') };
    }
    const word = cursor.take('_')
      ? 'any'
      : cursor.take('Some')
        ? 'some'
        : cursor.take('None')
          ? 'none'
          : null;
    if (word === null) return cursor.fail('a pattern (a string, a number, `Some`, `None`, `_`, `!` or `(`)');
    return { kind: word, range: cursor.rangeFrom(start) };
  });
}

/** One operand alone, or several with an operator of one or more tokens between them. */
function readOperands<T extends { readonly range: ZngurCfg['range'] }, K extends 'and' | 'or'>(
  cursor: TokenCursor,
  kind: K,
  operator: readonly string[],
  readOperand: () => T,
): T | { kind: K; operands: T[]; range: ZngurCfg['range'] } {
  const { start } = cursor.token;
  const first = readOperand();
  const operands = [first];
  while (cursor.take(operator[0] ?? '')) {
    for (const token of operator.slice(1)) cursor.expect(token);
    operands.push(readOperand());
  }
  return operands.length === 1 ? first : { kind, operands, range: cursor.rangeFrom(start) };
}
