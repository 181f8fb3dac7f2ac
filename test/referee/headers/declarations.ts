import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Grammars } from '../../../server/src/syntax/grammars.js';
import type { DeclarationScore, Recall } from './compare-declarations.js';
import { measureDeclarations } from './measure-declarations.js';
import { headersOfPackage } from './package-headers.js';

const HELP = `npm run referee:declarations -- [--show N] [--c] PACKAGE[:PART][=LIBRARY.so]…

Compares the functions and records that Ferrule finds in the headers of installed Debian packages with those in
clang's syntax tree; with a shared library also the symbols of the functions that it exports.

  --show N   print the first N of what is missing, invented, wrong or without a symbol (10)
  --c        the headers are C

Exit status 1 where something is invented or a symbol is wrong. FERRULE_CLANG names the compiler (clang++-19).
Example: npm run referee:declarations -- libre2-dev=/usr/lib/x86_64-linux-gnu/libre2.so
`;

const CLANG = process.env['FERRULE_CLANG'] ?? 'clang++-19';

/** The program. @returns its exit status */
export async function main(root: string, args: readonly string[]): Promise<number> {
  const requests = args.filter((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--show');
  const at = args.indexOf('--show');
  const show = at < 0 ? 10 : Number(args[at + 1]);
  if (requests.length === 0) {
    process.stdout.write(HELP);
    return args.includes('--help') ? 0 : 2;
  }
  const grammars = await Grammars.load({ read: (file) => readFile(join(root, 'wasm', file)) });
  let isClean = true;
  for (const request of requests) {
    const [name = '', library] = request.split('=');
    const exported = library === undefined ? null : exportedSymbols(library);
    const language = args.includes('--c') ? 'c' : 'c++';
    const score = await measureDeclarations(CLANG, grammars, headersOfPackage(name), language, exported);
    process.stdout.write(report(request, score, show));
    isClean &&= score.invented.length === 0 && score.symbols.wrong.length === 0;
  }
  return isClean ? 0 : 1;
}

/** The symbols that a shared library defines, versions left out. */
const exportedSymbols = (library: string): ReadonlySet<string> =>
  new Set(
    execFileSync('nm', ['-D', '--defined-only', '--format=just-symbols', library], {
      encoding: 'utf8',
      maxBuffer: 1 << 29,
    })
      .split('\n')
      .map((symbol) => symbol.replace(/@.*$/, '')),
  );

function report(request: string, score: DeclarationScore, show: number): string {
  const { functions, records, missing, invented, symbols } = score;
  const head = [
    request,
    `functions ${share(functions)}`,
    `records ${share(records)}`,
    `invented ${invented.length}`,
    ...(symbols.all > 0
      ? [
          `symbols ${share({ all: symbols.all, found: symbols.right })}`,
          `wrong ${symbols.wrong.length}`,
          `unknown ${symbols.unknown.length}`,
        ]
      : []),
  ].join('  ');
  const list = (what: string, entries: readonly string[]): string[] =>
    entries.slice(0, show).map((entry) => `  ${what}: ${entry}`);
  return `${[
    head,
    ...list('missing', missing),
    ...list('invented', invented),
    ...list('wrong', symbols.wrong),
    ...list('unknown', symbols.unknown),
  ].join('\n')}\n`;
}

const share = ({ all, found }: Recall): string =>
  `${found}/${all} (${((100 * found) / Math.max(all, 1)).toFixed(2)} %)`;
