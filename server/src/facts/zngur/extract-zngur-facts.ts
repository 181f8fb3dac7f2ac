import { compareRanges } from '../../base/range.js';
import { readItem } from './read-item.js';
import { TokenCursor } from './token-cursor.js';
import type { ZngurFacts, ZngurFeature } from './zngur-facts.js';
import { lexZngur } from './zngur-lexer.js';

/**
 * Reads a `.zng` file in the grammar of zngur 0.9.0 and in the one after it. It takes any text and
 * never throws: what is no zngur becomes a problem, and reading goes on with the next item.
 */
export function extractZngurFacts(text: string): ZngurFacts {
  // A byte order mark belongs to the encoding; its place is kept so that offsets stay true.
  const readable = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const lexed = lexZngur(readable);
  const cursor = new TokenCursor(readable, lexed);
  const enabled = new Set<ZngurFeature>();
  const items = cursor.readFile(() => readItem(cursor, enabled));
  return {
    language: 'zng',
    items,
    versions: agreeOnVersions(cursor),
    range: cursor.rangeOf(0, readable.length),
    problems: cursor.problems.toSorted((a, b) => compareRanges(a.range, b.range)),
    suppressions: lexed.suppressions,
  };
}

/** The versions that have all the forms that the file uses; a contradiction is reported where it appears. */
function agreeOnVersions(cursor: TokenCursor): ZngurFacts['versions'] {
  const [first] = cursor.versionUses;
  if (first === undefined) return 'all';
  const other = cursor.versionUses.find(({ versions }) => versions !== first.versions);
  if (other === undefined) return first.versions;
  const describe = ({ form, versions }: typeof first): string =>
    `${form} (${versions === 'until-0.9.0' ? 'zngur 0.9.0 and before' : 'zngur after 0.9.0'})`;
  const line = first.range.start.line + 1;
  cursor.report(
    other.range,
    `no version of zngur reads both ${describe(other)} and ${describe(first)} on line ${line}`,
  );
  return 'none';
}
