import type { SyntaxPart } from './syntax-part.js';

/**
 * The text of nodes, from the original file: a tree may have been parsed from a masked copy, which has
 * the same offsets.
 */
export const textOf = (node: Pick<SyntaxPart, 'startIndex' | 'endIndex'>, text: string): string =>
  text.slice(node.startIndex, node.endIndex);

/** An identifier without `r#`, as paths and symbols have it. */
export const nameOf = (node: SyntaxPart, text: string): string => withoutRaw(textOf(node, text));

export const withoutRaw = (identifier: string): string =>
  identifier.startsWith('r#') ? identifier.slice(2) : identifier;

export const partOfKind = (node: SyntaxPart, kind: string): SyntaxPart | undefined =>
  node.namedChildren.find(({ type }) => type === kind);
