import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Grammars } from '../../../server/src/syntax/grammars.js';
import type { Score } from './compare-records.js';
import { measureLibrary } from './measure-library.js';
import { headersOfPackage } from './package-headers.js';

const HELP = `npm run referee:headers -- [--reasons N] [--wrong N] PACKAGE[:PART]…

Lays out every record in the headers of installed Debian packages and compares with what clang says of one
unit that includes them all. Twice: with a workspace of the package's headers alone, and with all headers that
the unit is made of. PART is a folder or the beginning of a file name.

  --reasons N   print the N most common reasons of unknown layouts (20)
  --wrong N     print the first N wrong answers of each package (10)

Exit status 1 where an answer is wrong. FERRULE_CLANG names the compiler (clang++-19).
Example: apt-get install libsqlite3-dev libfmt-dev && npm run referee:headers -- libsqlite3-dev libfmt-dev
`;

const CLANG = process.env['FERRULE_CLANG'] ?? 'clang++-19';

/** The program. @returns its exit status */
export async function main(root: string, args: readonly string[]): Promise<number> {
  const requests = args.filter((arg, i) => !arg.startsWith('--') && !OPTIONS.includes(args[i - 1] ?? ''));
  const option = (name: string, usual: number): number => {
    const at = args.indexOf(name);
    return at < 0 ? usual : Number(args[at + 1]);
  };
  if (requests.length === 0) {
    process.stdout.write(HELP);
    return args.includes('--help') ? 0 : 2;
  }
  const grammars = await Grammars.load({ read: (file) => readFile(join(root, 'wasm', file)) });
  const totals: Score[] = [];
  for (const request of requests) {
    const { alone, whole } = await measureLibrary(CLANG, grammars, headersOfPackage(request));
    for (const [what, score] of [
      ['alone', alone],
      ['with all it includes', whole],
    ] as const) {
      totals.push(score);
      process.stdout.write(`${line(request, what, score)}\n`);
      for (const wrong of score.wrong.slice(0, option('--wrong', 10)))
        process.stdout.write(`  wrong: ${wrong}\n`);
    }
  }
  process.stdout.write('\nUnknown, by reason:\n');
  for (const [reason, count, example] of reasonsOf(totals).slice(0, option('--reasons', 20)))
    process.stdout.write(`${String(count).padStart(6)}  ${reason}\n        ${example}\n`);
  return totals.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
}

const OPTIONS = ['--reasons', '--wrong'];

function line(request: string, what: string, score: Score): string {
  const share = (count: number): string =>
    `${((100 * count) / Math.max(score.records, 1)).toFixed(1)} %`.padStart(8);
  return [
    request.padEnd(28),
    what.padEnd(22),
    `${score.records}`.padStart(6),
    ` exact${share(score.exact)}`,
    ` assumed${share(score.assumed)}`,
    ` unknown${share(score.unknown)}`,
    ` unseen${share(score.unseen)}`,
    ` wrong ${score.wrong.length}`,
  ].join('');
}

function reasonsOf(scores: readonly Score[]): [string, number, string][] {
  const all = new Map<string, [string, number, string]>();
  for (const { reasons } of scores) {
    for (const [reason, { count, example }] of reasons) {
      const known = all.get(reason);
      if (known) known[1] += count;
      else all.set(reason, [reason, count, example]);
    }
  }
  return [...all.values()].sort((a, b) => b[1] - a[1]);
}
