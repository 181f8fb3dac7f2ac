import { Edit, type Point, type Tree } from 'web-tree-sitter';

/**
 * Tells `tree`, parsed from `before`, of the one replacement that turns `before` into `after`, so that it
 * can serve as `previous` of the next parse. What changed is found by comparing: that also covers what
 * masking changed elsewhere in the text, of which an editor's edits know nothing.
 */
export function editTree(tree: Tree, before: string, after: string): void {
  const startIndex = commonPrefix(before, after);
  const suffix = commonSuffix(before, after, startIndex);
  const oldEndIndex = before.length - suffix;
  const newEndIndex = after.length - suffix;
  tree.edit(
    new Edit({
      startIndex,
      oldEndIndex,
      newEndIndex,
      startPosition: pointAt(before, startIndex),
      oldEndPosition: pointAt(before, oldEndIndex),
      newEndPosition: pointAt(after, newEndIndex),
    }),
  );
}

function commonPrefix(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return i;
}

function commonSuffix(a: string, b: string, prefix: number): number {
  const length = Math.min(a.length, b.length) - prefix;
  let i = 0;
  while (i < length && a.charCodeAt(a.length - 1 - i) === b.charCodeAt(b.length - 1 - i)) i++;
  return i;
}

/** The runtime's rows end at `\n` only. */
function pointAt(text: string, index: number): Point {
  let row = 0;
  let lineStart = 0;
  for (
    let newline = text.indexOf('\n');
    newline !== -1 && newline < index;
    newline = text.indexOf('\n', lineStart)
  ) {
    row++;
    lineStart = newline + 1;
  }
  return { row, column: index - lineStart };
}
