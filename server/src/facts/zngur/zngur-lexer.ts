import { LineIndex } from '../../base/line-index.js';
import type { Range } from '../../base/range.js';
import type { ReadingProblem, Suppression } from '../facts.js';
import { readSuppression } from '../suppression.js';

/** One token with UTF-16 offsets. `text` is the source, quotes of a string included, so that it is unique. */
export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'punctuation' | 'unknown' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Only white space stands before it on its line: where recovery may find the next item. */
  readonly firstOnLine: boolean;
}

export interface LexedText {
  /** Ends with one `end` token. */
  readonly tokens: readonly Token[];
  readonly lines: LineIndex;
  readonly problems: readonly ReadingProblem[];
  readonly suppressions: readonly Suppression[];
}

/**
 * The lexical forms, in the order in which they are tried. As in zngur a word never begins with `_`,
 * and numbers are decimal without leading zeros. `unknown` takes a lifetime or one character.
 */
const FORMS = [
  ['blank', /[\s\u0085]+/uy],
  ['line-comment', /\/\/[^\n]*/uy],
  ['block-comment', /\/\*[^]*?(?:\*\/|$)/uy],
  ['punctuation', /->|=>|::|[<>[\](){}:&*#+=?,;|_.!]/uy],
  ['word', /\p{XID_Start}\p{XID_Continue}*/uy],
  ['number', /0|[1-9][0-9]*/uy],
  ['string', /"[^"]*"/uy],
  ['open-string', /"[^\n]*/uy],
  ['unknown', /'\p{XID_Continue}+|[^]/uy],
] as const;

/**
 * Cuts a `.zng` text into tokens. It never fails: what is no token of zngur becomes an `unknown` one.
 *
 * @see zngur-parser `lexer`
 */
export function lexZngur(text: string): LexedText {
  const lines = new LineIndex(text);
  const tokens: Token[] = [];
  const problems: ReadingProblem[] = [];
  const suppressions: Suppression[] = [];
  const startsLine = (offset: number): boolean =>
    text.slice(offset - lines.positionAt(offset).character, offset).trim() === '';

  let offset = 0;
  let lastLineBreak = -1;
  let lastTokenEnd = 0;
  while (offset < text.length) {
    const start = offset;
    const [form, matched] = matchAt(text, start);
    offset += matched.length;
    const range = (): Range => lines.rangeOf(start, offset);
    switch (form) {
      case 'blank': {
        const lineBreak = Math.max(matched.lastIndexOf('\n'), matched.lastIndexOf('\r'));
        if (lineBreak >= 0) lastLineBreak = start + lineBreak;
        break;
      }
      case 'line-comment':
        readComment();
        break;
      case 'block-comment':
        problems.push({ range: range(), message: 'zngur has no block comments: write `//` on each line' });
        readComment();
        break;
      case 'open-string':
        // It ends with its line, so that the lines after it are read.
        problems.push({ range: range(), message: 'this string is not closed: expected `"`' });
        push('string');
        break;
      case 'word':
      case 'number':
      case 'string':
      case 'punctuation':
      case 'unknown':
        push(form);
        break;
      default:
        form satisfies never;
    }

    function readComment(): void {
      const suppression = readSuppression(matched, lines.positionAt(start), startsLine(start));
      if (suppression !== null) suppressions.push(suppression);
    }

    function push(kind: Token['kind']): void {
      const firstOnLine = lastLineBreak >= lastTokenEnd || tokens.length === 0;
      tokens.push({ kind, text: matched, start, end: offset, firstOnLine });
      lastTokenEnd = offset;
    }
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length, firstOnLine: true });
  return { tokens, lines, problems, suppressions };
}

function matchAt(text: string, offset: number): readonly [(typeof FORMS)[number][0], string] {
  for (const [form, pattern] of FORMS) {
    pattern.lastIndex = offset;
    const matched = pattern.exec(text)?.[0];
    if (matched !== undefined) return [form, matched];
  }
  // The last form takes any character, so this stands here for the type checker alone.
  return ['unknown', text.charAt(offset)];
}
