import type { CancellationToken } from '../base/cancellation.js';
import type { Position, Range, Uri } from '../base/range.js';
import type {
  BindingAnswer,
  BindingKind,
  CheckAnswer,
  DefinitionAnswer,
  Finding,
  HoverAnswer,
  InspectedFile,
  OfferedAction,
  RemedyKey,
  SourceEdit,
} from './answers.js';
import type { Demangler } from '../abi/mangling/demangler.js';
import type { WorkspaceExplanation } from './explanation.js';
import type { FactsReader } from './read-facts.js';
import type { Referee, RustcMemory } from './referee.js';
import type { Progress, Sources } from './sources.js';
import type { Verification } from './verification.js';

export interface FerruleOptions {
  readonly reader: FactsReader;
  readonly sources: Sources;
  /** The triple of the machine, used where the settings name no target. */
  readonly hostTarget: string;
  /** What reads mangled names, asked for with the first one that is looked at; without it they are not explained. */
  readonly loadDemangler?: () => Promise<Demangler>;
  /** Null for as long as no compiler may be run. */
  readonly referee?: () => Referee | null;
  /** What hovers show of rustc's answers where the settings have it; null for as long as it may not be run. */
  readonly rustcMemory?: () => RustcMemory | null;
}

/**
 * The facade of the core: plain data in and out, a cancellation token on every question. Nothing here
 * throws on user code; a cancelled question throws `CancelledError`, a wrong one (an unknown target, a
 * file that does not exist) throws `UserError` with one line for the user.
 *
 * Answers are of the state after the last `changed()`; the first question indexes the workspace.
 */
export interface Ferrule {
  /** Everything about the workspace. */
  check(token: CancellationToken, progress: Progress): Promise<CheckAnswer>;
  /** What of the workspace was read, how it crosses and is built, and what was assumed. */
  explain(token: CancellationToken, progress: Progress): Promise<WorkspaceExplanation>;
  /** The findings in one file. */
  findings(uri: Uri, token: CancellationToken): Promise<readonly Finding[]>;
  hover(uri: Uri, position: Position, token: CancellationToken): Promise<HoverAnswer | null>;
  /** Remedies of the findings that touch `range`, and generators that apply there. Cheap: no edit is computed. */
  actions(uri: Uri, range: Range, token: CancellationToken): Promise<readonly OfferedAction[]>;
  /** The edit of an offered action; null where the code has changed so that it no longer applies. */
  resolve(key: RemedyKey, token: CancellationToken): Promise<SourceEdit | null>;
  /** The same entity on the other side. */
  definition(uri: Uri, position: Position, token: CancellationToken): Promise<readonly DefinitionAnswer[]>;
  /** All types and functions of one file, on any path, boundary or not. */
  inspect(uri: Uri, target: string | null, token: CancellationToken): Promise<InspectedFile>;
  /**
   * `inspect`, and what the installed compilers say about the same types and functions. Runs them: only
   * for who asked for it. Compilers of C++ read the file as it is on disk.
   */
  verify(uri: Uri, target: string | null, token: CancellationToken): Promise<VerifiedFile>;
  /** Bindings for what one header declares. */
  bind(
    uri: Uri,
    options: { readonly to: BindingKind; readonly only: readonly string[] },
    token: CancellationToken,
  ): Promise<BindingAnswer>;
  /** Tells that files, folders or settings changed; null: anything may have. */
  changed(uris: readonly Uri[] | null): void;
}

export interface VerifiedFile {
  readonly file: InspectedFile;
  readonly verification: Verification;
}

/** A mistake of the user, said in one clear line that names the file or option. */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UserError';
  }
}
