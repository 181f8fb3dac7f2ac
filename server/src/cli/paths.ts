import { resolve } from 'node:path';
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
export const shownPath = (uri: Uri, base: Uri): string => relativePath(uri, base).replaceAll('\\', '/');
