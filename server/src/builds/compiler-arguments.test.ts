import { expect, test } from 'vitest';
import { readArguments, standardOf } from './compiler-arguments.js';

const read = (...words: string[]) => readArguments(words, 'file:///p/build');

test('what a command says about declarations is kept, what concerns its results is not', () => {
  const words =
    'ccache /usr/bin/clang++-19 -Iinc -I ../up -isystem /sys -iquote q -DA -D B=2 -UC -DD= -std=gnu++2a -include pre.h -stdlib=libc++ -fshort-enums -O2 -Wall -o a.o -MF a.d -Xclang -Ignored';
  expect(read(...words.split(' '))).toEqual({
    compiler: 'clang',
    triple: null,
    bits: null,
    standard: { language: 'c++', name: 'c++20', gnu: true },
    language: 'c++',
    includes: [
      { folder: 'file:///p/build/inc', kind: 'user' },
      { folder: 'file:///p/up', kind: 'user' },
      { folder: 'file:///sys', kind: 'system' },
      { folder: 'file:///p/build/q', kind: 'quote' },
    ],
    macros: [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
      { name: 'C', value: null },
      { name: 'D', value: '' },
    ],
    forced: ['file:///p/build/pre.h'],
    library: 'libc++',
    layoutOptions: ['-fshort-enums'],
  });
});

test.each([
  [['/usr/bin/c++'], null, null],
  [['g++-12'], 'gcc', null],
  [['aarch64-linux-gnu-g++'], 'gcc', 'aarch64-linux-gnu'],
  [['sccache', 'C:\\x\\cl.exe'], 'msvc', null],
  [['clang-cl.exe', '--target=x86_64-pc-windows-msvc'], 'clang', 'x86_64-pc-windows-msvc'],
  [['clang', '-target', 'arm64-apple-darwin'], 'clang', 'arm64-apple-darwin'],
  [['my-wrapper'], null, null],
] as const)('%j is run by %s for %s', (words, compiler, triple) =>
  expect(read(...words)).toMatchObject({ compiler, triple }),
);

test("Microsoft's options are read with either sign", () => {
  expect(read('cl', '/Iinc', '-DX#1', '/FIpre.h', '/std:c++20', '/TP', '/external:I', 'ext')).toMatchObject({
    includes: [
      { folder: 'file:///p/build/inc', kind: 'user' },
      { folder: 'file:///p/build/ext', kind: 'system' },
    ],
    macros: [{ name: 'X', value: '1' }],
    forced: ['file:///p/build/pre.h'],
    standard: { name: 'c++20' },
    language: 'c++',
  });
});

test.each([
  ['c++17', 'c++17'],
  ['gnu++1z', 'c++17'],
  ['c++2b', 'c++23'],
  ['c++03', 'c++03'],
  ['gnu11', 'c11'],
  ['iso9899:1999', 'c99'],
  ['c++latest', 'c++26'],
  ['c++77', undefined],
  ['nonsense', undefined],
])('%s is %s', (name, standard) => expect(standardOf(name)?.name).toBe(standard));
