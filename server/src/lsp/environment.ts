import type { Range, Uri } from '../base/range.js';
import type { Ferrule } from '../service/ferrule.js';

/** What the server needs of the machine it runs on; a main brings it. */
export interface Environment {
  readonly version: string;
  readonly documents: OpenDocuments;
  /**
   * Replaces the folders and all settings: anything may have changed then.
   *
   * @param elsewhere the client's settings for documents outside of all folders, as they came
   */
  setFolders(folders: readonly EditorFolder[], elsewhere: unknown): void;
  /** From now on compilers may be run where the user asks for it, with all that a build of theirs runs. */
  trust(): void;
  /** Tells that documents or files changed; null: anything may have. */
  changed(uris: readonly Uri[] | null): void;
  /** The core, loaded once: resolves to the same object each time. */
  ferrule(): Promise<Ferrule>;
  /** Where the page of a hazard can be read; null where it is not installed. */
  hazardPage(hazard: string): Uri | null;
  isSettingsFile(uri: Uri): boolean;
  /** The files whose changes matter, as globs for the client to watch. */
  readonly watchedFiles: readonly string[];
  /** Frees the documents' trees. */
  dispose(): void;
}

export interface EditorFolder {
  readonly uri: Uri;
  readonly name: string;
  /** The client's settings under `ferrule.` for this folder, as they came. */
  readonly editorSettings: unknown;
}

/** The text of open documents, kept in step with the client. */
export interface OpenDocuments {
  open(uri: Uri, languageId: string, version: number, text: string): void;
  change(
    uri: Uri,
    version: number,
    changes: readonly { readonly range?: Range; readonly text: string }[],
  ): void;
  close(uri: Uri): void;
  get(uri: Uri): { readonly version: number } | undefined;
  all(): Iterable<{ readonly uri: Uri; readonly version: number }>;
}
