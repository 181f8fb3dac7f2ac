import type { Range } from '../base/range.js';
import type { Generator } from './generator.js';
import type { CppFacts } from './cpp/cpp-facts.js';
import type { RustFacts } from './rust/rust-facts.js';
import type { ZngurFacts } from './zngur/zngur-facts.js';

/**
 * What one file says: plain data with ranges, no trees and no other files, so that facts can be
 * compared, cached and sent between threads. Facts of equal text are equal.
 */
export type FileFacts = RustFacts | CppFacts | ZngurFacts;

/** How a file is read. `.h` files are read as C++: the grammar accepts C. */
export type Language = FileFacts['language'];

/** What every language's facts have in common. */
export interface CommonFacts {
  /** Places that could not be read, so that what they declare is missing from the facts. */
  readonly problems: readonly ReadingProblem[];
  readonly suppressions: readonly Suppression[];
  /** Who wrote the file, where its head names a program that we know. */
  readonly generator?: Generator;
}

export interface ReadingProblem {
  readonly range: Range;
  readonly message: string;
}

/** `// ferrule: allow(hazard-id, other-id)` */
export interface Suppression {
  /** The ids as written, each with its own range. */
  readonly hazards: readonly { readonly id: string; readonly range: Range }[];
  /** The line (zero-based) of the comment. */
  readonly line: number;
  /** True where nothing but white space stands before the comment: it then holds for the next line that is no comment. */
  readonly ownLine: boolean;
}

/** A named thing's two ranges, as LSP's symbols have them. */
export interface Declared {
  /** The whole declaration with attributes, without its documentation comment. */
  readonly range: Range;
  /** The name alone. */
  readonly nameRange: Range;
}

/**
 * A constant expression of Rust as facts of one file have it: what is more than a number or a name is kept
 * as written, and read where its value is asked for.
 */
export type ConstantExpression =
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'name'; readonly path: readonly string[] }
  | { readonly kind: 'written'; readonly text: string }
  /** Longer than anybody computes; `text` is how it begins. */
  | { readonly kind: 'unreadable'; readonly text: string };

/**
 * The condition under which a declaration holds: Rust's `cfg` predicate or C++'s `#if` expression, as
 * written, outermost first. Empty: always.
 */
export type Condition = readonly string[];

/** What a file's only problem says, at its very start, where the time for parsing it ran out. */
export const GIVEN_UP = 'parsing took too long and was given up: nothing that it declares is known';
