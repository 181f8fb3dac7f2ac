import { integerValue, stringValue } from '../literals.js';
import { withoutRaw } from '../source-text.js';

/** A token of a Rust expression with its place in the text. */
export type RustToken = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'word'; readonly text: string }
  /** With its `'`. */
  | { readonly kind: 'lifetime'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'integer'; readonly value: bigint; readonly suffix: string | null }
  | { readonly kind: 'character'; readonly value: bigint; readonly isByte: boolean }
  /** `length` is in bytes. */
  | { readonly kind: 'text'; readonly length: number; readonly isBytes: boolean }
);

const BLANK = /(?:\s|\/\/[^\n]*)+/y;
const WORD = /(?:r#)?[\p{XID_Start}_]\p{XID_Continue}*/uy;
const STRING = /(?:[bc]?r(#*)"[^]*?"\1|[bc]?"(?:[^"\\]|\\[^])*")/y;
const CHARACTER = /b?'(?:[^'\\]|\\(?:x[\da-fA-F]{2}|u\{[\da-fA-F_]+\}|[^]))'/uy;
const LIFETIME = /'[\p{XID_Start}_]\p{XID_Continue}*(?!')/uy;
const NUMBER = /\d\w*(?:\.\d\w*|\.(?![.\w]))?/y;
const MARK =
  /<<=|>>=|\.\.=|\.\.\.|::|->|=>|&&|\|\||[=!<>+\-*/%^&|]=|<<|>>|\.\.|[-+*/%^!&|=<>@.,;:#$?~()[\]{}]/y;

/**
 * The tokens of an expression's text without comments.
 *
 * @returns null where something is no token that a constant of integers can have, such as a float
 * @see Rust reference, "Tokens"
 */
export function rustTokens(text: string): readonly RustToken[] | null {
  const tokens: RustToken[] = [];
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, at)) {
    const token = tokenAt(text, at);
    if (!token) return null;
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number): RustToken | null {
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = start;
    return pattern.exec(text)?.[0] ?? null;
  };
  const string = match(STRING);
  if (string !== null) return textToken(string, start);
  const character = match(CHARACTER);
  if (character !== null) {
    const isByte = character.startsWith('b');
    const content = stringValue(`"${character.slice(isByte ? 2 : 1, -1).replace(/^"$/, '\\"')}"`);
    const point = content?.codePointAt(0);
    if (point === undefined) return null;
    return { kind: 'character', value: BigInt(point), isByte, start, end: start + character.length };
  }
  const lifetime = match(LIFETIME);
  if (lifetime !== null) return { kind: 'lifetime', text: lifetime, start, end: start + lifetime.length };
  const number = match(NUMBER);
  if (number !== null) {
    const integer = integerValue(number);
    return integer && { kind: 'integer', ...integer, start, end: start + number.length };
  }
  const word = match(WORD);
  if (word !== null) return { kind: 'word', text: withoutRaw(word), start, end: start + word.length };
  const mark = match(MARK);
  return mark === null ? null : { kind: 'mark', text: mark, start, end: start + mark.length };
}

/** A C string counts as without its final zero. */
function textToken(literal: string, start: number): RustToken | null {
  const value = stringValue(literal);
  if (value === null) return null;
  const isBytes = literal.startsWith('b');
  const length = isBytes ? value.length : new TextEncoder().encode(value).length;
  return { kind: 'text', length, isBytes, start, end: start + literal.length };
}

/** Past white space and comments; block comments nest. */
function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    BLANK.lastIndex = at;
    if (BLANK.test(text)) at = BLANK.lastIndex;
    if (!text.startsWith('/*', at)) return at;
    at = endOfBlockComment(text, at);
  }
}

function endOfBlockComment(text: string, start: number): number {
  let depth = 0;
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  for (let found = edge.exec(text); found; found = edge.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return text.length;
}
