import type { CancellationToken } from '../base/cancellation.js';
import type { Referee, RefereeQuestion, RefereeReply } from '../service/referee.js';

/** A compiler, or several of one kind, that can judge the files of one side. */
export interface Judge {
  /** @returns nothing where the file is none of its language */
  ask(question: RefereeQuestion, token: CancellationToken): Promise<readonly RefereeReply[]>;
}

/** All judges as one referee; they run one after the other, for each takes what memory it likes. */
export function createReferee(judges: readonly Judge[]): Referee {
  return {
    async ask(question, token) {
      const replies: RefereeReply[] = [];
      for (const judge of judges) replies.push(...(await judge.ask(question, token)));
      return replies;
    },
  };
}
