import type { Grammars } from '../../../server/src/syntax/grammars.js';
import type { StageClock } from './stage-clock.js';

/** Counts all parsing for a stage. */
export function watchParsers(grammars: Grammars, clock: StageClock, stage: string): void {
  const borrow = grammars.borrow.bind(grammars);
  const watched = new WeakSet<object>();
  grammars.borrow = (name) => {
    const parser = borrow(name);
    if (!watched.has(parser)) {
      watched.add(parser);
      const parseText = parser.parse.bind(parser);
      parser.parse = (...args) => clock.timeNow(stage, () => parseText(...args));
    }
    return parser;
  };
}
