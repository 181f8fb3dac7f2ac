import { parse } from 'shell-quote';

/** The words of a command as a shell would split it; variables and operators, which a build's commands do not have, stay out. */
export const commandWords = (command: string): string[] =>
  parse(command, (name) => `$${name}`).filter((word) => typeof word === 'string');
