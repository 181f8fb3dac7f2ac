import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Grammars } from '../../../server/src/syntax/grammars.js';
import { clangDeclarations } from './clang-declarations.js';
import { brokenFiles, prepareUnit } from './clang-records.js';
import { compareDeclarations, type DeclarationScore } from './compare-declarations.js';
import type { LibraryHeaders } from './package-headers.js';

/**
 * Compares what a library's headers declare with what clang finds in them.
 *
 * @param exported symbols of the library, where those are to be compared too
 */
export async function measureDeclarations(
  clang: string,
  grammars: Grammars,
  { headers, includeFolders }: LibraryHeaders,
  language: 'c' | 'c++',
  exported: ReadonlySet<string> | null,
): Promise<DeclarationScore> {
  const folder = mkdtempSync(join(tmpdir(), 'ferrule-headers-'));
  try {
    const write = (path: string, text: string): string => {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    };
    const options = [
      ...(language === 'c' ? ['-x', 'c', '-std=gnu17'] : ['-std=c++20', '-fno-access-control']),
      ...includeFolders.flatMap((include) => ['-idirafter', include]),
    ];
    const { unit, flags, files } = prepareUnit(clang, headers, options, write);
    const { declarations, messages } = await clangDeclarations(clang, flags, unit);
    const real = (file: string): string => realpathSync(file);
    const broken = new Set([...brokenFiles(messages)].map(real));
    const all = [...new Set(files.map(real))].filter((file) => !file.startsWith(folder));
    const installed = new Set(headers.map(real));
    const own = all.filter((file) => installed.has(file) && !broken.has(file));
    const resolved = new Map<string, string>();
    const place = (file: string): string => {
      const known = resolved.get(file) ?? real(file);
      resolved.set(file, known);
      return known;
    };
    const here = declarations
      .filter(({ file }) => file.startsWith('/'))
      .map((declaration) => ({ ...declaration, file: place(declaration.file) }));
    return await compareDeclarations(grammars, all, own, here, language, exported);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
