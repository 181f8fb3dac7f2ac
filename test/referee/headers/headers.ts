import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createFerrule } from '../../../server/src/service/create-ferrule.js';
import { createInlineReader } from '../../../server/src/service/read-facts.js';
import { Grammars } from '../../../server/src/syntax/grammars.js';
import { compileHeaders } from './clang-records.js';
import { compareRecords, type Score } from './compare-records.js';
import { sourcesOf } from './header-sources.js';
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
export async function measureHeaders(root: string, args: readonly string[]): Promise<number> {
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
    for (const [what, score] of await measurePackage(grammars, request)) {
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

async function measurePackage(grammars: Grammars, request: string): Promise<(readonly [string, Score])[]> {
  const { headers, includeFolders } = headersOfPackage(request);
  const folder = mkdtempSync(join(tmpdir(), 'ferrule-headers-'));
  try {
    const write = (path: string, text: string): string => {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    };
    const options = includeFolders.flatMap((include) => ['-idirafter', include]);
    const unit = compileHeaders(CLANG, headers, options, write);
    const truth = unit.records;
    const broken = new Set([...unit.broken].map((file) => realpathSync(file)));
    const all = [...new Set(unit.files.map((file) => realpathSync(file)))].filter(
      (file) => !file.startsWith(folder),
    );
    const installed = new Set(headers.map((header) => realpathSync(header)));
    const own = all.filter((file) => installed.has(file) && !broken.has(file));
    const text = own.map((file) => readFileSync(file, 'utf8')).join('\n');
    const declared = new Set(
      [...text.matchAll(/\b(?:struct|class|union)\b[^;{}()=]*?\b(\w+)\s*(?:final\s*)?(?::[^;{}]*)?\{/g)].map(
        (match) => match[1],
      ),
    );
    const isOwn = (name: string): boolean =>
      !name.startsWith('std::') && declared.has(name.split('::').at(-1));
    const alone = await compareRecords(ferruleOf(grammars, [...installed]), own, truth, isOwn);
    const whole = await compareRecords(
      ferruleOf(grammars, [...new Set([...installed, ...all])]),
      own,
      truth,
      isOwn,
    );
    return [
      ['alone', alone],
      ['with all it includes', whole],
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ferruleOf = (grammars: Grammars, files: readonly string[]): ReturnType<typeof createFerrule> =>
  createFerrule({
    reader: createInlineReader(grammars),
    sources: sourcesOf(files),
    hostTarget: 'x86_64-unknown-linux-gnu',
  });

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
