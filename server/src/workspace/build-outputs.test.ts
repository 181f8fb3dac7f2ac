import { utimesSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { relativePath, uriFromPath } from '../base/uri.js';
import { NO_PROGRESS } from '../service/sources.js';
import { newestBuildOutput } from './build-outputs.js';
import { DiskSources } from './disk-sources.js';
import { Documents } from './documents.js';
import { TemporaryFolder } from './testing/temporary-folder.js';

let folder: TemporaryFolder;
afterEach(() => folder.remove());

/** Writes an empty file that was last changed so many seconds after the epoch. */
function left(path: string, seconds: number): void {
  folder.write(path, '');
  utimesSync(folder.at(path), seconds, seconds);
}

const newest = async (): Promise<string | null> => {
  const found = await newestBuildOutput(folder.at('target'), 'codec-sys', 'sub/bindings.rs');
  return found === null ? null : relativePath(uriFromPath(found), uriFromPath(folder.path));
};

it('finds the newest file that the script of a package left, in any profile and for any target', async () => {
  folder = new TemporaryFolder({ 'target/CACHEDIR.TAG': '' });
  expect(await newest()).toBeNull();
  const old = 'target/debug/build/codec-sys-0123456789abcdef/out/sub/bindings.rs';
  left(old, 1000);
  left('target/debug/build/codec-sys-extra-0123456789abcdef/out/sub/bindings.rs', 5000);
  left('target/debug/build/codec-sys-0123456789abcdef/out/bindings.rs', 5000);
  left('target/debug/deps/codec-sys-0123456789abcdef/out/sub/bindings.rs', 5000);
  expect(await newest()).toBe(old);
  const elsewhere = 'target/aarch64-apple-darwin/release/build/codec-sys-00ff/out/sub/bindings.rs';
  left(elsewhere, 2000);
  expect(await newest()).toBe(elsewhere);
});

it('is read though its folder is excluded, and only the newest', async () => {
  const first = 'target/debug/build/codec-sys-01/out/sub/bindings.rs';
  const second = 'target/debug/build/codec-sys-02/out/sub/bindings.rs';
  folder = new TemporaryFolder({ '.gitignore': 'target\n', 'src/lib.rs': '' });
  left(first, 1000);
  const documents = new Documents();
  const sources = new DiskSources(documents, []);
  const root = uriFromPath(folder.path);
  sources.setFolders([{ uri: root, name: 'w' }]);
  const refresh = () => sources.refresh(NEVER_CANCELLED, NO_PROGRESS);
  const names = (): string[] => sources.files().map(({ uri }) => relativePath(uri, root));
  const output = () =>
    sources.buildOutput(
      uriFromPath(folder.at('target')),
      'codec-sys',
      'sub/bindings.rs',
      uriFromPath(folder.at('src/lib.rs')),
    );
  await refresh();
  expect(names()).toEqual(['src/lib.rs']);
  expect(await output()).toBe(uriFromPath(folder.at(first)));
  sources.invalidate(null);
  await refresh();
  expect(names()).toEqual(['src/lib.rs', first]);
  left(second, 2000);
  expect(await output()).toBe(uriFromPath(folder.at(second)));
  await refresh();
  expect(names()).toEqual(['src/lib.rs', second]);
  folder.remove('target');
  expect(await output()).toBeNull();
  sources.invalidate(null);
  expect(await refresh()).toEqual([]);
  expect(names()).toEqual(['src/lib.rs']);
  documents.dispose();
});
