import { describe, expect, test } from 'vitest';
import { createCppAbi } from './cpp-abi.js';
import type { CppAbiRecord } from './model.js';
import {
  at,
  baseOf,
  builtin,
  field,
  library,
  pointerTo,
  record,
  recordType,
  special,
  target,
} from './testing/build.js';

const INT = builtin('int');
const STRING = library('std::string');
const libcxx = { ...target(), standardLibrary: 'libc++' as const };

const judge = (given: Parameters<typeof record>[1], on = target()) =>
  createCppAbi(on).relocationOf(recordType(record('Widget', given)));

describe('a class may be moved by Rust', () => {
  test('where it is trivially copyable', () => {
    expect(judge({ fields: [field('a', INT)] })).toMatchObject({
      status: 'exact',
      value: { trivial: true, ground: 'trivially-copyable' },
    });
  });

  test('where every member may be, by the tables', () => {
    const fields = [
      field('items', library('std::vector', INT)),
      field('next', library('std::unique_ptr', INT)),
    ];
    expect(judge({ fields })).toMatchObject({
      status: 'assumed',
      value: { trivial: true, ground: 'members' },
    });
  });

  test('where it is declared so', () => {
    const claim = {
      message: 'rust::IsRelocatable<Widget> is specialised as true',
      location: at(20),
      form: 'trait' as const,
      declaration: at(20),
    };
    const given = {
      fields: [field('p', pointerTo(INT))],
      special: special({ destructor: 'user-provided' }),
      relocationClaims: [claim],
    };
    expect(judge(given)).toMatchObject({
      value: { trivial: true, ground: 'declared' },
      because: [{ message: claim.message, location: at(20) }],
    });
  });
});

describe('a promise', () => {
  const text = field('name_', STRING);
  const claims = (form: 'attribute' | 'keyword') => [
    { message: '`Widget` is marked', form, declaration: null },
  ];

  test('of P2786 holds of eligible classes only, any other is believed', () => {
    expect(judge({ fields: [text], relocationClaims: claims('keyword') })).toMatchObject({
      value: { trivial: false, ground: 'members' },
    });
    expect(judge({ fields: [text], relocationClaims: claims('attribute') })).toMatchObject({
      status: 'exact',
      value: { trivial: true, ground: 'declared' },
    });
    const owner = { special: special({ destructor: 'user-provided' }) };
    expect(judge({ ...owner, relocationClaims: claims('keyword') })).toMatchObject({
      value: { trivial: true, ground: 'declared' },
    });
  });

  test('by `trivial_abi` counts where the mark has an effect', () => {
    const owner = { fields: [field('p', pointerTo(INT))], special: special({ destructor: 'user-provided' }) };
    expect(judge({ ...owner, trivialAbi: true })).toMatchObject({ value: { ground: 'declared' } });
    expect(judge({ fields: [text], trivialAbi: true })).toMatchObject({ value: { trivial: false } });
  });

  test('is left out where it is to be held against the members', () => {
    const widget = record('Widget', { fields: [text], relocationClaims: claims('attribute') });
    expect(createCppAbi(target()).relocationWithoutClaims(widget)).toMatchObject({
      status: 'assumed',
      value: { trivial: false, ground: 'members' },
    });
  });
});

describe('a class must stay where it is', () => {
  test('where a member points into itself, and the evidence names it', () => {
    expect(judge({ fields: [field('id', INT), field('name_', STRING, { location: at(3) })] })).toMatchObject({
      status: 'assumed',
      value: { trivial: false, ground: 'members' },
      because: [
        {
          message:
            'member `name_` of `Widget` is `std::string`, whose libstdc++ form points into itself while the string is short',
          location: at(3),
        },
      ],
    });
  });

  test('which depends on the library', () => {
    expect(judge({ fields: [field('name_', STRING)] }, libcxx)).toMatchObject({ value: { trivial: true } });
  });

  test('where the member is deep inside, step by step', () => {
    const inner = record('Inner', { fields: [field('name_', STRING, { location: at(3) })] });
    const verdict = judge({ fields: [field('inner', recordType(inner), { location: at(7) })] });
    expect(verdict.because.map((step) => step.location)).toEqual([at(7), at(3)]);
  });

  test('where it can be neither copied nor moved, though compilers call it trivially copyable', () => {
    const given = { fields: [field('a', INT)], special: special({ copyConstructor: 'deleted' }) };
    expect(judge(given)).toMatchObject({ value: { trivial: false, ground: 'immovable' } });
    expect(judge({ fields: [field('lock', library('std::mutex'))] })).toMatchObject({
      value: { ground: 'immovable' },
    });
  });

  test('where it has a virtual base', () => {
    const base = record('Base', { fields: [field('s', library('std::vector', INT))] });
    expect(judge({ bases: [baseOf(base, true)] })).toMatchObject({
      value: { trivial: false, ground: 'virtual-base' },
    });
  });
});

describe('it cannot be known', () => {
  test('where the class has a destructor or move constructor of its own', () => {
    const given = { fields: [field('p', pointerTo(INT))], special: special({ destructor: 'user-provided' }) };
    expect(judge(given)).toMatchObject({ status: 'unknown', because: [{ location: at(9) }] });
  });

  test('but a member that must stay decides all the same', () => {
    const given = {
      fields: [field('name_', STRING)],
      special: special({ moveConstructor: 'user-provided' }),
    };
    expect(judge(given)).toMatchObject({ value: { trivial: false, ground: 'members' } });
  });

  test('which a copy constructor does not matter for where there is a move constructor', () => {
    const given = {
      fields: [field('items', library('std::vector', INT))],
      special: special({ copyConstructor: 'user-provided', moveConstructor: 'defaulted' }),
    };
    expect(judge(given)).toMatchObject({ value: { trivial: true, ground: 'members' } });
  });

  test('where it depends on the value it holds', () => {
    expect(judge({ fields: [field('value', library('std::any'))] })).toMatchObject({ status: 'unknown' });
  });
});

describe('any class is judged in the end', () => {
  test('one that derives from itself, as code in the making may', () => {
    const self: CppAbiRecord = record('Self');
    const looping: CppAbiRecord = {
      ...self,
      define: () => record('x', { bases: [baseOf(looping)] }).define(),
    };
    const abi = createCppAbi(target());
    const type = recordType(looping);
    expect(abi.relocationOf(type)).toMatchObject({ status: 'unknown' });
    expect(abi.relocationDefinitionsOf(type).p2786).toMatchObject({ status: 'unknown' });
    expect(abi.callsOf(type)).toMatchObject({ status: 'unknown' });
  });

  test('one of classes that each hold the one before twice, with each step told once', () => {
    let nested = record('Inner', { fields: [field('next', library('std::unique_ptr', INT))] });
    for (let depth = 1; depth <= 60; depth++) {
      const type = recordType(nested);
      nested = record(`Level${depth}`, { fields: [field('a', type), field('b', type)] });
    }
    const abi = createCppAbi(target());
    const verdict = abi.relocationOf(recordType(nested));
    expect(verdict).toMatchObject({ value: { trivial: true, ground: 'members' } });
    expect(verdict.because.length).toBeLessThan(200);
    expect(abi.relocationDefinitionsOf(recordType(nested)).p1144).toMatchObject({ value: false });
  });
});
