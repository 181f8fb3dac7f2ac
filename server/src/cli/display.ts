/** One thing that a terminal shows in its own place: a letter with its marks, an emoji, a tab. */
export interface Cell {
  /** What is written for it; never a control character. */
  readonly text: string;
  /** Columns that it takes. */
  readonly width: number;
  /** UTF-16 offset of its first unit in the line. */
  readonly offset: number;
}

const TAB = '    ';
const REPLACEMENT = '\uFFFD';

// Control characters could drive the terminal, and bidirectional ones could show code in another order
// than the compiler reads it (CVE-2021-42574); neither is ever written.
const UNSAFE = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const UNSAFE_IN_PROSE = /(?!\n)[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

// Unicode Standard Annex 11, wide and full-width, by script; close enough for carets.
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
const EMOJI_VARIANT = /\p{Emoji}\uFE0F/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The cells of one line of source; tabs become four blanks, as rustc shows them. */
export function cellsOf(line: string): Cell[] {
  return [...graphemes.segment(line)].map(({ segment, index }) => {
    if (segment === '\t') return { text: TAB, width: TAB.length, offset: index };
    if (UNSAFE.test(segment)) return { text: REPLACEMENT, width: 1, offset: index };
    const wide = WIDE.test(segment) || EMOJI_VARIANT.test(segment);
    return { text: segment, width: wide ? 2 : 1, offset: index };
  });
}

/** `text` with what could drive a terminal replaced; line ends stay. */
export const printable = (text: string): string =>
  text.replaceAll('\t', TAB).replace(UNSAFE_IN_PROSE, REPLACEMENT);

/** Columns that one line of text takes. */
export const displayWidth = (text: string): number =>
  cellsOf(text).reduce((columns, cell) => columns + cell.width, 0);

/** `text` followed by as many blanks as fill `columns`. */
export const padEnd = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(columns - displayWidth(text), 0));

/** As much of one line as fits into `columns`, with `…` where some was cut. */
export function cutTo(text: string, columns: number): string {
  const cells = cellsOf(text);
  let used = 0;
  let kept = '';
  for (const [index, cell] of cells.entries()) {
    const last = index === cells.length - 1;
    if (used + cell.width > columns - (last ? 0 : 1)) return `${kept}…`;
    used += cell.width;
    kept += cell.text;
  }
  return kept;
}

/** `3 errors`, `1 error`. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`;
