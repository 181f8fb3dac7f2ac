import { expect, test } from 'vitest';
import { readCompileCommands } from './compile-commands.js';

const DATABASE = 'file:///p/build/compile_commands.json';

test('each entry is a unit, with the line it begins on; what is compiled alike shares its arguments', () => {
  const json = `[
{ "directory": "/p/build", "command": "cc -DA -o a.o -c ../src/a.cpp", "file": "../src/a.cpp", "output": "a.o" },
{ "directory": "/p/build", "arguments": ["cc", "-DA", "-o", "b.o", "-c", "/p/src/b.c"],
  "file": "/p/src/b.c" },

{ "directory": "sub", "command": "c++ -x c++ -I. -c c.c", "file": "c.c" },
{ "file": "no-command.cpp" }, null
]`;
  const { units, unreadable, problem } = readCompileCommands(json, DATABASE);
  expect(units.map(({ file, language, line }) => [file, language, line])).toEqual([
    ['file:///p/src/a.cpp', 'c++', 1],
    ['file:///p/src/b.c', 'c', 2],
    ['file:///p/build/sub/c.c', 'c++', 5],
  ]);
  expect(units[0]?.arguments).toBe(units[1]?.arguments);
  expect(units[2]?.arguments.includes).toEqual([{ folder: 'file:///p/build/sub', kind: 'user' }]);
  expect({ unreadable, problem }).toEqual({ unreadable: 2, problem: null });
});

test.each([
  ['', 'is no valid JSON'],
  ['{}', 'is no list of commands'],
  ['null', 'is no list of commands'],
])('%j cannot be read, and says why', (json, problem) =>
  expect(readCompileCommands(json, DATABASE)).toEqual({ units: [], unreadable: 0, missing: [], problem }),
);

test('paths of Windows are those of drives, whoever reads them', () => {
  const json = JSON.stringify([
    { directory: 'C:\\p\\build', command: 'cl.exe /IC:\\p\\inc /I..\\up -c a.cpp', file: 'C:\\p\\a.cpp' },
  ]);
  const [unit] = readCompileCommands(json, DATABASE).units;
  expect(unit?.arguments.compiler).toBe('msvc');
  expect(unit?.arguments.includes.map(({ folder }) => folder)).toEqual([
    'file:///c%3A/p/inc',
    'file:///c%3A/p/up',
  ]);
});

test('response files stand for the words in them; those that are not there are ordinary words', () => {
  const json = JSON.stringify([
    { directory: '/w/b', file: 'a.cpp', command: 'c++ @a.rsp @none.rsp -c a.cpp' },
  ]);
  expect(readCompileCommands(json, DATABASE).missing).toEqual(['file:///w/b/a.rsp', 'file:///w/b/none.rsp']);
  const read = readCompileCommands(
    json,
    DATABASE,
    new Map([
      ['file:///w/b/a.rsp', '-DA=1\n"-I/with space" @a.rsp'],
      ['file:///w/b/none.rsp', null],
    ]),
  );
  expect(read.missing).toEqual([]);
  expect(read.units[0]?.arguments).toMatchObject({
    macros: [{ name: 'A', value: '1' }],
    includes: [{ folder: 'file:///with%20space', kind: 'user' }],
  });
});

test('half a surrogate pair in a path is no path that could be opened, and no failure', () => {
  const json = JSON.stringify([{ directory: '/p', command: 'c++ -I\udc00 -c a.cpp', file: 'a.cpp' }]);
  expect(readCompileCommands(json, DATABASE).units.map(({ file }) => file)).toEqual(['file:///p/a.cpp']);
});
