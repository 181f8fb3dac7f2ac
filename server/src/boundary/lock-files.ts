import type { Location, Uri } from '../base/range.js';
import { isWithin } from '../base/uri.js';
import type { Program } from '../program/program.js';
import type { LockFile } from './crossing.js';

/** The lock files that name a tool, with what is written in Rust for it. */
export function lockFilesOf(program: Program): LockFile[] {
  return program.lockedTools.map(({ uri, packages, cbindgenFolders }) => ({
    kind: 'lock-file',
    uri,
    packages,
    unsafeExports: cbindgenFolders.length === 0 ? [] : unsafeExports(program, cbindgenFolders),
  }));
}

/** Functions under `#[unsafe(no_mangle)]` in the folders. */
function unsafeExports(program: Program, folders: readonly Uri[]): Location[] {
  const found: Location[] = [];
  for (const [uri, facts] of program.rustFiles()) {
    if (!folders.some((folder) => isWithin(uri, folder))) continue;
    for (const { unsafeNoMangle, abi, nameRange, condition } of facts.exports)
      if (unsafeNoMangle && abi !== 'Rust' && condition.length === 0) found.push({ uri, range: nameRange });
  }
  return found;
}
