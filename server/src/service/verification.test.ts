import { expect, test } from 'vitest';
import type { Range } from '../base/range.js';
import type { InspectedFile, InspectedLayout, InspectedType } from './answers.js';
import type { RefereeReply, TypeAnswer } from './referee.js';
import { verify } from './verification.js';

const RANGE: Range = { start: { line: 3, character: 7 }, end: { line: 3, character: 13 } };
const VERDICT = { status: 'exact', trivial: true, because: [] } as const;

const type = (layout: Partial<InspectedLayout>, name = 'Widget'): InspectedType => ({
  name,
  kind: 'struct',
  range: RANGE,
  layout: {
    status: 'exact',
    reason: null,
    size: 16,
    align: 8,
    dataSize: 12,
    nonVirtualSize: 12,
    fields: [{ name: 'id', type: 'int', offset: 8, offsetBits: 64, size: 4, bitWidth: null }],
    bases: [{ name: 'Base', offset: 0, virtual: false }],
    ...layout,
  } as InspectedLayout,
  relocation: VERDICT,
  calls: VERDICT,
  definitions: null,
});

const file = (parts: Partial<InspectedFile>): InspectedFile => ({
  uri: 'file:///a.hpp',
  language: 'cpp',
  problems: [],
  types: [],
  functions: [],
  ...parts,
});

const judged = (parts: Partial<Extract<TypeAnswer, { kind: 'laid-out' }>['layout']> = {}): TypeAnswer => ({
  kind: 'laid-out',
  layout: {
    size: 16,
    align: 8,
    dataSize: 12,
    nonVirtualSize: 12,
    fields: new Map([['id', 64]]),
    bases: new Map([['Base', 0]]),
    ...parts,
  },
});

const reply = (parts: Partial<RefereeReply>): RefereeReply => ({
  compiler: 'clang 19.1.7',
  problem: null,
  types: new Map(),
  symbols: null,
  ...parts,
});

test('what is the same everywhere is no disagreement', () => {
  const types = new Map([['Widget', judged()]]);
  expect(verify(file({ types: [type({})] }), [reply({ types })])).toEqual({
    compilers: [{ name: 'clang 19.1.7', problem: null, types: 1, functions: 0 }],
    disagreements: [],
    notCompared: [],
  });
});

test.each([
  ['size', { size: 24 }, '16', '24'],
  ['align', { align: 4 }, '8', '4'],
  ['data size', { dataSize: 16 }, '12', '16'],
  ['size without virtual bases', { nonVirtualSize: 16 }, '12', '16'],
  ['offset of id', { fields: new Map([['id', 67]]) }, '8', '8:3'],
  ['offset of base Base', { bases: new Map([['Base', 8]]) }, '0', '8'],
])('another %s is told with both answers', (quantity, layout, ferrule, theirs) => {
  const types = new Map([['Widget', judged(layout)]]);
  expect(verify(file({ types: [type({})] }), [reply({ types })]).disagreements).toEqual([
    {
      compiler: 'clang 19.1.7',
      subject: 'Widget',
      range: RANGE,
      quantity,
      ferrule,
      judged: theirs,
      assumption: null,
    },
  ]);
});

test('a disagreement on assumed ground names the assumption', () => {
  const types = [type({ status: 'assumed', reason: 'the library is libstdc++' })];
  const answer = reply({ types: new Map([['Widget', judged({ size: 24 })]]) });
  expect(verify(file({ types }), [answer]).disagreements).toMatchObject([
    { assumption: 'the library is libstdc++' },
  ]);
});

test.each<[string, readonly InspectedType[], ReadonlyMap<string, TypeAnswer>, string]>([
  [
    'an unknown layout is shown the answer',
    [type({ status: 'unknown', reason: '`Part` is declared nowhere', size: null })],
    new Map([['Widget', judged()]]),
    'Ferrule does not know: `Part` is declared nowhere, the compiler says size 16, align 8',
  ],
  [
    'a type that is declared twice may be another one',
    [type({ size: 99 }), type({})],
    new Map([['Widget', judged()]]),
    'it is declared more than once, the compiler says size 16, align 8',
  ],
  [
    'a question that the compiler refuses decides nothing',
    [type({})],
    new Map([['Widget', { kind: 'refused', reason: "unknown type name 'Widget'" }]]),
    "the compiler refuses: unknown type name 'Widget'",
  ],
])('%s', (_, types, answers, reason) => {
  const { disagreements, notCompared } = verify(file({ types }), [reply({ types: answers })]);
  expect(disagreements).toEqual([]);
  expect(notCompared[0]).toMatchObject({ subject: 'Widget', reason });
});

test('a symbol is looked for among all functions of that name', () => {
  const fn = (name: string, symbol: string | null) =>
    ({ name, range: RANGE, signature: 'void ()', linkage: 'cpp', symbol, variants: {} }) as const;
  const functions = [fn('ns::f', '_ZN2ns1fEv'), fn('g', '_Z1gv'), fn('h', null), fn('gone', '_Z4gonev')];
  const seen = new Map([
    ['ns::f', new Set(['_Z1fi', '_ZN2ns1fEv'])],
    ['g', new Set(['_Z1gi', 'g'])],
  ]);
  const symbols = { of: ({ name }: { name: string }) => seen.get(name) };
  expect(verify(file({ functions: functions as never }), [reply({ symbols })])).toMatchObject({
    compilers: [{ functions: 2 }],
    disagreements: [{ subject: 'g', quantity: 'symbol', ferrule: '_Z1gv', judged: '_Z1gi or g' }],
    notCompared: [{ subject: 'h' }, { subject: 'gone' }],
  });
});

test('a compiler that cannot judge is named with its problem, the others still count', () => {
  const replies = [
    reply({ compiler: 'gcc 12.2.0', problem: "a.hpp:1: 'x.h' file not found" }),
    reply({ types: new Map([['Widget', judged()]]) }),
  ];
  expect(verify(file({ types: [type({})] }), replies)).toMatchObject({
    compilers: [
      { name: 'gcc 12.2.0', problem: "a.hpp:1: 'x.h' file not found", types: 0 },
      { name: 'clang 19.1.7', problem: null, types: 1 },
    ],
    notCompared: [],
  });
});
