import { lexCpp, TokenKind } from '../../syntax/mask/lex-cpp.js';

/** The tokens of a function's body, with their brackets paired. */
export interface BodyTokens {
  readonly count: number;
  /** Empty in front of the first and behind the last. */
  word(i: number): string;
  isIdentifier(i: number): boolean;
  /** An `#if` within the body decides whether it is there. */
  isConditional(i: number): boolean;
  /** The bracket that closes the one at `i`, or the token itself where it is none. */
  partner(i: number): number;
  /** UTF-16 offsets in the body. */
  startOf(i: number): number;
  endOf(i: number): number;
  /** The words from one token up to another, as written. */
  textBetween(from: number, to: number): string;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Splits a body into tokens. Of the branches of an `#if` the first one counts, so that a brace that each of them
 * opens is opened once.
 *
 * @returns null where the brackets do not pair: then nobody can say what is within what
 */
export function bodyTokens(body: string): BodyTokens | null {
  const lexed = lexCpp(body);
  const indices: number[] = [];
  const conditional: boolean[] = [];
  /** For each open `#if`, whether its first branch has ended. */
  const branches: boolean[] = [];
  for (let i = 0; i < lexed.count; i++) {
    if (lexed.kinds[i] === TokenKind.directive) {
      const directive = /^#\s*(\w*)/.exec(body.slice(lexed.starts[i], lexed.ends[i]))?.[1] ?? '';
      if (directive.startsWith('if')) branches.push(false);
      else if (directive.startsWith('el')) branches[branches.length - 1] = true;
      else if (directive === 'endif') branches.pop();
      continue;
    }
    if (branches.includes(true)) continue;
    indices.push(i);
    conditional.push(branches.length > 0);
  }
  const start = (i: number): number => lexed.starts[indices[i] ?? -1] ?? 0;
  const end = (i: number): number => lexed.ends[indices[i] ?? -1] ?? 0;
  const kind = (i: number): number => lexed.kinds[indices[i] ?? -1] ?? 0;
  const word = (i: number): string => (i >= 0 && i < indices.length ? body.slice(start(i), end(i)) : '');
  const partners = pairs(indices.length, word);
  if (!partners) return null;
  return {
    count: indices.length,
    word,
    isIdentifier: (i) => kind(i) === TokenKind.identifier,
    isConditional: (i) => conditional[i] === true,
    partner: (i) => partners.get(i) ?? i,
    startOf: start,
    endOf: end,
    textBetween: (from, to) => (from < to ? body.slice(start(from), end(to - 1)) : ''),
  };
}

function pairs(count: number, word: (i: number) => string): ReadonlyMap<number, number> | null {
  const partners = new Map<number, number>();
  const open: { readonly at: number; readonly closing: string }[] = [];
  for (let i = 0; i < count; i++) {
    const text = word(i);
    const closing = CLOSING[text];
    if (closing) open.push({ at: i, closing });
    else if (/^[)\]}]$/.test(text)) {
      const last = open.pop();
      if (last?.closing !== text) return null;
      partners.set(last.at, i);
    }
  }
  return open.length === 0 ? partners : null;
}
