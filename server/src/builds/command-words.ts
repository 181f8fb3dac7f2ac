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
