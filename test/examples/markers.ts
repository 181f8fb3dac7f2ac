import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A line of an example on which exactly one finding of the named hazard is expected. */
export interface Marker {
  /** Path below the folder that was read, with forward slashes. */
  path: string;
  /** Zero-based, as `line` in `check --format json`. */
  line: number;
  /** Id of the hazard, such as `arity-mismatch`. */
  hazard: string;
}

/**
 * Reads the markers of an example: a line comment `hazard: ID` at the end of a line, or a block
 * comment within it where a formatter would move a line comment (behind the brace of a struct).
 *
 * @param folder read with all its folders, build output aside
 * @returns sorted by path, then line
 */
export function readMarkers(folder: string): Marker[] {
  return sourcesBelow(folder)
    .flatMap((file) => {
      const path = relative(folder, file).split(sep).join('/');
      return markersOf(readFileSync(file, 'utf8')).map((marker) => ({ path, ...marker }));
    })
    .sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

const SOURCE = /\.(rs|zng|c|h|cc|cpp|hpp)$/;
const MARKER = /\/[/*] hazard: ([a-z0-9-]+)/g;

/** Absolute paths of the Rust, C, C++ and `.zng` files in a folder and all its folders, build output aside. */
export function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'target' ? [] : sourcesBelow(path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

function markersOf(text: string): Pick<Marker, 'line' | 'hazard'>[] {
  return text
    .split('\n')
    .flatMap((content, line) =>
      Array.from(content.matchAll(MARKER), ([, hazard = '']) => ({ line, hazard })),
    );
}
