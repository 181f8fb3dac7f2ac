import type { Parser, Tree } from 'web-tree-sitter';
import { CancelledError, type CancellationToken } from '../base/cancellation.js';
import { nextTurn } from '../base/event-loop.js';
import type { GrammarName, Grammars } from './grammars.js';

export type { Node as SyntaxNode, Tree as SyntaxTree, TreeCursor } from 'web-tree-sitter';

export interface ParseOptions {
  readonly token: CancellationToken;
  /** A tree of an earlier text, already told of the edits; parsing then costs what the edits cost. */
  readonly previous?: Tree | undefined;
  /** Milliseconds of parsing after which the file is given up; null is the answer then. */
  readonly budgetMs?: number;
}

/** No real file of a few megabytes needs more; a pathological one must not hold up the others. */
const DEFAULT_BUDGET_MS = 5000;
/**
 * How often the parser asks during one uninterrupted stretch, which takes 3 ms, and 20 ms at the worst: well below
 * the 50 ms that an editor would notice. Not a time: where a text has errors, a parser that goes on begins with
 * another of the readings that compete, so that the tree depends on where it stopped.
 */
const CHECKS_PER_SLICE = 60;

/**
 * Parses in slices and gives the event loop a turn between them; the parser goes on where it stopped. Equal texts
 * give equal trees, on a busy machine as on an idle one.
 *
 * @returns the tree, which the caller must `delete()`, or null where the budget ran out
 * @throws CancelledError where the token was cancelled between two slices
 */
export async function parse(
  grammars: Grammars,
  grammar: GrammarName,
  text: string,
  { token, previous, budgetMs = DEFAULT_BUDGET_MS }: ParseOptions,
): Promise<Tree | null> {
  const parser = grammars.borrow(grammar);
  try {
    for (let spent = 0; spent < budgetMs;) {
      const start = performance.now();
      const tree = parseSlice(parser, text, previous ?? null);
      if (tree) return tree;
      spent += performance.now() - start;
      await nextTurn();
      if (token.isCancellationRequested) throw new CancelledError();
    }
    return null;
  } finally {
    grammars.giveBack(grammar, parser);
  }
}

function parseSlice(parser: Parser, text: string, previous: Tree | null): Tree | null {
  let checks = 0;
  // The published type says `void`, the runtime stops the parse where the callback returns true.
  const progressCallback = (() => ++checks >= CHECKS_PER_SLICE) as unknown as () => void;
  return parser.parse(text, previous, { progressCallback });
}
