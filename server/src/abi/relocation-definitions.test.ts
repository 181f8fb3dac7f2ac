import { describe, expect, test } from 'vitest';
import { createCppAbi } from './cpp-abi.js';
import type { RelocationDefinitions } from './relocation-definitions.js';
import {
  at,
  baseOf,
  builtin,
  field,
  library,
  pointerTo,
  record,
  recordType,
  reference,
  special,
  target,
} from './testing/build.js';

const INT = builtin('int');
const POINTER = field('p', pointerTo(INT));

const ask = (given: Parameters<typeof record>[1]): RelocationDefinitions =>
  createCppAbi(target()).relocationDefinitionsOf(recordType(record('Widget', given)));

const values = (given: Parameters<typeof record>[1]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(ask(given)).map(([key, known]) => [
      key,
      known.status === 'unknown' ? known.reason : known.value,
    ]),
  );

describe('the definitions of trivially relocatable', () => {
  test('agree on a plain class', () => {
    expect(values({ fields: [POINTER] })).toEqual({
      triviallyCopyable: true,
      clang: true,
      p2786: true,
      p1144: true,
    });
  });

  test('differ on virtual functions', () => {
    const given = { functions: [{ signature: 'f()', virtual: true, pure: false }] };
    expect(values(given)).toEqual({ triviallyCopyable: false, clang: false, p2786: true, p1144: false });
    expect(ask(given).p1144.because).toEqual([
      { message: '`Widget` has virtual functions', location: at(0) },
    ]);
  });

  test('differ on an assignment that is user-provided or deleted', () => {
    const own = { fields: [POINTER], special: special({ copyAssignment: 'user-provided' }) };
    expect(values(own)).toEqual({ triviallyCopyable: false, clang: true, p2786: false, p1144: false });
    expect(values({ fields: [field('r', reference(INT))] })).toEqual({
      triviallyCopyable: true,
      clang: true,
      p2786: false,
      p1144: true,
    });
  });

  test('differ on a class that cannot be moved', () => {
    const given = { special: special({ copyConstructor: 'deleted', copyAssignment: 'deleted' }) };
    expect(values(given)).toEqual({ triviallyCopyable: true, clang: false, p2786: false, p1144: false });
  });

  test('believe each its own mark', () => {
    const owner = { fields: [POINTER], special: special({ destructor: 'user-provided' }) };
    const marked = (form: 'attribute' | 'keyword') => ({
      ...owner,
      relocationClaims: [{ message: `\`Widget\` is marked`, form, declaration: null }],
    });
    expect(values(owner)).toEqual({ triviallyCopyable: false, clang: false, p2786: false, p1144: false });
    expect(values({ ...owner, trivialAbi: true })).toMatchObject({ clang: true, p2786: false, p1144: false });
    expect(values(marked('attribute'))).toMatchObject({
      clang: false,
      p2786: false,
      p1144: true,
    });
    expect(values(marked('keyword'))).toMatchObject({ p2786: true, p1144: false });
  });

  test('name the member that decides', () => {
    const inner = record('Inner', {
      special: special({ moveConstructor: 'user-provided', moveAssignment: 'user-provided' }),
    });
    const { p2786 } = ask({ fields: [field('inner', recordType(inner), { location: at(3) })] });
    expect(p2786).toMatchObject({
      status: 'exact',
      value: false,
      because: [{ location: at(3) }, { message: 'the move constructor of `Inner` is user-provided' }],
    });
    const base = record('Base');
    expect(ask({ bases: [baseOf(base, true)] }).p2786.because).toEqual([
      { message: '`Widget` has the virtual base `Base`', location: at(0) },
    ]);
  });

  test('have what a library gives only on the assumption which library it is', () => {
    expect(ask({ fields: [field('v', library('std::vector', INT))] }).p2786).toMatchObject({
      status: 'assumed',
      value: false,
    });
    expect(ask({ fields: [field('lock', library('std::mutex'))] }).p1144).toMatchObject({ value: false });
  });
});
