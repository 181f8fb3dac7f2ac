import type { Uri } from '../base/range.js';
import { joinUri, uriFromPath } from '../base/uri.js';

const ABSOLUTE = /^(?:[\\/]|[A-Za-z]:[\\/])/;
const ON_DRIVE = /^(?:file:\/\/\/[a-z]%3A|[A-Za-z]:[\\/])/;

/** The file or folder that a build file means by a path, which starts from `folder` unless it is absolute. */
export function uriOf(path: string, folder: Uri): Uri {
  // Backslashes separate names where paths have drives, whoever reads them.
  const plain = ON_DRIVE.test(path) || ON_DRIVE.test(folder) ? path.replaceAll('\\', '/') : path;
  return ABSOLUTE.test(plain) ? joinUri(uriFromPath(plain), '.') : joinUri(folder, plain);
}
