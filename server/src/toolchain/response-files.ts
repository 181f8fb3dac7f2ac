import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { commandWords, type Quoting } from '../builds/command-words.js';

/**
 * Puts the words of response files (`@flags.rsp`) where they are named; a file that is not there is an
 * ordinary word, as for gcc.
 *
 * @param directory that relative paths start from
 * @param within the response files that hold these words, which they do not name again
 * @see gcc's documentation of `@file`, and clang's `ExpandResponseFiles`
 */
export async function withResponseFiles(
  words: readonly string[],
  directory: string,
  quoting: Quoting,
  within: readonly string[] = [],
): Promise<string[]> {
  const expanded = words.map(async (word) => {
    const path = resolve(directory, word.slice(1));
    if (!word.startsWith('@') || within.includes(path)) return [word];
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return [word];
    return withResponseFiles(commandWords(text, quoting), directory, quoting, [...within, path]);
  });
  return (await Promise.all(expanded)).flat();
}
