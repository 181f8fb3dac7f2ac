import { URI, Utils } from 'vscode-uri';
import type { Uri } from './range.js';

/**
 * The one spelling of a URI that Ferrule compares with: `vscode-uri`'s own encoding, a lower-case drive
 * letter on Windows. Clients encode differently (`file:///c%3A/` and `file:///C:/`).
 */
export const normalizeUri = (uri: string): Uri => URI.parse(uri).toString();

export const uriFromPath = (path: string): Uri => URI.file(encodable(path)).toString();

export const pathFromUri = (uri: Uri): string => URI.parse(uri).fsPath;

export const joinUri = (uri: Uri, ...paths: string[]): Uri =>
  Utils.joinPath(URI.parse(uri), ...paths.map(encodable)).toString();

export const parentUri = (uri: Uri): Uri => Utils.dirname(URI.parse(uri)).toString();

export const baseName = (uri: Uri): string => Utils.basename(URI.parse(uri));

/** True where `uri` is `folder` or lies below it. */
export const isWithin = (uri: Uri, folder: Uri): boolean =>
  uri === folder || uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** `uri` relative to `folder` with `/` between names, decoded for people; an outside path stays absolute. */
export function relativePath(uri: Uri, folder: Uri): string {
  if (!isWithin(uri, folder) || uri === folder) return pathFromUri(uri);
  return decodeURIComponent(uri.slice(folder.endsWith('/') ? folder.length : folder.length + 1));
}

/** Half a surrogate pair, which a file of a build may hold, has no UTF-8, and encoding it would throw. */
const encodable = (path: string): string => path.replace(/\p{Surrogate}/gu, '\ufffd');

const SLASH = '/'.charCodeAt(0);

/** How many folders two files' paths have in common from the start: what lies together belongs together. */
export function commonFolders(a: Uri, b: Uri): number {
  let folders = 0;
  for (let i = 0; i < a.length && a.charCodeAt(i) === b.charCodeAt(i); i++) {
    if (a.charCodeAt(i) === SLASH) folders++;
  }
  return folders;
}

/** Those whose path has most in common with `from`: the same project, not a copy elsewhere. */
export function nearestTo<T extends { readonly uri: Uri }>(
  candidates: readonly T[],
  from: Uri,
): readonly T[] {
  const shared = candidates.map(({ uri }) => commonFolders(uri, from));
  const most = Math.max(...shared);
  return candidates.filter((_, i) => shared[i] === most);
}
