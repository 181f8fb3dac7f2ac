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

/** A file as the editor shows it. */
export interface FileQuestion {
  readonly uri: Uri;
  /** Of the open document, or of the disk. */
  readonly text: string;
  /** What `text` says. */
  readonly facts: FileFacts;
  /** The documents that are open, by their URI: what is not saved counts before the disk. */
  readonly open: ReadonlyMap<Uri, string>;
  /** The triple to compile for. */
  readonly target: string;
  /** The folder of the workspace that holds the file. */
  readonly folder: Uri;
}

export interface RefereeQuestion extends FileQuestion {
  /** What Ferrule computed for `target`. */
  readonly file: InspectedFile;
}

/**
 * What rustc said of the types of Rust files, kept between sessions: hovers show it, and never wait for a
 * compiler. There only where the user trusts the workspace.
 */
export interface RustcMemory {
  /**
   * @param surroundings changes with everything in the workspace that the answer may depend on
   * @returns null where nothing is remembered; the question is put then, for the next time
   */
  recall(question: FileQuestion, surroundings: string): Promise<RefereeReply | null>;
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
