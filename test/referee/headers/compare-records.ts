import { NEVER_CANCELLED } from '../../../server/src/base/cancellation.js';
import { uriFromPath } from '../../../server/src/base/uri.js';
import type { InspectedType } from '../../../server/src/service/answers.js';
import type { Ferrule } from '../../../server/src/service/ferrule.js';
import type { ClangRecord } from './clang-records.js';

/** How often Ferrule knew what clang says. */
export interface Score {
  records: number;
  exact: number;
  assumed: number;
  unknown: number;
  /** Records that Ferrule does not list at all. */
  unseen: number;
  readonly wrong: string[];
  /** Reasons of unknown ones, the names in them left out, with one example each. */
  readonly reasons: Map<string, { count: number; readonly example: string }>;
}

interface Listed {
  readonly file: string;
  readonly type: InspectedType;
}

/**
 * Asks Ferrule about all records of the files and holds its answers to clang's. Of several definitions of one
 * name (in branches of an `#if`) the one that clang took must be right.
 *
 * @param isOwn whether a record is declared in these files
 */
export async function compareRecords(
  ferrule: Ferrule,
  files: readonly string[],
  truth: ReadonlyMap<string, ClangRecord>,
  isOwn: (name: string) => boolean,
): Promise<Score> {
  const score: Score = {
    records: 0,
    exact: 0,
    assumed: 0,
    unknown: 0,
    unseen: 0,
    wrong: [],
    reasons: new Map(),
  };
  const answers = new Map<string, Listed[]>();
  for (const file of files) {
    const { types } = await ferrule.inspect(uriFromPath(file), 'x86_64-unknown-linux-gnu', NEVER_CANCELLED);
    for (const type of types) {
      if (type.kind === 'enum') continue;
      const others = answers.get(type.name);
      if (others) others.push({ file, type });
      else answers.set(type.name, [{ file, type }]);
    }
  }
  const find = finder(answers, truth);
  for (const [name, record] of truth) {
    if (!isOwn(name)) continue;
    const given = find(name);
    if (!given) {
      score.records++;
      score.unseen++;
      noteReason(score, 'not listed', name);
      continue;
    }
    score.records++;
    const known = given.filter(({ type }) => type.layout.status !== 'unknown');
    const right = known.find(({ type }) => differences(type, record).length === 0);
    const [first] = known;
    const unknown = given.find(({ type }) => type.layout.status === 'unknown');
    if (right) score[right.type.layout.status === 'exact' ? 'exact' : 'assumed']++;
    else if (first && known.length === given.length)
      score.wrong.push(`${name} (${first.file}): ${differences(first.type, record).join('; ')}`);
    else {
      score.unknown++;
      noteReason(
        score,
        unknown?.type.layout.reason ?? '',
        `${name} (${unknown?.file ?? ''}): ${unknown?.type.layout.reason ?? ''}`,
      );
    }
  }
  return score;
}

/**
 * Finds what Ferrule lists for a record of clang's: by its name, else by the longest end of it that is one record's
 * alone. Namespaces that a macro names or opens are not known by name to either masking or facts.
 */
function finder(
  answers: ReadonlyMap<string, Listed[]>,
  truth: ReadonlyMap<string, ClangRecord>,
): (name: string) => Listed[] | undefined {
  const byEnd = new Map<string, Set<string>>();
  for (const name of answers.keys()) {
    for (const end of endsOf(name)) byEnd.set(end, (byEnd.get(end) ?? new Set()).add(name));
  }
  const namesakes = new Map<string, string[]>();
  for (const name of truth.keys()) {
    const last = lastOf(name);
    namesakes.set(last, [...(namesakes.get(last) ?? []), name]);
  }
  /** Another record of clang's may be the one that is listed. */
  const isTaken = (owner: string, name: string): boolean =>
    (namesakes.get(lastOf(name)) ?? []).some((other) => other !== name && mayBe(owner, other));
  return (name) => {
    if (answers.has(name)) return answers.get(name);
    const owners = endsOf(name)
      .filter((end) => !truth.has(name.slice(0, -end.length - 2)))
      .map((end) => byEnd.get(end))
      .find((names) => names !== undefined);
    const [owner = ''] = owners ?? [];
    if (owners?.size !== 1 || truth.has(owner) || !mayBe(owner, name)) return undefined;
    const given = answers.get(owner);
    // What is right is no accident, but what is not may be the layout of a namesake.
    const record = truth.get(name);
    const isRight = record && given?.some(({ type }) => differences(type, record).length === 0);
    return isTaken(owner, name) && !isRight ? undefined : given;
  };
}

/** All that Ferrule's name has and clang's has not is a macro. */
function mayBe(listed: string, name: string): boolean {
  const parts = name.split('::');
  return listed
    .split('::')
    .every((part) => parts.includes(part) || /^[A-Z][A-Z0-9_]*_[A-Z0-9_]*$/.test(part));
}

const lastOf = (name: string): string => name.split('::').at(-1) ?? '';

const endsOf = (name: string): string[] => {
  const parts = name.split('::');
  return parts.map((_, begin) => parts.slice(begin).join('::'));
};

function differences({ layout }: InspectedType, record: ClangRecord): string[] {
  const fields = layout.fields
    .filter(({ name }) => name !== '')
    .map(({ name, offsetBits }) => `${name}@${offsetBits}`)
    .sort();
  const bases = layout.bases.map(({ offset, virtual }) => `${offset}${virtual ? 'v' : ''}`).sort();
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['size', layout.size, record.size],
    ['align', layout.align, record.align],
    ['data size', layout.dataSize, record.dataSize],
    ['non-virtual size', layout.nonVirtualSize, record.nonVirtualSize],
    ['members', fields.join(' '), record.fields.join(' ')],
    ['bases', bases.join(' '), record.bases.join(' ')],
  ];
  return pairs.flatMap(([what, mine, theirs]) =>
    mine === theirs ? [] : [`${what} is ${String(theirs)}, not ${String(mine)}`],
  );
}

function noteReason({ reasons }: Score, reason: string, example: string): void {
  // The last step of the chain is the reason; the steps before say where.
  const last = reason.replace(
    /^(?:(?:member `[^`]*`|an unnamed member|base class [^:]*(?:::[^:]+)*): )+/,
    '',
  );
  const key = last.replace(/`[^`]*`/g, '`…`');
  const known = reasons.get(key);
  if (known) known.count++;
  else reasons.set(key, { count: 1, example });
}
