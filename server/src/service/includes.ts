import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { SourceFile } from './sources.js';

/**
 * The workspace file that an `include!` or `#include` means: the longest tail of the path that some file
 * ends in, the nearest such file. A crate's name may stand first, as cxx-build has it.
 */
export function nearestInclude(path: string, from: Uri, files: readonly SourceFile[]): SourceFile | null {
  const names = path.replaceAll('\\', '/').split('/');
  for (let first = 0; first < names.length; first++) {
    const tail = `/${encodeURI(names.slice(first).join('/'))}`;
    const matches = files.filter(({ uri }) => uri.endsWith(tail));
    if (matches.length > 0) return nearestTo(matches, from)[0] ?? null;
  }
  return null;
}
