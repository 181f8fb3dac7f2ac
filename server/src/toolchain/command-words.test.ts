import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandWords, withResponseFiles } from './command-words.js';

test.each([
  [
    String.raw`cl.exe /IC:\a\b "/IC:\with space\c" /DX=1`,
    ['cl.exe', '/IC:\\a\\b', '/IC:\\with space\\c', '/DX=1'],
  ],
  [String.raw`"C:\Program Files\cl.exe" -I"C:\d e\\" -c`, ['C:\\Program Files\\cl.exe', '-IC:\\d e\\', '-c']],
  [
    String.raw`c++ -DNAME=\"x\" -DB="\"y z\"" \\server\s`,
    ['c++', '-DNAME="x"', '-DB="y z"', '\\\\server\\s'],
  ],
  ['  a "" "open b', ['a', '', 'open b']],
])('a command of Windows: %s', (command, words) => expect(commandWords(command, 'windows')).toEqual(words));

test('response files have their words in their place, those that they name as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferrule-words-'));
  try {
    writeFileSync(join(folder, 'a.rsp'), `-DA\n'-I/with space' @b.rsp\n-DZ`);
    writeFileSync(join(folder, 'b.rsp'), '-DB');
    writeFileSync(join(folder, 'loop.rsp'), '-DL @loop.rsp');
    expect(await withResponseFiles(['c++', '@a.rsp', '@missing.rsp'], folder, 'shell')).toEqual([
      ...['c++', '-DA', '-I/with space', '-DB', '-DZ', '@missing.rsp'],
    ]);
    expect(await withResponseFiles(['@loop.rsp'], folder, 'shell')).toEqual(['-DL', '@loop.rsp']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
