import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TemporaryFolder } from '../workspace/testing/temporary-folder.js';
import { mirror, mirrored } from './mirror.js';

let original: TemporaryFolder;
let copy: TemporaryFolder;
beforeEach(() => {
  original = new TemporaryFolder({
    'a/b/file.rs': 'old',
    'a/b/beside.rs': 'beside',
    'a/c/d.rs': 'd',
    'e.rs': 'e',
  });
  copy = new TemporaryFolder({});
});
afterEach(() => {
  original.remove();
  copy.remove();
});

const seen = (path: string): string => mirrored(copy.path, original.at(path));

test('other texts stand in some files, all else is where it was', async () => {
  await mirror(copy.path, new Map([[original.at('a/b/file.rs'), 'new']]));
  expect(readFileSync(seen('a/b/file.rs'), 'utf8')).toBe('new');
  expect(readFileSync(seen('a/b/../b/beside.rs'), 'utf8')).toBe('beside');
  expect(readFileSync(`${seen('a/b')}/../c/d.rs`, 'utf8')).toBe('d');
  expect(readFileSync(`${seen('a/b')}/../../e.rs`, 'utf8')).toBe('e');
  expect(readFileSync(original.at('a/b/file.rs'), 'utf8')).toBe('old');
});

test('what is written beside a file does not reach the original, and a file may be absent', async () => {
  await mirror(copy.path, new Map([[original.at('e.rs'), null]]));
  writeFileSync(seen('new.rs'), 'new');
  expect(readdirSync(original.path).sort()).toEqual(['a', 'e.rs']);
  expect(readdirSync(seen('.')).sort()).toEqual(['a', 'new.rs']);
});
