import { atOnce, type Steps } from '../../base/event-loop.js';

/** What a token is; white space and comments are no tokens. */
export const TokenKind = {
  identifier: 1,
  number: 2,
  string: 3,
  character: 4,
  /** One whole preprocessor line, continuation lines included, without its line end. */
  directive: 5,
  /** One character; `::`, `->` and `...` are one token each. */
  punctuation: 6,
} as const;

/** The tokens of one text, as parallel arrays, because a header has a hundred thousand of them. */
export interface CppTokens {
  readonly count: number;
  readonly kinds: Uint8Array;
  /** UTF-16 offsets into the text. */
  readonly starts: Int32Array;
  /** Exclusive ends. */
  readonly ends: Int32Array;
  /** Starts and ends of the comments, in turns. */
  readonly comments: readonly number[];
}

const NEWLINE = 10;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const STAR = 42;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const GREATER = 62;
const BACKSLASH = 92;

/** A millisecond's work. */
const CHARACTERS_PER_STEP = 50_000;

/** Character classes of ASCII: 1 identifier start, 2 digit, 4 white space. */
const CLASSES = characterClasses();

/**
 * Splits C++ into tokens as far as masking needs it: comments are skipped, strings, raw strings and
 * preprocessor lines are one token each. Unterminated things end at the line or the text; nothing throws.
 */
export const lexCpp = (text: string): CppTokens => atOnce(lexCppInSteps(text));

/** The same in steps, for texts that may be large. */
export function* lexCppInSteps(text: string): Steps<CppTokens> {
  const tokens = new GrowingTokens(text.length);
  for (let next = 0; next < text.length; yield)
    next = lexInto(tokens, text, next, next + CHARACTERS_PER_STEP);
  return tokens;
}

/** Tokens while they are found. */
class GrowingTokens implements CppTokens {
  readonly comments: number[] = [];
  /** The line that the last step ended in has a token already. */
  lineHasToken = false;
  count = 0;
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;

  constructor(length: number) {
    const capacity = (length >> 2) + 16;
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
  }

  push(kind: number, start: number, end: number): void {
    if (this.count === this.kinds.length) {
      const capacity = 2 * this.count;
      this.kinds = grown(this.kinds, new Uint8Array(capacity));
      this.starts = grown(this.starts, new Int32Array(capacity));
      this.ends = grown(this.ends, new Int32Array(capacity));
    }
    this.kinds[this.count] = kind;
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count++;
  }
}

/**
 * The tokens that begin between two offsets. No generator: of those the engine compiles slower code.
 *
 * @returns where the last one ends
 */
function lexInto(tokens: GrowingTokens, text: string, from: number, until: number): number {
  const end = Math.min(until, text.length);
  const { comments } = tokens;
  let { lineHasToken } = tokens;
  let i = from;
  while (i < end) {
    const code = text.charCodeAt(i);
    const start = i;
    let kind: number = TokenKind.punctuation;
    const group = code < 128 ? (CLASSES[code] ?? 0) : 1;
    if (group === 4) {
      if (code === NEWLINE) lineHasToken = false;
      i++;
      continue;
    } else if (group === 1) {
      i = identifierEnd(text, i + 1);
      kind = TokenKind.identifier;
      const next = text.charCodeAt(i);
      if (i - start <= 3 && (next === QUOTE || next === APOSTROPHE) && isLiteralPrefix(text, start, i)) {
        const raw = next === QUOTE && text.charCodeAt(i - 1) === 82;
        kind = next === QUOTE ? TokenKind.string : TokenKind.character;
        i = raw ? rawStringEnd(text, i) : quotedEnd(text, i, next);
      }
    } else if (group === 2) {
      i = numberEnd(text, i + 1);
      kind = TokenKind.number;
    } else if (code === QUOTE) {
      i = quotedEnd(text, i, QUOTE);
      kind = TokenKind.string;
    } else if (code === APOSTROPHE) {
      i = quotedEnd(text, i, APOSTROPHE);
      kind = TokenKind.character;
    } else if (code === SLASH && text.charCodeAt(i + 1) === SLASH) {
      i = logicalLineEnd(text, i);
      comments.push(start, i);
      continue;
    } else if (code === SLASH && text.charCodeAt(i + 1) === STAR) {
      i = blockCommentEnd(text, i);
      comments.push(start, i);
      continue;
    } else if (code === HASH && !lineHasToken) {
      i = directiveEnd(text, i);
      kind = TokenKind.directive;
    } else if (code === BACKSLASH && isLineEnd(text, i + 1)) {
      i++;
      continue;
    } else if (code === DOT && (CLASSES[text.charCodeAt(i + 1)] ?? 0) === 2) {
      i = numberEnd(text, i + 1);
      kind = TokenKind.number;
    } else if (code === DOT && text.startsWith('...', i)) {
      i += 3;
    } else if (
      (code === COLON && text.charCodeAt(i + 1) === COLON) ||
      (code === MINUS && text.charCodeAt(i + 1) === GREATER)
    ) {
      i += 2;
    } else {
      i++;
    }
    lineHasToken = true;
    tokens.push(kind, start, i);
  }
  tokens.lineHasToken = lineHasToken;
  return i;
}

function characterClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code);
    if (/[A-Za-z_$]/.test(character)) classes[code] = 1;
    else if (/[0-9]/.test(character)) classes[code] = 2;
    else if (/\s/.test(character) || code === 0) classes[code] = 4;
  }
  return classes;
}

function grown<A extends Uint8Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

function identifierEnd(text: string, i: number): number {
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128 && ((CLASSES[code] ?? 0) & 3) === 0) break;
  }
  return i;
}

/** Digit separators, exponents with sign and suffixes are part of a number. */
function numberEnd(text: string, i: number): number {
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (((CLASSES[code] ?? 0) & 3) !== 0 || code === DOT) continue;
    if (code === APOSTROPHE && ((CLASSES[text.charCodeAt(i + 1)] ?? 0) & 3) !== 0) continue;
    const isSign = code === MINUS || code === 43;
    if (isSign && /[eEpP]/.test(text[i - 1] ?? '') && (CLASSES[text.charCodeAt(i + 1)] ?? 0) === 2) continue;
    break;
  }
  return i;
}

const isLiteralPrefix = (text: string, start: number, end: number): boolean =>
  /^(?:u8|[uUL])?R?$/.test(text.slice(start, end));

function quotedEnd(text: string, open: number, quote: number): number {
  for (let i = open + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === quote) return i + 1;
    else if (code === NEWLINE) return i;
  }
  return text.length;
}

function rawStringEnd(text: string, quote: number): number {
  const paren = text.indexOf('(', quote);
  if (paren === -1 || paren - quote > 17) return quotedEnd(text, quote, QUOTE);
  const terminator = `)${text.slice(quote + 1, paren)}"`;
  const end = text.indexOf(terminator, paren);
  return end === -1 ? text.length : end + terminator.length;
}

function blockCommentEnd(text: string, i: number): number {
  const end = text.indexOf('*/', i + 2);
  return end === -1 ? text.length : end + 2;
}

const isLineEnd = (text: string, i: number): boolean =>
  text.charCodeAt(i) === NEWLINE || (text.charCodeAt(i) === 13 && text.charCodeAt(i + 1) === NEWLINE);

/** End of the line that a backslash before its line end continues. */
function logicalLineEnd(text: string, i: number): number {
  for (;;) {
    const end = text.indexOf('\n', i);
    if (end === -1) return text.length;
    const last = text.charCodeAt(end - 1) === 13 ? end - 2 : end - 1;
    if (text.charCodeAt(last) !== BACKSLASH) return end;
    i = end + 1;
  }
}

/**
 * The end of a preprocessor line: like a logical line, but comments in it are skipped, of which one may span lines
 * or end it.
 *
 * @param i offset of its `#`
 */
export function directiveEnd(text: string, i: number): number {
  let end = i;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === NEWLINE) break;
    if (code === BACKSLASH) {
      i++;
      if (text.charCodeAt(i) === 13) i++;
      i++;
    } else if (code === SLASH && text.charCodeAt(i + 1) === STAR) {
      i = blockCommentEnd(text, i);
      continue;
    } else if (code === SLASH && text.charCodeAt(i + 1) === SLASH) {
      break;
    } else if (code === QUOTE) {
      i = quotedEnd(text, i, QUOTE);
    } else i++;
    if (code > 32) end = Math.min(i, text.length);
  }
  return end;
}
