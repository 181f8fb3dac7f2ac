import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFerrule } from '../../../server/src/service/create-ferrule.js';
import type { Ferrule } from '../../../server/src/service/ferrule.js';
import { createInlineReader } from '../../../server/src/service/read-facts.js';
import type { Grammars } from '../../../server/src/syntax/grammars.js';
import { compileHeaders } from './clang-records.js';
import { compareRecords, type Score } from './compare-records.js';
import { sourcesOf } from './header-sources.js';
import type { LibraryHeaders } from './package-headers.js';

export interface LibraryScores {
  /** With a workspace of the library's headers and nothing else. */
  readonly alone: Score;
  /** With all headers that the unit is made of, those of the system too. */
  readonly whole: Score;
}

/** Lays out all records of a library's headers and compares with clang. */
export async function measureLibrary(
  clang: string,
  grammars: Grammars,
  { headers, includeFolders }: LibraryHeaders,
): Promise<LibraryScores> {
  const folder = mkdtempSync(join(tmpdir(), 'ferrule-headers-'));
  try {
    const write = (path: string, text: string): string => {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    };
    const options = includeFolders.flatMap((include) => ['-idirafter', include]);
    const unit = compileHeaders(clang, headers, options, write);
    const broken = new Set([...unit.broken].map((file) => realpathSync(file)));
    const all = [...new Set(unit.files.map((file) => realpathSync(file)))].filter(
      (file) => !file.startsWith(folder),
    );
    const installed = new Set(headers.map((header) => realpathSync(header)));
    const own = all.filter((file) => installed.has(file) && !broken.has(file));
    const declared = declaredNames(own.map((file) => readFileSync(file, 'utf8')).join('\n'));
    const isOwn = (name: string): boolean =>
      !name.startsWith('std::') && declared.has(name.split('::').at(-1) ?? '');
    const compare = (files: Iterable<string>): Promise<Score> =>
      compareRecords(ferruleOf(grammars, [...new Set(files)]), own, unit.records, isOwn);
    return { alone: await compare(installed), whole: await compare([...installed, ...all]) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const DEFINITION = /\b(?:struct|class|union)\b[^;{}()=]*?\b(\w+)\s*(?:final\s*)?(?::[^;{}]*)?\{/g;

/** Clang's dump says no place: a record is the library's where a definition of its name is. */
const declaredNames = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(DEFINITION)].map((match) => match[1] ?? ''));

const ferruleOf = (grammars: Grammars, files: readonly string[]): Ferrule =>
  createFerrule({
    reader: createInlineReader(grammars),
    sources: sourcesOf(files),
    hostTarget: 'x86_64-unknown-linux-gnu',
  });
