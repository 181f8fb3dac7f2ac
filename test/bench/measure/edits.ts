import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CheckedCrossing, Position } from './check-process.js';
import type { ServerSession } from './server-session.js';

const SIDES = ['rust', 'cpp'] as const;
type Side = (typeof SIDES)[number];

/**
 * - `typing`: one more character in a comment above the declaration, which changes no fact.
 * - `signature`: one more parameter, then one less.
 * - `name`: the declaration renamed to what nothing declares, and back.
 */
const EDITS = ['typing', 'signature', 'name'] as const;
type Edit = (typeof EDITS)[number];

export interface EditSeries {
  readonly name: `${Edit}.${Side}`;
  /** From the edit to the diagnostics of the Rust file that hold after it. */
  readonly ms: readonly number[];
  /** Edits after which the diagnostics were others than before. */
  readonly changedAnswers: number;
}

/** A function that crosses, in the two files that share most crossings. */
export interface EditedCrossing {
  readonly crossing: CheckedCrossing;
  readonly rustText: string;
  readonly cppText: string;
}

/** Where the edits of an arbitrary workspace are made; null where no function crosses in it. */
export function chooseCrossing(crossings: readonly CheckedCrossing[], folder: string): EditedCrossing | null {
  const pairs = new Map<string, CheckedCrossing[]>();
  for (const crossing of crossings) {
    if (crossing.kind !== 'function') continue;
    const key = `${crossing.rust.path}\n${crossing.cpp.path}`;
    pairs.set(key, [...(pairs.get(key) ?? []), crossing]);
  }
  const [most = []] = [...pairs.values()].sort((a, b) => b.length - a.length);
  const [first] = most;
  if (!first) return null;
  const rustText = textAt(join(folder, first.rust.path));
  const cppText = textAt(join(folder, first.cpp.path));
  const plain = most.filter(
    ({ rust, cpp }) => listAfter(rustText, rust.range.end) && listAfter(cppText, cpp.range.end),
  );
  const pool = plain.length > 0 ? plain : most;
  const crossing = pool[Math.floor(pool.length / 2)] ?? first;
  return { crossing, rustText, cppText };
}

/** Opens both files and edits them in the editor only; each kind of edit `count` times on each side. */
export async function measureEdits(
  session: ServerSession,
  folder: string,
  { crossing, rustText, cppText }: EditedCrossing,
  count: number,
): Promise<EditSeries[]> {
  const { client } = session;
  const uriOf = (side: Side): string => pathToFileURL(join(folder, crossing[side].path)).href;
  await client.open(uriOf('rust'), rustText);
  await client.open(uriOf('cpp'), cppText, 'cpp');
  await session.diagnostics(uriOf('rust'));
  const series: EditSeries[] = [];
  for (const side of SIDES) {
    const uri = uriOf(side);
    const text = side === 'rust' ? rustText : cppText;
    const { start, end } = crossing[side].range;
    // A line of its own for what is typed, above the declaration: everything else moves down by one.
    const comment = { line: start.line, character: 0 };
    await client.change(uri, insertion(comment, '//\n'));
    const list = listAfter(text, end);
    const below = { line: end.line + 1, character: end.character };
    const changes: Readonly<Record<Edit, ((i: number) => unknown) | null>> = {
      typing: (i) => insertion({ line: comment.line, character: 2 + i }, 'x'),
      signature: list && toggled({ line: below.line, character: below.character + 1 }, list[side]),
      name: toggled(below, '_renamed'),
    };
    for (const edit of EDITS) {
      const change = changes[edit];
      if (!change) continue;
      series.push({ name: `${edit}.${side}`, ...(await repeat(session, uri, uriOf('rust'), change, count)) });
    }
  }
  return series;
}

async function repeat(
  session: ServerSession,
  edited: string,
  asked: string,
  change: (i: number) => unknown,
  count: number,
): Promise<{ ms: number[]; changedAnswers: number }> {
  const ms: number[] = [];
  let changedAnswers = 0;
  let before = JSON.stringify(await session.diagnostics(asked));
  // An even number: what an odd edit adds, the next takes away again.
  for (let i = 0; i < count + (count % 2); i++) {
    const start = performance.now();
    await session.client.change(edited, change(i));
    const answer = await session.diagnostics(asked);
    ms.push(performance.now() - start);
    const now = JSON.stringify(answer);
    if (now !== before) changedAnswers++;
    before = now;
  }
  return { ms, changedAnswers };
}

const insertion = (at: Position, text: string): unknown => ({ range: { start: at, end: at }, text });

/** Inserts `text` on a line, and takes it out again every other time. */
const toggled = (at: Position, text: string) => (i: number) => {
  const end = { line: at.line, character: at.character + text.length };
  return i % 2 === 0 ? insertion(at, text) : { range: { start: at, end }, text: '' };
};

/** The first parameter to add to a plain list that opens at `position`; null where the list is no plain one. */
function listAfter(text: string, position: Position): Readonly<Record<Side, string>> | null {
  const rest = text.split('\n')[position.line]?.slice(position.character) ?? '';
  // `self` stays first, and `(void)` takes no other.
  const plain = /^\((?!\s*(?:&|self\b|mut self\b|void\s*\)|$))\s*(\))?/.exec(rest);
  if (!plain) return null;
  const separator = plain[1] === undefined ? ', ' : '';
  return { rust: `added: u8${separator}`, cpp: `unsigned char added${separator}` };
}

const textAt = (path: string): string => readFileSync(path, 'utf8').replace(/^\u{feff}/u, '');
