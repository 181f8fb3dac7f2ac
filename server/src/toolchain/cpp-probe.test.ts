import { expect, test } from 'vitest';
import type { InspectedFile } from '../service/answers.js';
import { cppProbe, readProbe } from './cpp-probe.js';

const VERDICT = { status: 'exact', trivial: true, because: [] } as const;
const field = (name: string, bitWidth: number | null = null) =>
  ({ name, type: 'int', offset: 0, offsetBits: 0, size: 4, bitWidth }) as const;
const FILE = {
  uri: 'file:///p/a.hpp',
  language: 'cpp',
  functions: [],
  types: [
    {
      name: 'ns::W',
      kind: 'class',
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
      layout: { fields: [field('id'), field(''), field('flag', 3)] },
      relocation: VERDICT,
      calls: VERDICT,
    },
  ],
} as unknown as InspectedFile;

const PROBE = cppProbe(FILE, '/p/a.hpp');

test('each question is a line of its own, with the keyword and without', () => {
  expect(PROBE.text).toBe(`\
#include "/p/a.hpp"
#line 1 "ferrule-probe"
int (*ferrule_0)[1] = (char (*)[sizeof(ns::W) + 1])0;
int (*ferrule_1)[1] = (char (*)[__alignof__(ns::W) + 1])0;
int (*ferrule_2)[1] = (char (*)[__builtin_offsetof(ns::W, id) + 1])0;
int (*ferrule_3)[1] = (char (*)[sizeof(class ns::W) + 1])0;
int (*ferrule_4)[1] = (char (*)[__alignof__(class ns::W) + 1])0;
int (*ferrule_5)[1] = (char (*)[__builtin_offsetof(class ns::W, id) + 1])0;
`);
});

const ALL = { size: 24, align: 8, dataSize: null, nonVirtualSize: null, bases: new Map() };

test.each([
  [
    'clang',
    `ferrule-probe:1:7: error: cannot initialize a variable of type 'int (*)[1]' with an rvalue of type 'char (*)[25]'
ferrule-probe:2:7: error: cannot initialize a variable of type 'int (*)[1]' with an rvalue of type 'char (*)[9]'
ferrule-probe:3:26: warning: offset of on non-standard-layout type 'ns::W' [-Winvalid-offsetof]
ferrule-probe:3:7: error: cannot initialize a variable of type 'int (*)[1]' with an rvalue of type 'char (*)[17]'
ferrule-probe:4:40: error: typedef 'W' cannot be referenced with the 'class' specifier
/p/a.hpp:11:37: note: declared here`,
  ],
  [
    'gcc',
    `ferrule-probe:1:45: error: cannot convert 'char (*)[25]' to 'int (*)[1]' in initialization
ferrule-probe:2:45: error: cannot convert 'char (*)[9]' to 'int (*)[1]' in initialization
ferrule-probe:3:60: error: cannot convert 'char (*)[17]' to 'int (*)[1]' in initialization
ferrule-probe:4:40: error: using typedef-name 'ns::W' after 'class'`,
  ],
])('the answers of %s are in its errors', (_, messages) => {
  const layout = { ...ALL, fields: new Map([['id', 128]]) };
  expect(readProbe(PROBE, messages)).toEqual({
    problem: null,
    types: new Map([['ns::W', { kind: 'laid-out', layout }]]),
  });
});

test('a type that neither spelling names is refused in the words of the compiler', () => {
  const messages = `ferrule-probe:1:39: error: no member named 'W' in namespace 'ns'`;
  expect(readProbe(PROBE, messages).types).toEqual(
    new Map([['ns::W', { kind: 'refused', reason: "no member named 'W' in namespace 'ns'" }]]),
  );
});

test('a line with another error first has no answer', () => {
  const messages = `ferrule-probe:1:33: error: ISO C++ forbids applying 'sizeof' to an expression of function type
ferrule-probe:1:45: error: cannot convert 'char (*)[2]' to 'int (*)[1]' in initialization`;
  expect(readProbe(PROBE, messages).types.get('ns::W')).toMatchObject({ kind: 'refused' });
});

test('after an error in the header nothing counts', () => {
  const messages = `/p/a.hpp:3:10: fatal error: 'x.h' file not found`;
  expect(readProbe(PROBE, messages)).toEqual({
    problem: "/p/a.hpp:3: 'x.h' file not found",
    types: new Map(),
  });
});
