import { describe, expect, it } from 'vitest';
import { createCppAbi } from './cpp-abi.js';
import type { CppAbiRecord } from './model.js';
import { baseOf, builtin, field, record, recordType, special, target } from './testing/build.js';

/** Classes of which each is in the next one. */
function chain(length: number, next: (inner: CppAbiRecord, name: string) => CppAbiRecord): CppAbiRecord[] {
  const chained = [record('C0', { special: special({ destructor: 'user-provided' }) })];
  for (let i = 1; i < length; i++) chained.push(next(chained[i - 1] as CppAbiRecord, `C${i}`));
  return chained;
}

const LONG = 1000;
const INT = builtin('int');

describe.each([
  ['a base', (inner: CppAbiRecord, name: string) => record(name, { bases: [baseOf(inner)] })],
  ['a virtual base', (inner: CppAbiRecord, name: string) => record(name, { bases: [baseOf(inner, true)] })],
  [
    'a member',
    (inner: CppAbiRecord, name: string) =>
      record(name, { fields: [field('inner', recordType(inner)), field('x', INT)] }),
  ],
  [
    'the elements of a member',
    (inner: CppAbiRecord, name: string) =>
      record(name, { fields: [field('inner', { kind: 'array', element: recordType(inner), count: 1 })] }),
  ],
])('classes of which each has the one before as %s', (_, next) => {
  it.each(['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'])('are all judged, on %s', (triple) => {
    const abi = createCppAbi(target(triple));
    const classes = chain(LONG, next);
    for (const one of [...classes].reverse()) {
      const type = recordType(one);
      expect(abi.callsOf(type).status).toBeDefined();
      expect(abi.layOut(one).status).toBeDefined();
      expect(abi.relocationOf(type).status).toBeDefined();
      expect(abi.relocationDefinitionsOf(type)).toBeDefined();
    }
    expect(abi.layOut(classes[199] as CppAbiRecord)).toMatchObject({ status: 'exact' });
    expect(abi.layOut(classes[200] as CppAbiRecord)).toMatchObject({
      status: 'unknown',
      reason: 'more than 200 classes stand in one another in C200',
    });
  });
});

it('is counted by the longest way, however many there are', () => {
  const classes = chain(100, (inner, name) =>
    record(name, { fields: [field('a', recordType(inner)), field('b', recordType(inner))] }),
  );
  expect(createCppAbi(target()).layOut(classes[99] as CppAbiRecord)).toMatchObject({
    reason: expect.not.stringContaining('stand in one another') as string,
  });
});
