import { expect, test } from 'vitest';
import { commandWords } from './command-words.js';

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
