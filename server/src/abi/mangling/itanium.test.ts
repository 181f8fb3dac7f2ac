import { describe, expect, test } from 'vitest';
import type { CppAbiFunction, CppAbiType } from '../model.js';
import {
  builtin,
  constant,
  fn,
  library,
  nameOf,
  pointerTo,
  record,
  recordType,
  reference,
  target,
} from '../testing/build.js';
import { mangleItanium } from './itanium.js';

const S = recordType(record('ns::S'));
const CHAR = builtin('char');
const INT = builtin('int');
const symbol = (given: Partial<CppAbiFunction>, on = target()) => {
  const mangled = mangleItanium(fn(given), on);
  return mangled.status === 'unknown' ? mangled.reason : mangled.value.symbol;
};

describe('names', () => {
  test('of C linkage are plain', () =>
    expect(symbol({ linkage: 'c', name: 'widget_new' })).toBe('widget_new'));
  test('are nested in their namespaces', () => {
    const scope = [{ kind: 'namespace' as const, name: 'ns', arguments: null, abiTags: [] }];
    expect(symbol({ scope, parameters: [pointerTo(constant(CHAR))] })).toBe('_ZN2ns1fEPKc');
  });
  test('of methods carry their qualifiers', () => {
    expect(symbol({ kind: 'method', scope: nameOf('ns', 'S'), name: 'm', constFunction: true })).toBe(
      '_ZNK2ns1S1mEv',
    );
    expect(symbol({ kind: 'method', scope: nameOf('ns', 'S'), name: 'rr', referenceQualifier: '&&' })).toBe(
      '_ZNO2ns1S2rrEv',
    );
  });
  test('of operators depend on the number of operands', () => {
    expect(symbol({ kind: 'operator', name: '-', parameters: [S] })).toBe('_ZngN2ns1SE');
    expect(symbol({ kind: 'operator', name: '-', parameters: [S, S] })).toBe('_ZmiN2ns1SES0_');
  });
});

test('conventions that clang writes into names leave them unknown', () => {
  const reason = /clang writes `\w+` into the name/;
  expect(symbol({ callingConvention: 'regcall' })).toMatch(reason);
  expect(symbol({ callingConvention: 'vectorcall' })).toBe('_Z1fv');
  expect(symbol({ callingConvention: 'vectorcall' }, target('x86_64-pc-windows-gnu'))).toMatch(reason);
});

test('constructors and destructors have variants; the complete-object one is the symbol', () => {
  const of = (kind: 'constructor' | 'destructor', virtual = false) =>
    mangleItanium(fn({ kind, scope: nameOf('ns', 'S'), virtual }), target());
  expect(of('constructor')).toMatchObject({
    value: { symbol: '_ZN2ns1SC1Ev', variants: { C2: '_ZN2ns1SC2Ev' } },
  });
  expect(of('destructor', true)).toMatchObject({
    value: { symbol: '_ZN2ns1SD1Ev', variants: { D2: '_ZN2ns1SD2Ev', D0: '_ZN2ns1SD0Ev' } },
  });
});

test('components that return are substituted', () => {
  const parameters = [
    pointerTo(constant(CHAR)),
    pointerTo(constant(CHAR)),
    reference(constant(S)),
    pointerTo(S),
    pointerTo(S),
  ];
  expect(symbol({ parameters })).toBe('_Z1fPKcS0_RKN2ns1SEPS2_S5_');
});

describe('the standard library', () => {
  test('is spelled with its inline namespaces and default arguments', () => {
    expect(symbol({ name: 'p', parameters: [reference(constant(library('std::string')))] })).toBe(
      '_Z1pRKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE',
    );
    expect(symbol({ name: 'p', parameters: [library('std::vector', INT)] })).toBe('_Z1pSt6vectorIiSaIiEE');
    const libcxx = { ...target(), standardLibrary: 'libc++' as const };
    expect(symbol({ name: 'p', parameters: [library('std::vector', INT)] }, libcxx)).toBe(
      '_Z1pNSt3__16vectorIiNS_9allocatorIiEEEE',
    );
  });
  test('leaves an ABI tag on what returns a string without taking one', () => {
    expect(symbol({ name: 'r', result: library('std::string') })).toBe('_Z1rB5cxx11v');
    expect(
      symbol({ name: 'r', result: library('std::string'), parameters: [library('std::string')] }),
    ).not.toContain('B5cxx11');
  });
});

test('a type that is not known makes the symbol unknown', () => {
  const missing = { kind: 'unknown' as const, text: 'Foo', reason: 'not declared', because: [] };
  expect(mangleItanium(fn({ parameters: [missing] }), target())).toMatchObject({
    status: 'unknown',
    reason: 'Foo: not declared',
  });
});

test('a parameter that is not known is not taken for one before it', () => {
  const missing = { kind: 'unknown' as const, text: 'Foo', reason: 'not declared', because: [] };
  const callback = (...parameters: CppAbiType[]): CppAbiType =>
    pointerTo({
      kind: 'function',
      result: builtin('void'),
      parameters,
      variadic: false,
      constFunction: false,
      volatileFunction: false,
      referenceQualifier: '',
      noexcept: false,
      callingConvention: null,
    });
  expect(symbol({ parameters: [callback(), callback(missing)] })).toBe('Foo: not declared');
});
