import type { Position } from '../base/range.js';
import { LineIndex } from '../base/line-index.js';
import type { Suppression } from './facts.js';

/** A plain comment that opens with the tool's name; documentation comments are prose and never match. */
const OPENING = /^(?:\/\/(?![/!])|\/\*(?![*!]))\s*ferrule\s*:\s*allow\s*\(/;
const ID = /[^\s,]+/g;

/**
 * Reads `// ferrule: allow(hazard-id, other-id)`, also as a block comment. What follows the closing
 * parenthesis is free text, so that a reason can stand there.
 *
 * @param commentText the comment with its markers
 * @param start where the comment begins
 * @param ownLine whether nothing but white space stands before the comment on its line
 * @returns null where the comment is no suppression, names no id, or does not close its parenthesis
 */
export function readSuppression(commentText: string, start: Position, ownLine: boolean): Suppression | null {
  const listStart = OPENING.exec(commentText)?.[0].length;
  if (listStart === undefined) return null;
  const listEnd = commentText.indexOf(')', listStart);
  if (listEnd < 0) return null;

  const lines = new LineIndex(commentText);
  const positionAt = (offset: number): Position => {
    const { line, character } = lines.positionAt(offset);
    return line === 0
      ? { line: start.line, character: start.character + character }
      : { line: start.line + line, character };
  };
  const hazards = [...commentText.slice(listStart, listEnd).matchAll(ID)].map(({ 0: id, index }) => ({
    id,
    range: { start: positionAt(listStart + index), end: positionAt(listStart + index + id.length) },
  }));
  return hazards.length === 0 ? null : { hazards, line: start.line, ownLine };
}
