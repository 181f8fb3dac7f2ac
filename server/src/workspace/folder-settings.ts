import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Settings } from '../service/settings.js';
import { readingError } from './discover.js';
import { repositoryRoot } from './ignore-rules.js';
import { mergeSettings, readEditorSettings, readSettingsFile, SETTINGS_FILE } from './settings-file.js';

/** Where the settings of one folder come from, beside its `ferrule.toml`. */
export interface SettingsRequest {
  /** What the editor says under `ferrule.`, not yet validated. */
  readonly editorSettings?: unknown;
  /** Absolute path of the file to take in place of the folder's own. */
  readonly settingsFile?: string | undefined;
  /** What wins over everything: the command line's options. */
  readonly overrides?: Partial<Settings> | undefined;
}

export interface FolderSettings {
  readonly settings: Settings;
  /** Absolute path of the folder that `exclude` is relative to: where the settings file stands. */
  readonly base: string;
  /** The settings file, where there is one. */
  readonly path: string | null;
  readonly problems: readonly string[];
}

/**
 * The settings that hold for a folder: defaults, then the editor's, then those of the nearest
 * `ferrule.toml` at the folder or above it within its repository, then `overrides`.
 *
 * @param folder absolute path
 * @param hazards the ids that a severity can be set for
 */
export async function folderSettings(
  folder: string,
  request: SettingsRequest,
  hazards: readonly string[],
): Promise<FolderSettings> {
  const editor = readEditorSettings(request.editorSettings, hazards);
  const file = request.settingsFile ? await readNamed(request.settingsFile) : await readNearest(folder);
  const read =
    file?.text === undefined
      ? { settings: {}, problems: file ? [`${file.path}: ${file.problem}`] : [] }
      : readSettingsFile(file.text, file.path, hazards);
  return {
    settings: mergeSettings(editor.settings, read.settings, request.overrides ?? {}),
    base: file ? dirname(file.path) : folder,
    path: file?.path ?? null,
    problems: [...editor.problems, ...read.problems],
  };
}

type FoundFile = { path: string; text: string } | { path: string; text?: undefined; problem: string };

const readNamed = (path: string): Promise<FoundFile> =>
  readFile(path, 'utf8').then(
    (text) => ({ path, text }),
    (cause: unknown) => ({ path, problem: readingError(cause) }),
  );

async function readNearest(folder: string): Promise<FoundFile | null> {
  const top = (await repositoryRoot(folder)) ?? folder;
  for (let at = folder; ; at = dirname(at)) {
    const found = await readFile(join(at, SETTINGS_FILE), 'utf8').then(
      (text) => ({ path: join(at, SETTINGS_FILE), text }),
      (cause: unknown) =>
        (cause as { code?: unknown }).code === 'ENOENT'
          ? null
          : { path: join(at, SETTINGS_FILE), problem: readingError(cause) },
    );
    if (found || at === top || dirname(at) === at) return found;
  }
}
