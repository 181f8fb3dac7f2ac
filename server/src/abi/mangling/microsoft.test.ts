import { describe, expect, test } from 'vitest';
import type { CppAbiFunction, CppAbiNameComponent, CppAbiType } from '../model.js';
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
import { createCppAbi } from '../cpp-abi.js';

const X64 = target('x86_64-pc-windows-msvc');
const X86 = target('i686-pc-windows-msvc');
const S = recordType(record('ns::S'));
const CHAR = builtin('char');
const INT = builtin('int');
const VOID = builtin('void');
const NS: readonly CppAbiNameComponent[] = [{ kind: 'namespace', name: 'ns', arguments: null, abiTags: [] }];
const method = (name: string, given: Partial<CppAbiFunction> = {}): Partial<CppAbiFunction> => ({
  kind: 'method',
  scope: nameOf('ns', 'S'),
  name,
  ...given,
});

const symbol = (given: Partial<CppAbiFunction>, on = X64) => {
  const mangled = createCppAbi(on).mangle(fn(given));
  return mangled.status === 'unknown' ? mangled.reason : mangled.value.symbol;
};

describe('functions', () => {
  test('say their result and their parameters', () => {
    expect(symbol({ name: 'f0' })).toBe('?f0@@YAXXZ');
    expect(symbol({ name: 'f8', parameters: [INT], variadic: true })).toBe('?f8@@YAXHZZ');
    expect(symbol({ scope: NS, parameters: [pointerTo(constant(CHAR))], result: S })).toBe(
      '?f@ns@@YA?AUS@1@PEBD@Z',
    );
  });
  test('say that a parameter is const where it is a pointer, and that it was written as an array', () => {
    const array: CppAbiType = { kind: 'array', element: INT, count: 3 };
    expect(symbol({ parameters: [constant(pointerTo(INT)), constant(INT)] })).toBe('?f@@YAXQEAHH@Z');
    expect(symbol({ parameters: [array, array, pointerTo(INT)] })).toBe('?f@@YAXQEAH0PEAH@Z');
  });
  test('of a class say who may call them, and how', () => {
    expect(symbol(method('m', { constFunction: true, result: INT }))).toBe('?m@S@ns@@QEBAHXZ');
    expect(symbol(method('rr', { referenceQualifier: '&&' }))).toBe('?rr@S@ns@@QEHAAXXZ');
    expect(symbol(method('v', { virtual: true, access: 'protected' }))).toBe('?v@S@ns@@MEAAXXZ');
    expect(symbol(method('st', { kind: 'static-method', access: 'private' }))).toBe('?st@S@ns@@CAXXZ');
    expect(symbol(method('m'), X86)).toBe('?m@S@ns@@QAEXXZ');
    expect(symbol(method('m', { callingConvention: 'stdcall' }), X86)).toBe('?m@S@ns@@QAGXXZ');
  });
  test('of C linkage are decorated on 32-bit x86 alone', () => {
    const c = (given: Partial<CppAbiFunction>, on = X86) => symbol({ linkage: 'c', name: 'c', ...given }, on);
    const parameters = [INT, CHAR, builtin('double')];
    expect(c({ parameters })).toBe('_c');
    expect(c({ parameters, callingConvention: 'stdcall' })).toBe('_c@16');
    expect(c({ parameters, callingConvention: 'fastcall' })).toBe('@c@16');
    expect(c({ parameters, callingConvention: 'vectorcall' })).toBe('c@@16');
    expect(c({ parameters, callingConvention: 'stdcall' }, X64)).toBe('c');
    expect(c({ parameters, callingConvention: 'vectorcall' }, X64)).toBe('c@@24');
  });
  test('of a template spell its arguments in place of the parameters', () => {
    const parameter: CppAbiType = { kind: 'template-parameter', index: 0 };
    const templateArguments = [{ kind: 'type' as const, type: INT }];
    expect(symbol(method('tm', { parameters: [parameter], result: parameter, templateArguments }))).toBe(
      '??$tm@H@S@ns@@QEAAHH@Z',
    );
  });
});

