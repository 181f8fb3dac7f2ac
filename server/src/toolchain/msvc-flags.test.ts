import { expect, test } from 'vitest';
import { flagsFromMsvc, isForMsvc } from './msvc-flags.js';

test.each([
  ['cl', true],
  ['C:\\VC\\bin\\CL.exe', true],
  ['/usr/bin/clang-cl-19', true],
  ['clang++', false],
  ['/opt/cl/g++', false],
])('%s has the syntax of Microsoft: %s', (program, expected) => expect(isForMsvc([program])).toBe(expected));

test('a driver may be told to read it', () => expect(isForMsvc(['clang', '--driver-mode=cl'])).toBe(true));

test('what flags of Microsoft say of declarations is said in the words of gcc', () => {
  const words = [
    '/nologo',
    '/I',
    'inc',
    '/Iother',
    '-DA',
    '/D',
    'B=1',
    '/DC#2',
    '/UD',
    '/std:c++20',
    '/FIpch.h',
  ];
  const more = [
    '/external:I',
    'sys',
    '/external:W0',
    '/imsvcms',
    '/Zp4',
    '/J',
    '/GR-',
    '/EHsc',
    '/Fox.obj',
    '/c',
    'a.cpp',
    '/link',
    '/DLL',
  ];
  expect(flagsFromMsvc([...words, ...more])).toEqual([
    ...['-I', 'inc', '-I', 'other', '-D', 'A', '-D', 'B=1', '-D', 'C=2', '-U', 'D', '-std=c++20'],
    ...[
      '-include',
      'pch.h',
      '-isystem',
      'sys',
      '-isystem',
      'ms',
      '-fpack-struct=4',
      '-funsigned-char',
      '-fno-rtti',
    ],
  ]);
});

test.each([
  ['/std:c++latest', ['-std=c++2b']],
  ['/std:c17', ['-std=c17']],
  ['/Zp', ['-fpack-struct=1']],
  ['/I', []],
])('%s is %j', (word, flags) => expect(flagsFromMsvc([word])).toEqual(flags));
