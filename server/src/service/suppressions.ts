import type { Range } from '../base/range.js';
import type { Suppression } from '../facts/facts.js';

/** One id of one suppression comment, and the lines (zero-based) that it covers. */
export interface CoveringId {
  readonly id: string;
  readonly range: Range;
  readonly lines: ReadonlySet<number>;
}

export type Coverage = readonly CoveringId[];

/** Lines that a comment above them reaches through: other comments, attributes, and nothing. */
const TRANSPARENT = /^\s*(?:$|\/\/|\/\*|\*|#!?\[|\[\[|template\s*<[^>]*>\s*$)/;

/**
 * Which lines each suppression holds for: its own, or, where it stands alone, the next line of code and
 * the attributes before that.
 */
export function coveredLines(suppressions: readonly Suppression[], text: string): Coverage {
  if (suppressions.length === 0) return [];
  const lines = text.split(/\r\n|\r|\n/);
  return suppressions.flatMap(({ hazards, line, ownLine }) => {
    const covered = ownLine ? linesBelow(line, lines) : new Set([line]);
    return hazards.map(({ id, range }) => ({ id, range, lines: covered }));
  });
}

function linesBelow(line: number, lines: readonly string[]): Set<number> {
  const covered = new Set<number>();
  for (let next = line + 1; next < lines.length; next++) {
    covered.add(next);
    if (!TRANSPARENT.test(lines[next] ?? '')) break;
  }
  return covered;
}
