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

/** Where the tokens of a part stand in the text of the use, by UTF-16 offsets. */
export interface PlaceInUse {
  readonly start: number;
  readonly end: number;
  /** They are all that the part has, and all that stands there: the one text is the other. */
  readonly verbatim: boolean;
}

/**
 * Where a part of an expanded text stands in the text of the use.
 *
 * @param start UTF-16 offset in the expanded text
 * @returns null where nothing of it does, or in another order
 */
export function placeInUse({ tokens }: ExpandedText, start: number, end: number): PlaceInUse | null {
  let first: Place | null = null;
  let last: Place | null = null;
  let verbatim = true;
  for (let i = lowerBound(tokens, start); i < tokens.length; i++) {
    const { place, ...token } = tokens[i] as ExpandedToken;
    if (token.start >= end) break;
    if (!place) {
      verbatim = false;
      continue;
    }
    if (last && place.order <= last.order) return null;
    verbatim &&= last === null || place.order === last.order + 1;
    first ??= place;
    last = place;
  }
  return first && last && { start: first.start, end: last.end, verbatim };
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
