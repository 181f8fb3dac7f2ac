import { describe, expect, it } from 'vitest';
import { LineIndex } from './line-index.js';

describe('LineIndex', () => {
  const text = 'a\r\nbc\n\rüé𝄞d';
  const index = new LineIndex(text);

  it('ends lines at CRLF, LF and CR', () => {
    expect(index.lineCount).toBe(4);
    expect([0, 1, 2, 3].map((line) => index.offsetAt({ line, character: 0 }))).toEqual([0, 3, 6, 7]);
  });

  it('counts columns in UTF-16 units', () => {
    expect(index.positionAt(text.indexOf('d'))).toEqual({ line: 3, character: 4 });
    expect(index.offsetAt({ line: 3, character: 4 })).toBe(text.indexOf('d'));
  });

  it('draws a position beyond its line back to before the line break', () => {
    expect(index.offsetAt({ line: 0, character: 99 })).toBe(1);
    expect(index.offsetAt({ line: 1, character: 99 })).toBe(5);
    expect(index.offsetAt({ line: 99, character: 0 })).toBe(text.length);
    expect(index.offsetAt({ line: -1, character: 5 })).toBe(0);
  });

  it('goes from offset to position and back', () => {
    for (const offset of [0, 1, 3, 4, 5, 6, 7, 9, text.length]) {
      expect(index.offsetAt(index.positionAt(offset))).toBe(offset);
    }
  });
});
