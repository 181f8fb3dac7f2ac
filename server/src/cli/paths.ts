import { dirname, join, resolve } from 'node:path';
import type { Uri } from '../base/range.js';
import { isWithin, relativePath, uriFromPath } from '../base/uri.js';
import { UserError } from '../service/ferrule.js';
import type { CliEnvironment } from './environment.js';

/** A path as the user gave it, made absolute, with what stands there. */
export interface GivenPath {
  readonly path: string;
  readonly uri: Uri;
  readonly kind: 'file' | 'folder';
}

/** @throws UserError for the first path where nothing is */
export async function resolvePaths(
  paths: readonly string[],
  { cwd, files }: Pick<CliEnvironment, 'cwd' | 'files'>,
): Promise<GivenPath[]> {
  const given: GivenPath[] = [];
  for (const name of paths) {
    const path = resolve(cwd, name);
    const kind = await files.kind(path);
    if (kind === null) throw new UserError(`no such file or folder: ${name}`);
    given.push({ path, uri: uriFromPath(path), kind });
  }
  return given;
}

/** @throws UserError where `name` is no file */
export async function resolveFile(
  name: string,
  environment: Pick<CliEnvironment, 'cwd' | 'files'>,
): Promise<GivenPath> {
  const path = resolve(environment.cwd, name);
  const kind = await environment.files.kind(path);
  if (kind === null) throw new UserError(`no such file: ${name}`);
  if (kind === 'folder') throw new UserError(`${name} is a folder where a file is expected`);
  return { path, uri: uriFromPath(path), kind };
}

/**
 * The folder that paths in the output are relative to: the current one where everything given lies in
 * it, so that terminals and CI can open them; else the one folder that was given. A path outside of it
 * is written absolute.
 */
export function outputBase(given: readonly GivenPath[], cwd: string): Uri {
  const current = uriFromPath(cwd);
  const [only] = given;
  if (given.length === 1 && only?.kind === 'folder' && !isWithin(only.uri, current)) return only.uri;
  return current;
}

/** `uri` as the output names it, always with `/` between names. */
export const shownPath = (uri: Uri, base: Uri): string =>
  uri === base ? '.' : relativePath(uri, base).replaceAll('\\', '/');

/** What marks the top of a project, the surest first. */
const PROJECT_MARKS = [
  ['ferrule.toml', '.git'],
  ['Cargo.toml', 'CMakeLists.txt', 'meson.build'],
];

/**
 * The paths to open so that the given ones are seen among what belongs to them: a file brings the
 * project that it lies in, for its other side and for what it includes, or at least its folder.
 */
export async function pathsToOpen(
  given: readonly GivenPath[],
  environment: Pick<CliEnvironment, 'files' | 'sharedFolders'>,
): Promise<string[]> {
  const paths = new Set<string>();
  for (const { path, kind } of given) {
    if (kind === 'file') {
      const folder = await projectOf(dirname(path), environment);
      if (folder !== null) paths.add(folder);
    }
    paths.add(path);
  }
  return [...paths];
}

/** The nearest folder at or above `folder` that is marked as a project's; null where there is none but one shared with everything. */
async function projectOf(
  folder: string,
  { files, sharedFolders }: Pick<CliEnvironment, 'files' | 'sharedFolders'>,
): Promise<string | null> {
  const isShared = (path: string): boolean =>
    dirname(path) === path ||
    sharedFolders.some((shared) => isWithin(uriFromPath(shared), uriFromPath(path)));
  for (const marks of PROJECT_MARKS) {
    for (let at = folder; !isShared(at); at = dirname(at)) {
      for (const mark of marks) if ((await files.kind(join(at, mark))) !== null) return at;
    }
  }
  return isShared(folder) ? null : folder;
}
