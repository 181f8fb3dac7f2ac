import { nameTable } from '../base/name-table.js';
import type { Uri } from '../base/range.js';
import type { Language } from '../facts/facts.js';

const LANGUAGE_BY_EXTENSION = nameTable<Language>({
  rs: 'rust',
  zng: 'zng',
  ...Object.fromEntries(
    ['h', 'hh', 'hpp', 'hxx', 'h++', 'inl', 'ipp', 'tpp', 'c', 'cc', 'cpp', 'cxx', 'c++'].map((extension) => [
      extension,
      'cpp' as const,
    ]),
  ),
});

/** The extensions that are read, without the dot. */
export const SOURCE_EXTENSIONS: readonly string[] = Object.keys(LANGUAGE_BY_EXTENSION);

/** How a file of this name (or path, or URI) is read; null where it is none of ours. */
export function languageOfFile(name: string): Language | null {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? null : (LANGUAGE_BY_EXTENSION[name.slice(dot + 1).toLowerCase()] ?? null);
}

/** The language of an open document: by its name, else (`<vector>` has no extension) by what the editor says. */
export function languageOfDocument(uri: Uri, languageId: string): Language | null {
  const byName = languageOfFile(uri);
  if (byName) return byName;
  if (languageId === 'c') return 'cpp';
  return languageId === 'rust' || languageId === 'cpp' || languageId === 'zng' ? languageId : null;
}
