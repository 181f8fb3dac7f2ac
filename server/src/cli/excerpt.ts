import type { Range } from '../base/range.js';
import { cellsOf, printable } from './display.js';

/** A place in a source with a mark under it, as rustc and clang print one. */
export interface Excerpt {
  /** `-->` leads to the finding itself, `:::` to places that it is related to. */
  readonly arrow: '-->' | ':::';
  /** The path as people see it. */
  readonly path: string;
  readonly range: Range;
  readonly mark: '^' | '-';
  /** Stands behind the mark; empty: none. */
  readonly label: string;
  /** The lines of the file; null where it cannot be read any more. */
  readonly lines: readonly string[] | null;
}

export interface ExcerptLook {
  /** Columns for line numbers. */
  readonly gutter: number;
  /** Columns for the whole excerpt; source lines are cut to it. */
  readonly width: number;
  /** Paints arrows, line numbers and bars. */
  readonly frame: (text: string) => string;
  /** Paints marks and labels. */
  readonly accent: (text: string) => string;
}

/** A range over more lines than this is shown by its first and last ones. */
const MOST_LINES = 6;
const FIRST_LINES = 3;
const LAST_LINES = 2;

/** Lines as LSP counts them: they end at `\n`, `\r\n` or `\r`. */
export const splitLines = (text: string): string[] => text.split(/\r\n|\n|\r/);

/** Columns that line numbers need for all excerpts of one finding. */
export const gutterOf = (excerpts: readonly Excerpt[]): number =>
  Math.max(...excerpts.map(({ range }) => String(lastLineOf(range) + 1).length));

/** The lines that show `excerpt`: an arrow with the place, then the source with its marks. */
export function renderExcerpt(excerpt: Excerpt, look: ExcerptLook): string[] {
  const { range, lines } = excerpt;
  const blank = ' '.repeat(look.gutter);
  const bar = `${blank} ${look.frame('|')}`;
  const place = `${printable(excerpt.path)}:${range.start.line + 1}:${range.start.character + 1}`;
  const output = [`${blank}${look.frame(excerpt.arrow)} ${place}`];
  const label = excerpt.label === '' ? [] : printable(excerpt.label).split('\n');

  if (lines === null || range.start.line >= lines.length) {
    return [...output, ...label.map((line) => `${bar} ${look.accent(line)}`)];
  }

  output.push(bar);
  const shown = linesToShow(range, lines.length);
  for (const [index, line] of shown.entries()) {
    if (line === 'gap') {
      output.push(look.frame('...'));
      continue;
    }
    const { source, from, to } = markedLine(lines[line] ?? '', line, range, look.width - look.gutter - 3);
    const number = look.frame(`${String(line + 1).padStart(look.gutter)} |`);
    output.push(source === '' ? number : `${number} ${source}`);
    const marks = ' '.repeat(from) + excerpt.mark.repeat(to - from);
    const [first = '', ...rest] = index === shown.length - 1 ? label : [];
    output.push(`${bar} ${look.accent(first === '' ? marks : `${marks} ${first}`)}`);
    for (const next of rest) output.push(`${bar} ${look.accent(`${' '.repeat(to + 1)}${next}`)}`);
  }
  return output;
}

/** The last line that a range has a part of: one that ends before the first column of a line has none there. */
const lastLineOf = ({ start, end }: Range): number =>
  end.character === 0 && end.line > start.line ? end.line - 1 : end.line;

function linesToShow(range: Range, lineCount: number): (number | 'gap')[] {
  const first = range.start.line;
  const last = Math.min(lastLineOf(range), lineCount - 1);
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return all.length <= MOST_LINES ? all : [...all.slice(0, FIRST_LINES), 'gap', ...all.slice(-LAST_LINES)];
}

interface MarkedLine {
  readonly source: string;
  /** Columns of the mark within `source`, half-open, at least one wide. */
  readonly from: number;
  readonly to: number;
}

/** Context kept before a mark that lies too far to the right. */
const LEAD = 20;

/** UTF-16 units that one column may be made of: a family of emoji has eleven. */
const MOST_UNITS_OF_COLUMN = 16;

function markedLine(whole: string, number: number, range: Range, width: number): MarkedLine {
  const indent = whole.length - whole.trimStart().length;
  const first = number === range.start.line ? range.start.character : indent;
  // Only what may be seen is measured: a generated line may be a megabyte long.
  const begin = Math.max(first - width * MOST_UNITS_OF_COLUMN, 0);
  const line = whole.slice(begin, first + width * MOST_UNITS_OF_COLUMN);
  const start = first - begin;
  const ends = (number === range.end.line ? range.end.character : whole.trimEnd().length) - begin;

  let column = 0;
  const cells = cellsOf(line).map((cell) => {
    const placed = { ...cell, column };
    column += cell.width;
    return placed;
  });
  const columnOf = (offset: number): number =>
    cells.findLast((cell) => cell.offset <= offset && offset < line.length)?.column ?? 0;
  const from = start >= line.length ? column : columnOf(start);
  const to = Math.max(ends >= line.length ? column : columnOf(ends), from + 1);
  if (column <= width)
    return {
      source: cells
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
      from,
      to,
    };

  // Cut: from the start of the line where the mark fits in, else from a little before the mark.
  const windowStart = to < width ? 0 : Math.max(from - LEAD, 1);
  const lead = windowStart === 0 ? 0 : 1;
  const kept = cells.filter(
    (cell) => cell.column >= windowStart && cell.column + cell.width <= windowStart + width - lead - 1,
  );
  const keptStart = kept[0]?.column ?? windowStart;
  const last = kept.at(-1);
  const keptEnd = last ? last.column + last.width : keptStart;
  const tail = keptEnd < column ? '…' : '';
  const shift = lead - keptStart;
  return {
    source: `${lead ? '…' : ''}${kept.map(({ text }) => text).join('')}${tail}`,
    from: Math.min(from, keptEnd) + shift,
    to: Math.max(Math.min(to, keptEnd), Math.min(from, keptEnd) + 1) + shift,
  };
}
