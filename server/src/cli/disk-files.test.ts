import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DISK_FILES } from './disk-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule cli ä '));
});
afterEach(() => rm(folder, { recursive: true }));

test('what is written can be read, and its folders are there', async () => {
  const path = join(folder, 'src', 'deep', 'bridge.rs');
  await DISK_FILES.write(path, 'mod ffi {}\n');

  expect(await DISK_FILES.read(path)).toBe('mod ffi {}\n');
  expect(await DISK_FILES.kind(path)).toBe('file');
  expect(await DISK_FILES.kind(join(folder, 'src'))).toBe('folder');
});

test('a byte order mark counts no column', async () => {
  await DISK_FILES.write(join(folder, 'a.h'), '\uFEFFint a;\n');

  expect(await DISK_FILES.read(join(folder, 'a.h'))).toBe('int a;\n');
});

test('what is not there is null, not an exception', async () => {
  expect(await DISK_FILES.kind(join(folder, 'gone'))).toBeNull();
  expect(await DISK_FILES.read(join(folder, 'gone'))).toBeNull();
  expect(await DISK_FILES.read(folder)).toBeNull();
});

test("what cannot be written is the user's to know, in one line", async () => {
  const file = join(folder, 'file');
  await DISK_FILES.write(file, '');

  await expect(DISK_FILES.write(join(file, 'below', 'it.rs'), '')).rejects.toThrow(
    `cannot write ${join(file, 'below', 'it.rs')}: ENOTDIR: not a directory`,
  );
});