test('a destructor is the one that others call; a virtual one also has one that frees', () => {
  const of = (virtual: boolean) =>
    createCppAbi(X64).mangle(fn({ kind: 'destructor', scope: nameOf('ns', 'S'), virtual }));
  expect(of(false)).toMatchObject({ value: { symbol: '??1S@ns@@QEAA@XZ', variants: {} } });
  expect(of(true)).toMatchObject({
    value: { symbol: '??1S@ns@@UEAA@XZ', variants: { '??_G': '??_GS@ns@@UEAAPEAXI@Z' } },
  });
});

test('variables repeat the qualifiers of what they point at', () => {
  const of = (result: CppAbiType) => symbol({ kind: 'variable', name: 'v', result });
  expect(of(INT)).toBe('?v@@3HA');
  expect(of(constant(INT))).toBe('?v@@3HB');
  expect(of(reference(INT))).toBe('?v@@3AEAHEA');
  expect(of({ kind: 'array', element: INT, count: 4 })).toBe('?v@@3PAHA');
  expect(of({ kind: 'member-pointer', class: record('ns::S'), member: INT })).toBe('?v@@3PEQS@ns@@HEQ12@');
});

test('pointers to members that are arrays repeat the qualifiers of the elements', () => {
  const member: CppAbiType = { kind: 'array', element: constant(INT), count: 3 };
  expect(symbol({ parameters: [{ kind: 'member-pointer', class: record('ns::S'), member }] })).toBe(
    '?f@@YAXPERS@ns@@Y02$$CBH@Z',
  );
});

test('a qualified function type is called as any other where no class owns it', () => {
  const type: CppAbiType = {
    kind: 'function',
    parameters: [],
    variadic: false,
    result: VOID,
    constFunction: true,
    volatileFunction: false,
    referenceQualifier: '',
    noexcept: false,
    callingConvention: null,
  };
  const holder = record('F');
  const name = [{ ...nameOf('F')[0]!, arguments: [{ kind: 'type' as const, type }] }];
  const parameters = [recordType({ ...holder, name })];
  expect(symbol({ parameters }, X86)).toBe('?f@@YAXU?$F@$$A8@@BAXXZ@@@Z');
  const member: CppAbiType = { kind: 'member-pointer', class: record('ns::S'), member: type };
  expect(symbol({ parameters: [member] }, X86)).toBe('?f@@YAXP8S@ns@@BEXXZ@Z');
});

test('names and types that return are digits', () => {
  expect(symbol({ parameters: [reference(constant(S)), S, reference(constant(S))] })).toBe(
    '?f@@YAXAEBUS@ns@@U12@0@Z',
  );
});

test('the library is spelled with its default arguments', () => {
  const of = (type: CppAbiType, on = X64) => symbol({ parameters: [type] }, on);
  const string = 'V?$basic_string@DU?$char_traits@D@std@@V?$allocator@D@2@@std@@';
  expect(of(library('std::string'))).toBe(`?f@@YAX${string}@Z`);
  expect(of(library('std::map', INT, CHAR))).toBe(
    '?f@@YAXV?$map@HDU?$less@H@std@@V?$allocator@U?$pair@$$CBHD@std@@@2@@std@@@Z',
  );
  expect(of(library('std::span', INT))).toBe('?f@@YAXV?$span@H$0?0@std@@@Z');
  expect(of(library('std::span', INT), X86)).toBe('?f@@YAXV?$span@H$0PPPPPPPP@@std@@@Z');
});

test('what has no predictable name is unknown, with the reason', () => {
  const scope = [{ kind: 'namespace' as const, name: '', arguments: null, abiTags: [] }];
  expect(symbol({ scope })).toBe('the name of an anonymous namespace is a hash of the file');
  expect(symbol({ name: 'f'.repeat(5000), result: VOID })).toMatch(/more than 4096 characters/);
  const missing = { kind: 'unknown' as const, text: 'Foo', reason: 'not declared', because: [] };
  expect(symbol({ parameters: [missing] })).toBe('Foo: not declared');
});

test('a parameter that is not known is not taken for one before it', () => {
  const missing = { kind: 'unknown' as const, text: 'Foo', reason: 'not declared', because: [] };
  const callback = (...parameters: CppAbiType[]): CppAbiType =>
    pointerTo({
      kind: 'function',
      result: VOID,
      parameters,
      variadic: false,
      constFunction: false,
      volatileFunction: false,
      referenceQualifier: '',
      noexcept: false,
      callingConvention: null,
    });
  expect(symbol({ parameters: [callback(INT), callback(INT, missing)] })).toBe('Foo: not declared');
});
