import type { Range } from '../base/range.js';
import { editOf, type SourceEdit } from '../base/source-edit.js';
import type { Declared } from '../facts/facts.js';
import type { SourceReader } from './hazard.js';

/**
 * Rewrites what stands before the name of a declaration: its attributes. One that leaves its line empty takes the
 * line with it.
 *
 * @param rewrite gives the text anew
 * @returns null where nothing changes or the text is not at hand
 */
export function rewriteHead(
  uri: string,
  { range, nameRange }: Declared,
  rewrite: (head: string) => string,
  read: SourceReader,
): SourceEdit | null {
  const head = textIn(read(uri), { start: range.start, end: nameRange.start });
  if (head === null) return null;
  const newText = rewrite(head);
  return newText === head
    ? null
    : editOf(uri, { range: { start: range.start, end: nameRange.start }, newText });
}

/** The text of a range; null where it is not at hand. */
export function textIn(text: string | null, { start, end }: Range): string | null {
  const lines = text?.split('\n').slice(start.line, end.line + 1);
  const last = lines?.at(-1);
  if (!lines || last === undefined) return null;
  lines[lines.length - 1] = last.slice(0, end.character);
  return lines.join('\n').slice(start.character);
}
