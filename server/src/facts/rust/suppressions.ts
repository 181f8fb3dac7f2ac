import type { SyntaxNode, SyntaxTree } from '../../syntax/parse.js';
import { LineIndex } from '../../base/line-index.js';
import type { Suppression } from '../facts.js';
import { readSuppression } from '../suppression.js';
import { textOf } from './source-text.js';

/**
 * The suppressions of a file. Few files have one, so that the text is searched and only the places
 * found are looked up in the tree: what stands in a string is none.
 */
export function readSuppressions(tree: SyntaxTree, text: string): Suppression[] {
  const found = new Map<number, Suppression>();
  let lines: LineIndex | undefined;
  for (const { index } of text.matchAll(/\bferrule\s*:/g)) {
    const comment = commentAt(tree.rootNode, index);
    if (!comment || found.has(comment.startIndex)) continue;
    lines ??= new LineIndex(text);
    const position = lines.positionAt(comment.startIndex);
    const ownLine = text.slice(comment.startIndex - position.character, comment.startIndex).trim() === '';
    const suppression = readSuppression(textOf(comment, text), position, ownLine);
    if (suppression) found.set(comment.startIndex, suppression);
  }
  return [...found.values()];
}

function commentAt(root: SyntaxNode, index: number): SyntaxNode | null {
  let node = root.descendantForIndex(index);
  while (node && node.type !== 'line_comment' && node.type !== 'block_comment') node = node.parent;
  return node;
}
