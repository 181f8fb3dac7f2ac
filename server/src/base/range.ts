/** Zero-based line and UTF-16 column, the shape and the units of LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half-open range of positions, the shape of LSP. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range in a named file. */
export interface Location {
  readonly uri: Uri;
  readonly range: Range;
}

/** A normalised URI as `base/uri.ts` makes it; compare with `===`. */
export type Uri = string;

export const comparePositions = (a: Position, b: Position): number =>
  a.line - b.line || a.character - b.character;

/** Order for output that must be stable: by start, then by end. */
export const compareRanges = (a: Range, b: Range): number =>
  comparePositions(a.start, b.start) || comparePositions(a.end, b.end);

/** True where `position` lies in `range` or touches one of its ends, as a cursor does. */
export const touches = (range: Range, position: Position): boolean =>
  comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;

/** True where the two ranges share a position, ends included: a cursor's empty range touches its word. */
export const overlaps = (a: Range, b: Range): boolean =>
  comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;

const emptyRange = (position: Position): Range => ({ start: position, end: position });

export const START_OF_FILE: Range = emptyRange({ line: 0, character: 0 });

/** What is said of a whole file stands at its very start and is empty. */
export const isWholeFile = (range: Range): boolean => compareRanges(range, START_OF_FILE) === 0;
