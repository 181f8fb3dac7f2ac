import type { Uri } from '../base/range.js';

/**
 * Adds an entry to the list of its name, behind those of the same file and of files before it: which of several
 * declarations comes first must not depend on which file was read or edited last.
 */
export function addInOrder<T extends { readonly uri: Uri }>(
  index: Map<string, T[]>,
  name: string,
  entry: T,
): void {
  const list = index.get(name);
  if (!list) {
    index.set(name, [entry]);
    return;
  }
  let at = list.length;
  for (let before = list[at - 1]; before && before.uri > entry.uri; before = list[at - 1]) at--;
  list.splice(at, 0, entry);
}

/** Takes the entries of a file out of the list of a name. */
export function removeOf<T extends { readonly uri: Uri }>(
  index: Map<string, T[]>,
  name: string,
  uri: Uri,
): void {
  const others = index.get(name)?.filter((entry) => entry.uri !== uri) ?? [];
  if (others.length > 0) index.set(name, others);
  else index.delete(name);
}
