import type { CancellationToken } from '../base/cancellation.js';
import type { Uri } from '../base/range.js';
import type { FileFacts } from '../facts/facts.js';
import type { InspectedFile, InspectedFunction } from './answers.js';

/**
 * The compilers of the machine, asked about what Ferrule computed. Implemented outside the core and
 * handed to it only where compilers may be run: by a user's word, in a trusted workspace.
 */
export interface Referee {
  /**
   * Asks every installed compiler that can judge the file. Never throws on user code: what goes wrong
   * (no compiler, a time-out, a file that does not compile) is the reply's `problem`.
   */
  ask(question: RefereeQuestion, token: CancellationToken): Promise<readonly RefereeReply[]>;
}

export interface RefereeQuestion {
  readonly file: InspectedFile;
  /** What `file` was computed from: the text of the open document, or of the disk. */
  readonly text: string;
  readonly facts: FileFacts;
  /** The triple that `file` was computed for. */
  readonly target: string;
  /** The folder of the workspace that holds the file. */
  readonly folder: Uri;
}

/** What one compiler says about one file. */
export interface RefereeReply {
  /** Name and version: `clang 19.1.7`. */
  readonly compiler: string;
  /** Why it could not answer at all, in one line; null where it did. */
  readonly problem: string | null;
  /** By the names of `InspectedFile.types`. */
  readonly types: ReadonlyMap<string, TypeAnswer>;
  /** The link symbols of the functions it saw; null where it tells none. */
  readonly symbols: SymbolAnswers | null;
}

export interface SymbolAnswers {
  /** The symbols of all functions that may be this one: its overloads are among them. Undefined where there is none. */
  of(fn: InspectedFunction): ReadonlySet<string> | undefined;
}

export type TypeAnswer =
  | { readonly kind: 'laid-out'; readonly layout: JudgedLayout }
  /** The compiler refuses the question, in its own words. */
  | { readonly kind: 'refused'; readonly reason: string };

/** As far as the compiler tells it; sizes in bytes. */
export interface JudgedLayout {
  readonly size: number;
  readonly align: number;
  readonly dataSize: number | null;
  readonly nonVirtualSize: number | null;
  /** Offsets in bits, by the name of the field. */
  readonly fields: ReadonlyMap<string, number>;
  /** Offsets in bytes, by the name of the direct or virtual base. */
  readonly bases: ReadonlyMap<string, number>;
}
