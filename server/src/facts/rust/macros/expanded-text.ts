import type { Place, Token, TokenTree } from './token-tree.js';

/** The text that a macro comes to, and which parts of it stand in the text of the use. */
export interface ExpandedText {
  readonly text: string;
  /** The tokens in the order of the text. */
  readonly tokens: readonly ExpandedToken[];
}

interface ExpandedToken {
  /** UTF-16 offset in the expanded text. */
  readonly start: number;
  readonly end: number;
  readonly place: Place | null;
}

/** UTF-16 units: groups may hold themselves many times over. */
const LONGEST = 4 * 1024 * 1024;

/**
 * Writes trees on one line: an expression of several tokens in parentheses, as it stays one thing wherever it goes.
 *
 * @returns null where the text is too long
 */
export function writeTrees(trees: readonly TokenTree[]): ExpandedText | null {
  const tokens: ExpandedToken[] = [];
  const parts: string[] = [];
  let length = 0;
  let before: Token | null = null;
  const writeToken = (token: Token): void => {
    const isApart = before !== null && (token.spaced || !areNeighbours(before, token));
    const gap = isApart ? ' ' : '';
    // Only literals and comments could hold line ends, and comments are not here.
    parts.push(gap, token.text);
    const start = length + gap.length;
    length = start + token.text.length;
    tokens.push({ start, end: length, place: token.place });
    before = token;
  };
  const write = (list: readonly TokenTree[]): void => {
    for (const tree of list) {
      if (length > LONGEST) return;
      if (tree.kind === 'fragment') {
        const isWrapped = tree.fragment.startsWith('expr') && tree.trees.length > 1;
        if (isWrapped) writeToken(OPEN);
        write(tree.trees);
        if (isWrapped) writeToken(CLOSE);
      } else if (tree.kind === 'group') {
        writeToken(tree.open);
        write(tree.trees);
        writeToken(tree.close);
      } else writeToken(tree);
    }
  };
  write(trees);
  return length > LONGEST ? null : { text: parts.join(''), tokens };
}

const parenthesis = (text: string): Token => ({ kind: 'punctuation', text, place: null, spaced: false });
const OPEN = parenthesis('(');
const CLOSE = parenthesis(')');

/** Side by side where they were written so: `>` and `=` of a definition are one operator, two words are two. */
const areNeighbours = (a: Token, b: Token): boolean =>
  a.place && b.place
    ? a.place.end === b.place.start
    : a.place === b.place && (a.kind === 'punctuation' || b.kind === 'punctuation');

/**
 * Where a part of an expanded text stands in the text of the use: the very tokens, nothing between them left out.
 *
 * @param start UTF-16 offset in the expanded text
 * @returns null where the macro wrote some of it, or put it together
 */
export function placeInUse(
  { tokens }: ExpandedText,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } | null {
  const first = lowerBound(tokens, start);
  let last: Place | null = null;
  for (let i = first; i < tokens.length; i++) {
    const token = tokens[i] as ExpandedToken;
    if (token.start >= end) break;
    if (!token.place || (last && token.place.order !== last.order + 1)) return null;
    last = token.place;
  }
  const from = tokens[first]?.place;
  return from && last ? { start: from.start, end: last.end } : null;
}

/** The index of the first token that ends after an offset. */
function lowerBound(tokens: readonly ExpandedToken[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle] as ExpandedToken).end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
