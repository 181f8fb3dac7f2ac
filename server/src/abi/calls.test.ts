import { expect, test } from 'vitest';
import { createCppAbi } from './cpp-abi.js';
import { builtBy } from './target.js';
import { builtin, field, library, pointerTo, record, recordType, special, target } from './testing/build.js';

const INT = builtin('int');
const judge = (given: Parameters<typeof record>[1], on = target()) =>
  createCppAbi(on).callsOf(recordType(record('Widget', given)));

test('a plain struct goes through calls as in C', () => {
  expect(judge({ fields: [field('a', INT)] })).toMatchObject({ status: 'exact', value: { trivial: true } });
});

test('its own assignment does not matter, its own destructor or copy constructor does', () => {
  expect(judge({ special: special({ copyAssignment: 'user-provided' }) })).toMatchObject({
    value: { trivial: true },
  });
  expect(judge({ special: special({ destructor: 'user-provided' }) })).toMatchObject({
    value: { trivial: false },
  });
  expect(judge({ special: special({ copyConstructor: 'user-provided' }) })).toMatchObject({
    value: { trivial: false },
    because: [{ message: 'the copy constructor of `Widget` is user-provided' }],
  });
});

test('a member decides, and is named', () => {
  expect(judge({ fields: [field('name_', library('std::string'))] })).toMatchObject({
    value: { trivial: false },
    because: [{ message: 'member `name_` is `std::string`' }, {}],
  });
});

test('a class that can only be moved by default is passed in registers', () => {
  expect(
    judge({ special: special({ copyConstructor: 'deleted', moveConstructor: 'defaulted' }) }),
  ).toMatchObject({
    value: { trivial: true },
  });
});

test('[[clang::trivial_abi]] makes an owner of memory trivial, not an owner of a string', () => {
  const own = {
    special: special({ destructor: 'user-provided', copyConstructor: 'user-provided' }),
    trivialAbi: true,
  };
  expect(judge({ ...own, fields: [field('p', pointerTo(INT))] })).toMatchObject({ value: { trivial: true } });
  expect(judge({ ...own, fields: [field('s', library('std::string'))] })).toMatchObject({
    value: { trivial: false },
  });
});

test('[[clang::trivial_abi]] is nothing to gcc', () => {
  const record = {
    special: special({ destructor: 'user-provided' }),
    trivialAbi: true,
    fields: [field('p', pointerTo(INT))],
  };
  expect(judge(record, builtBy(target(), 'clang', null))).toMatchObject({
    status: 'exact',
    value: { trivial: true },
  });
  expect(judge(record, builtBy(target(), 'gcc', null))).toMatchObject({
    status: 'exact',
    value: { trivial: false },
  });
  expect(judge(record)).toMatchObject({
    status: 'assumed',
    value: { trivial: true },
    assumption: 'clang builds it: gcc does not know `[[clang::trivial_abi]]`',
  });
});
