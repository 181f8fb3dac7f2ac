import { describe, expect, test } from 'vitest';
import { entriesIn, nearestEntry, usefulFlags } from './compile-commands.js';

const entry = (file: string, ...words: string[]) => ({
  directory: '/p/build',
  file,
  arguments: ['c++', ...words],
});

describe('the entries of a database', () => {
  test('have their command split as a shell would, or their arguments as they are', () => {
    const json = JSON.stringify([
      { directory: '/p/build', file: '../a.cpp', command: `c++ -DNAME=\\"x\\" '-I/with space' -c ../a.cpp` },
      { directory: 'sub', file: 'b.cpp', arguments: ['cc', '-DA'] },
    ]);
    expect(entriesIn(json, '/p/build/compile_commands.json')).toEqual([
      {
        directory: '/p/build',
        file: '/p/a.cpp',
        arguments: ['c++', '-DNAME="x"', '-I/with space', '-c', '../a.cpp'],
      },
      { directory: '/p/build/sub', file: '/p/build/sub/b.cpp', arguments: ['cc', '-DA'] },
    ]);
  });

  test.each(['', '{', '{}', '[1, null, {}]', '[{"file": "a.cpp", "arguments": [1]}]'])(
    'are none in %j',
    (json) => expect(entriesIn(json, '/p/compile_commands.json')).toEqual([]),
  );
});

describe('a header is compiled as', () => {
  const far = entry('/p/other/x.cpp');
  const near = entry('/p/src/y.cpp');
  test.each([
    ['its own entry', '/p/src/y.cpp', [far, near], near],
    ['the source with its stem', '/p/include/x.hpp', [near, far], far],
    ['the nearest source', '/p/src/z.hpp', [far, near], near],
  ])('%s', (_, file, entries, expected) => expect(nearestEntry(file, entries)).toBe(expected));

  test('nothing that an empty database has', () => expect(nearestEntry('/p/a.hpp', [])).toBeNull());
});

test('the header of a precompiled header is included, what only concerns the inside of clang is left out', () => {
  const words =
    '-Xclang -include-pch -Xclang pch.hxx.pch -Xclang -include -Xclang /p/pch.hxx -mllvm -x -include-pch a.pch -DA';
  expect(usefulFlags(entry('/p/a.cpp', ...words.split(' ')))).toEqual(['-include', '/p/pch.hxx', '-DA']);
});

test('flags that say what a declaration means stay, those of results and warnings go', () => {
  const words = '-Iinc -isystem /sys -I ../up --sysroot=/root -D A -DB=1 -UC -std=c++17 -fpack-struct=2 -m32';
  const noise = '-o out.o -c a.cpp -O2 -g -Wall -Werror -MD -MF dep.d -fPIC -flto -fcolor-diagnostics';
  expect(usefulFlags(entry('/p/a.cpp', ...noise.split(' '), ...words.split(' ')))).toEqual([
    '-I',
    '/p/build/inc',
    '-isystem',
    '/sys',
    '-I',
    '/p/up',
    '--sysroot',
    '/root',
    '-DA',
    '-DB=1',
    '-UC',
    '-std=c++17',
    '-fpack-struct=2',
    '-m32',
  ]);
});

test.each([
  ['-isystem/sys -isystem up', ['-isystem', '/sys', '-isystem', '/p/build/up']],
  ['-F/fw -F fw -iframework/x', ['-F', '/fw', '-F', '/p/build/fw', '-iframework', '/x']],
  ['-I=/usr/include -isystem =usr', ['-I', '=/usr/include', '-isystem', '=usr']],
  ['--sysroot /r --sysroot=s', ['--sysroot', '/r', '--sysroot', '/p/build/s']],
])('folders of %s', (words, flags) =>
  expect(usefulFlags(entry('/p/a.cpp', ...words.split(' ')))).toEqual(flags),
);

test('an entry for the compiler of Microsoft has its flags in the words of gcc', () => {
  const words = ['clang-cl', '/Iinc', '/D', 'A', '/std:c++17', '/FI', 'pre.h', '-c', 'a.cpp'];
  expect(usefulFlags({ directory: '/p/build', file: '/p/a.cpp', arguments: words })).toEqual([
    ...['-I', '/p/build/inc', '-DA', '-std=c++17', '-include', '/p/build/pre.h'],
  ]);
});
