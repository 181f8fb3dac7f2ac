import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'shell-quote';

/** How a command is split into words: as a shell does it, or as programs of Windows do it themselves. */
export type Quoting = 'shell' | 'windows';

/** The words of a command; variables and operators, which a build's commands do not have, stay out. */
export function commandWords(command: string, quoting: Quoting): string[] {
  if (quoting === 'windows') return windowsWords(command);
  return parse(command, (name) => `$${name}`).filter((word) => typeof word === 'string');
}

const WINDOWS_WORD = /(?:\\[\\"]|[^\s"]|"(?:\\[\\"]|[^"])*"?)+/g;

/**
 * Backslashes are part of paths, except before a double quote.
 *
 * @see Microsoft's "Parsing C command-line arguments"
 */
function windowsWords(command: string): string[] {
  return Array.from(command.matchAll(WINDOWS_WORD), ([word]) =>
    word.replaceAll(
      /(\\*)"/g,
      (_, { length }: string) => '\\'.repeat(length / 2) + (length % 2 === 1 ? '"' : ''),
    ),
  );
}

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
