import type { DeadEnd } from '../../base/recursive-memory.js';

/** Why nothing is known of what is still being looked into. */
export function deadEnd(what: string, why: DeadEnd): string {
  switch (why) {
    case 'circle':
      return `${what} refers to itself`;
    case 'depth':
      return `${what} stands at the end of too many definitions that refer to one another`;
    default:
      return why satisfies never;
  }
}
