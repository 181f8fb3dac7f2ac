import type { Range } from '../../base/range.js';

/** Files of a fixture and what their markers expect. */
export interface Fixture {
  readonly files: Readonly<Record<string, string>>;
  readonly expected: readonly Expectation[];
}

/** One marker: a range of one line, a severity or `related`, and a message. */
export interface Expectation {
  readonly path: string;
  readonly range: Range;
  readonly kind: 'error' | 'warning' | 'information' | 'hint' | 'related';
  readonly message: string;
}

const MARKER = /^(\s*(?:\/\/|#)?\s*)(\^+) (error|warning|information|hint|related): (.*)$/;

/**
 * Reads a fixture: `//- path` begins a file, and a line such as
 *
 *     //                 ^^^^^^^ error: the message
 *
 * below a line of code marks a range of that line and what is reported there. Marker lines are no part of
 * the files.
 */
export function readFixture(text: string): Fixture {
  const files: Record<string, string[]> = {};
  const expected: Expectation[] = [];
  let path: string | null = null;
  for (const line of text.split('\n')) {
    const header = /^\/\/- (\S+)$/.exec(line);
    if (header?.[1]) {
      path = header[1];
      files[path] = [];
      continue;
    }
    if (path === null) {
      if (line.trim() !== '') throw new Error(`a fixture begins with '//- path', not with: ${line}`);
      continue;
    }
    const lines = files[path] ?? [];
    const marker = MARKER.exec(line);
    if (marker) {
      const [, indent = '', carets = '', kind, message = ''] = marker;
      const at = { line: lines.length - 1, character: indent.length };
      const range = { start: at, end: { ...at, character: at.character + carets.length } };
      expected.push({ path, range, kind: kind as Expectation['kind'], message });
    } else lines.push(line);
  }
  return {
    files: Object.fromEntries(
      Object.entries(files).map(([name, lines]) => [name, `${lines.join('\n').trimEnd()}\n`]),
    ),
    expected,
  };
}

/** A fenced block of a page. After the word a `remedy` block may carry its title, others a target. */
export interface PageBlock {
  readonly kind: 'hazard' | 'quiet' | 'remedy';
  readonly title: string;
  readonly text: string;
  /** Line of the page (one-based), for messages. */
  readonly line: number;
}

/** The blocks of a page that are fixtures, in order. */
export function readPage(page: string): PageBlock[] {
  const blocks: PageBlock[] = [];
  let open: { kind: PageBlock['kind']; title: string; lines: string[]; line: number } | null = null;
  for (const [i, line] of page.split('\n').entries()) {
    const fence = /^```(?:(hazard|quiet|remedy)(?: (.*))?)?\s*$/.exec(line);
    if (open && fence && fence[1] === undefined) {
      blocks.push({ kind: open.kind, title: open.title, text: open.lines.join('\n'), line: open.line });
      open = null;
    } else if (open) open.lines.push(line);
    else if (fence?.[1])
      open = { kind: fence[1] as PageBlock['kind'], title: fence[2] ?? '', lines: [], line: i + 1 };
  }
  return blocks;
}
