import type { Position, Range } from './range.js';

/**
 * Translates between UTF-16 offsets and positions of one text. Lines end at `\n`, `\r\n` or `\r`, as
 * LSP has them.
 */
export class LineIndex {
  readonly #starts: number[] = [0];
  /** Where each line's text ends, before its line break. */
  readonly #ends: number[] = [];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code !== 10 && code !== 13) continue;
      this.#ends.push(i);
      if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
      this.#starts.push(i + 1);
    }
    this.#ends.push(text.length);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** UTF-16 offset of `position`; a position beyond its line or the text is drawn back to its end. */
  offsetAt({ line, character }: Position): number {
    if (line < 0) return 0;
    const start = this.#starts[line];
    if (start === undefined) return this.#length;
    return Math.min(start + Math.max(character, 0), this.#ends[line] ?? this.#length);
  }

  positionAt(offset: number): Position {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low, character: Math.min(offset, this.#length) - (this.#starts[low] ?? 0) };
  }

  rangeOf(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }
}
