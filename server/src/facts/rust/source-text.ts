import type { SyntaxPart } from './syntax-part.js';

/**
 * The text of nodes, from the original file: a tree may have been parsed from a masked copy, which has
 * the same offsets.
 */
export const textOf = (node: Span, text: string): string => text.slice(node.startIndex, node.endIndex);

/** A part of a text, by UTF-16 offsets. */
export type Span = Pick<SyntaxPart, 'startIndex' | 'endIndex'>;

/** An identifier without `r#`, as paths and symbols have it. */
export const nameOf = (node: Span, text: string): string => withoutRaw(textOf(node, text));

export const withoutRaw = (identifier: string): string =>
  identifier.startsWith('r#') ? identifier.slice(2) : identifier;

export const partOfKind = (node: SyntaxPart, kind: string): SyntaxPart | undefined =>
  node.namedChildren.find(({ type }) => type === kind);

/** UTF-16 units in which comments of an item are looked for. */
const LONGEST_COMMENT = 4000;

/** The lines directly above an item that are comments, the nearest first; attributes may stand between them. */
export function commentLinesAbove(offset: number, text: string): string[] {
  const above = text
    .slice(Math.max(0, offset - LONGEST_COMMENT), offset)
    .split('\n')
    .slice(0, -1)
    .reverse();
  const end = above.findIndex((line) => !/^\s*(?:\/\/|\/\*|\*|#\s*!?\[)|\*\/\s*$/.test(line));
  return above.slice(0, end === -1 ? undefined : end).filter((line) => !/^\s*#/.test(line));
}
