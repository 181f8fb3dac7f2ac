import { parseArgs } from 'node:util';
import { SIZES, type CorpusSize } from './corpus/plan.js';

export interface BenchOptions {
  /** The folder to measure on; null: a generated corpus. */
  readonly folder: string | null;
  readonly size: CorpusSize;
  readonly seed: number;
  /** Processes started for each measure of a process. */
  readonly runs: number;
  /** Edits of each kind and side. */
  readonly edits: number;
  /** File for the JSON; null: standard output. */
  readonly out: string | null;
  /** Folder for CPU profiles of what is measured; null: none are taken. */
  readonly profiles: string | null;
  /** Folder to write the corpus into, and measure nothing. */
  readonly writeTo: string | null;
}

export const USAGE = `npm run bench [-- OPTION... [FOLDER]]
Measures on FOLDER, without writing into it, or on a corpus that it generates.
  --size small|medium|large  the generated corpus (medium)
  --seed N                   of the generated corpus (1)
  --runs N                   processes for each measure (5)
  --edits N                  edits of each kind on each side (60)
  --out FILE                 the JSON into FILE, not to standard output
  --profile FOLDER           CPU profiles of all processes into FOLDER; the times are then those of profiled runs
  --write-corpus FOLDER      only write the corpus, for a look at it
`;

/** @throws Error with one line for the user */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      size: { type: 'string', default: 'medium' },
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '5' },
      edits: { type: 'string', default: '60' },
      out: { type: 'string' },
      profile: { type: 'string' },
      'write-corpus': { type: 'string' },
    },
  });
  const size = SIZES.find((known) => known === values.size);
  if (!size) throw new Error(`--size ${values.size}: there are ${SIZES.join(', ')}`);
  if (positionals.length > 1) throw new Error('one folder at a time');
  return {
    folder: positionals[0] ?? null,
    size,
    seed: wholeNumber('seed', values.seed, 0),
    runs: wholeNumber('runs', values.runs, 1),
    edits: wholeNumber('edits', values.edits, 2),
    out: values.out ?? null,
    profiles: values.profile ?? null,
    writeTo: values['write-corpus'] ?? null,
  };
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new Error(`--${option} ${text}: a whole number from ${least} is wanted`);
  }
  return value;
}
