import type { Uri } from '../base/range.js';
import { joinUri, uriFromPath } from '../base/uri.js';

const ABSOLUTE = /^(?:[\\/]|[A-Za-z]:[\\/])/;

/** The file or folder that a build file means by a path, which starts from `folder` unless it is absolute. */
export function uriOf(path: string, folder: Uri): Uri {
  if (ABSOLUTE.test(path)) return joinUri(uriFromPath(path), '.');
  // Backslashes separate names on Windows, where paths have drives.
  return joinUri(folder, /^file:\/\/\/[a-z]%3A/i.test(folder) ? path.replaceAll('\\', '/') : path);
}
