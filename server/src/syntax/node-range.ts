import type { Point } from 'web-tree-sitter';
import type { Position, Range } from '../base/range.js';

/** Rows and columns of web-tree-sitter are lines and UTF-16 units already. */
export const positionOf = ({ row, column }: Point): Position => ({ line: row, character: column });

/** A node, or a copy of one that answers with the same positions. */
export interface Spanned {
  readonly startPosition: Point;
  readonly endPosition: Point;
}

export const rangeOf = (node: Spanned): Range => ({
  start: positionOf(node.startPosition),
  end: positionOf(node.endPosition),
});

/** From the start of the first node to the end of the last. */
export const rangeAcross = (first: Spanned, last: Spanned): Range => ({
  start: positionOf(first.startPosition),
  end: positionOf(last.endPosition),
});
