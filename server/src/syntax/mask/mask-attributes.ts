import type { MaskEdits } from './masked-text.js';
import { closingPosition, type TokenReader } from './token-reader.js';
import { ALIGNMENTS, ASM, ATTRIBUTE_CALLS, CONVENTIONS, IGNORED } from './words.js';

/**
 * Blanks attributes, `alignas`, calling conventions, `asm` labels and compiler keywords, wherever in a
 * declaration they stand, and keeps them as facts: the grammar takes them in a few places only.
 *
 * @returns the tokens that are left
 */
export function maskAttributes(
  reader: TokenReader,
  edits: MaskEdits,
  statement: readonly number[],
): number[] {
  const left: number[] = [];
  for (let i = 0; i < statement.length; i++) {
    const token = statement[i] as number;
    const start = reader.start(token);
    if (reader.punctuation(token) === '[' && isAttributeOpening(reader, statement, i)) {
      i = closingPosition(reader, statement, i);
      edits.blankAttribute('attribute', start, reader.end(statement[i] as number));
      continue;
    }
    if (!reader.isIdentifier(token)) {
      left.push(token);
      continue;
    }
    const word = reader.textOf(token);
    const isCall = reader.punctuation(statement[i + 1] ?? -1) === '(';
    const kind = ALIGNMENTS.has(word)
      ? 'alignas'
      : ATTRIBUTE_CALLS.has(word)
        ? 'attribute'
        : ASM.has(word)
          ? 'asm'
          : null;
    if (kind && isCall) {
      i = closingPosition(reader, statement, i + 1);
      edits.blankAttribute(kind, start, reader.end(statement[i] as number));
    } else if (CONVENTIONS.has(word)) edits.blankAttribute('convention', start, reader.end(token));
    else if (IGNORED.has(word)) edits.blank(start, reader.end(token));
    else left.push(token);
  }
  return left;
}

/** `[[` with both brackets together; an array of a lambda's result has no place in a declaration. */
const isAttributeOpening = (reader: TokenReader, statement: readonly number[], position: number): boolean =>
  reader.punctuation(statement[position + 1] ?? -1) === '[' &&
  reader.end(statement[position] as number) === reader.start(statement[position + 1] as number);
