import type { Node, Point } from 'web-tree-sitter';
import type { Position, Range } from '../base/range.js';

/** Rows and columns of web-tree-sitter are lines and UTF-16 units already. */
export const positionOf = ({ row, column }: Point): Position => ({ line: row, character: column });

export const rangeOf = (node: Node): Range => ({
  start: positionOf(node.startPosition),
  end: positionOf(node.endPosition),
});

/** From the start of the first node to the end of the last. */
export const rangeAcross = (first: Node, last: Node): Range => ({
  start: positionOf(first.startPosition),
  end: positionOf(last.endPosition),
});
