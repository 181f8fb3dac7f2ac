import ignore from 'ignore';
import { isWithin, relativePath } from '../base/uri.js';
import type { SourceFile, Sources } from './sources.js';

/**
 * Which files the settings call the surface: C++ that is API although nothing binds it yet.
 *
 * @param folders with their patterns, in gitignore's syntax, relative to where each folder's settings stand
 */
export function surfaceFiles(folders: Sources['folders']): (file: SourceFile | undefined) => boolean {
  const surfaces = new Map(
    folders.flatMap(({ uri, base, settings: { surface } }) =>
      surface.length === 0 ? [] : [[uri, { base, rules: ignore().add([...surface]) }]],
    ),
  );
  return (file) => {
    const surface = file?.language === 'cpp' ? surfaces.get(file.folder) : undefined;
    return (
      file !== undefined &&
      surface !== undefined &&
      file.uri !== surface.base &&
      isWithin(file.uri, surface.base) &&
      surface.rules.ignores(relativePath(file.uri, surface.base))
    );
  };
}
