import type { SyntaxNode } from '../../syntax/parse.js';

/** Words without which a body declares nothing that counts. */
const DECLARES = /\bextern\b|\bstruct\b|\bunion\b|\benum\b|\bno_mangle\b|\bexport_name\b/;

/** A cheap test of a body's text, so that the walk enters few bodies. */
export const mayDeclare = (body: SyntaxNode, text: string): boolean =>
  DECLARES.test(text.slice(body.startIndex, body.endIndex));

/**
 * The nodes within a body whose children are items of the given kinds; items within items are not
 * looked for.
 */
export function listsWithItems(body: SyntaxNode, kinds: readonly string[]): SyntaxNode[] {
  const lists = new Map<number, SyntaxNode>();
  let end = -1;
  for (const found of body.descendantsOfType([...kinds])) {
    if (found.startIndex < end) continue;
    end = found.endIndex;
    if (found.parent) lists.set(found.parent.id, found.parent);
  }
  return [...lists.values()];
}
