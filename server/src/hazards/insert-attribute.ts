import type { Position } from '../base/range.js';
import { editOf, type SourceEdit } from '../base/source-edit.js';
import type { SourceReader } from './hazard.js';

/**
 * Puts an attribute before an item: on a line of its own, indented as the item is, or on the item's line
 * where something stands before it there.
 *
 * @param at where the item begins
 */
export function insertAttribute(
  uri: string,
  at: Position,
  attribute: string,
  read: SourceReader,
): SourceEdit | null {
  const line = read(uri)?.split('\n')[at.line];
  if (line === undefined) return null;
  const before = line.slice(0, at.character);
  const newText = before.trim() === '' ? `${attribute}\n${before}` : `${attribute} `;
  return editOf(uri, { range: { start: at, end: at }, newText });
}
