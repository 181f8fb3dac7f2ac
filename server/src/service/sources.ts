import type { CancellationToken } from '../base/cancellation.js';
import type { Uri } from '../base/range.js';
import type { BuildFileKind } from '../builds/build-files.js';
import type { Language } from '../facts/facts.js';
import type { LiveTree } from '../syntax/live-tree.js';
import type { Settings } from './settings.js';

/**
 * The files of a workspace as the core sees them; `workspace/` implements it over disk and open
 * documents. Everything about files that are merely present comes from the skim: nothing is parsed here.
 */
export interface Sources {
  readonly folders: readonly SourceFolder[];
  /**
   * Finds the files and skims those that are new or changed since the last call.
   *
   * @returns problems worth a line each (an unreadable folder, a broken `ferrule.toml`)
   */
  refresh(token: CancellationToken, progress: Progress): Promise<readonly SourceProblem[]>;
  /** All files found, in a stable order. */
  files(): readonly SourceFile[];
  file(uri: Uri): SourceFile | undefined;
  /** The files found that say how the workspace is built, in a stable order; build scripts are among `files`. */
  buildFiles(): readonly BuildFile[];
  /**
   * The newest file that the build script of a package left, wherever it is excluded. From then on it is among `files`.
   *
   * @param target the folder that cargo builds in
   * @param path from `OUT_DIR` of the script
   * @param includer the file of the workspace that it is a part of, whose folder it belongs to
   */
  buildOutput(target: Uri, packageName: string, path: string, includer: Uri): Promise<Uri | null>;
  /** The texts of open documents. */
  open(): ReadonlyMap<Uri, string>;
  /**
   * The text of a file: of the open document where there is one, else from disk (UTF-8, invalid bytes
   * replaced).
   *
   * @returns null where the file is gone or cannot be read; `refresh` or the caller reports it
   */
  read(uri: Uri): Promise<SourceText | null>;
}

export interface SourceFolder {
  readonly uri: Uri;
  readonly name: string;
  /** What the patterns of the settings are relative to: where the settings file stands, else the folder. */
  readonly base: Uri;
  readonly settings: Settings;
}

export interface BuildFile {
  readonly uri: Uri;
  readonly kind: BuildFileKind;
  /** Changes with the content. */
  readonly stamp: string;
}

export interface SourceProblem {
  readonly uri: Uri;
  readonly message: string;
}

export interface SourceFile {
  readonly uri: Uri;
  readonly language: Language;
  /** The workspace folder that it belongs to (the innermost). */
  readonly folder: Uri;
  readonly skim: Skim;
}

/** What one pass over a file's bytes says. False answers of `mentions` are certain, true ones may be wrong. */
export interface Skim {
  /** Changes with the content. */
  readonly stamp: string;
  /** The file may declare something that crosses by itself: an extern block, an export, a bridge. */
  readonly boundary: boolean;
  /** The identifier may occur in the file. */
  mentions(identifier: string): boolean;
  /**
   * The file may declare or define a type of this name: it stands after `class`, `struct`, `union`, `enum`,
   * `using`, `type` or at the end of a `typedef`.
   */
  declaresType(identifier: string): boolean;
}

export interface SourceText {
  readonly text: string;
  /** Changes with every change of the text. */
  readonly version: string;
  /** Present for open documents: where their tree lives between versions. */
  readonly live?: LiveTree | undefined;
}

/** Progress of long work for a person: a message and, where known, a share between 0 and 1. */
export type Progress = (message: string, share?: number) => void;

export const NO_PROGRESS: Progress = () => undefined;
