import type { Range } from '../../base/range.js';
import type { CommonFacts } from '../facts.js';

/**
 * Facts of a `.zng` file. The spine needs them for hovers and syntax errors; pairing them is later
 * work, so the items carry all that the grammar has.
 */
export interface ZngurFacts extends CommonFacts {
  readonly language: 'zng';
  readonly items: readonly unknown[];
  readonly range: Range;
}
