import { readFileSync } from 'node:fs';
import type { Uri } from '../../../server/src/base/range.js';
import { pathFromUri, uriFromPath } from '../../../server/src/base/uri.js';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings.js';
import type { SourceFile, Sources } from '../../../server/src/service/sources.js';
import { skim } from '../../../server/src/workspace/skim.js';
import { languageOfFile } from '../../../server/src/workspace/source-kinds.js';

/** A workspace of the given files of the disk and no others. Files without an extension count as C++. */
export function sourcesOf(paths: readonly string[]): Sources {
  const folder = uriFromPath('/');
  const texts = new Map<Uri, string>();
  const files = new Map<Uri, SourceFile>();
  for (const path of [...paths].sort()) {
    const bytes = readFileSync(path);
    const uri = uriFromPath(path);
    const language = languageOfFile(path) ?? 'cpp';
    texts.set(uri, bytes.toString('utf8'));
    files.set(uri, { uri, language, folder, skim: skim(bytes, language) });
  }
  const list = [...files.values()];
  return {
    folders: [{ uri: folder, base: folder, name: 'headers', settings: DEFAULT_SETTINGS }],
    refresh: () => Promise.resolve([]),
    files: () => list,
    buildOutput: () => Promise.resolve(null),
    buildFiles: () => [],
    file: (uri) => files.get(uri),
    open: () => new Map(),
    read: (uri) => {
      const text = texts.get(uri);
      return Promise.resolve(text === undefined ? null : { text, version: pathFromUri(uri) });
    },
  };
}
