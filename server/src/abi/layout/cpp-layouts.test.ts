import { describe, expect, test } from 'vitest';
import { unknown } from '../../base/known.js';
import {
  baseOf,
  builtin,
  field,
  library,
  pointerTo,
  record,
  recordType,
  special,
  target,
} from '../testing/build.js';
import type { CppAbiRecord, CppAbiType, CppRecordDefinition } from '../model.js';
import { builtBy, type CppCompiler, type CppStandard } from '../target.js';
import { createCppLayouts } from './cpp-layouts.js';

const INT = builtin('int');
const CHAR = builtin('char');
const LONG = builtin('long');

const layOut = (given: Parameters<typeof record>[1], triple?: string) =>
  createCppLayouts(target(triple)).layOut(record('S', given));

describe('a struct of scalars', () => {
  test('puts each member at its alignment and tells the padding', () => {
    expect(layOut({ fields: [field('a', CHAR), field('b', LONG), field('c', CHAR)] })).toMatchObject({
      status: 'exact',
      value: {
        size: 24,
        align: 8,
        fields: [{ offset: 0 }, { offset: 8 }, { offset: 16 }],
        padding: [
          { offset: 1, size: 7 },
          { offset: 17, size: 7 },
        ],
      },
    });
  });

  test('is smaller where long has four bytes', () => {
    const fields = [field('a', CHAR), field('b', LONG)];
    expect(layOut({ fields }, 'x86_64-pc-windows-msvc')).toMatchObject({ value: { size: 8, align: 4 } });
  });

  test('aligns double to four bytes on i686 Linux only', () => {
    const fields = [field('a', CHAR), field('b', builtin('double'))];
    expect(layOut({ fields }, 'i686-unknown-linux-gnu')).toMatchObject({ value: { size: 12, align: 4 } });
    expect(layOut({ fields }, 'i686-pc-windows-msvc')).toMatchObject({ value: { size: 16, align: 8 } });
  });

  test('has no padding where it is packed, and less under #pragma pack', () => {
    const fields = [field('a', CHAR), field('b', LONG)];
    expect(layOut({ fields, packed: true })).toMatchObject({ value: { size: 9, align: 1, padding: [] } });
    expect(layOut({ fields, pragmaPack: 2 })).toMatchObject({ value: { size: 10, align: 2 } });
  });
});

describe('tail padding', () => {
  const base = (given: Parameters<typeof record>[1]) =>
    record('Base', { fields: [field('a', LONG), field('b', INT)], ...given });

  test('of a POD is never reused', () => {
    expect(layOut({ bases: [baseOf(base({}))], fields: [field('c', INT)] })).toMatchObject({
      value: { size: 24 },
    });
  });

  test('of a class with its own constructor holds the next member', () => {
    const bases = [baseOf(base({ special: special({ defaultConstructor: 'user-provided' }) }))];
    expect(layOut({ bases, fields: [field('c', INT)] })).toMatchObject({
      value: {
        size: 16,
        fields: [{ offset: 12 }],
        reusableTail: null,
        reusedTails: [
          { of: { kind: 'base', name: 'Base' }, by: { kind: 'member', name: 'c' }, offset: 12, size: 4 },
        ],
      },
    });
  });

  test('of a base of a base, and of a member that shares its address, is followed to what stands in it', () => {
    const own = special({ defaultConstructor: 'user-provided' });
    const middle = record('Middle', { bases: [baseOf(base({ special: own }))] });
    const shared = field('shared', recordType(middle), { noUniqueAddress: 'standard' });
    expect(layOut({ fields: [shared, field('c', CHAR), field('d', CHAR)] })).toMatchObject({
      value: {
        size: 16,
        reusedTails: [
          { of: { name: 'shared' }, by: { name: 'c' }, offset: 12, size: 1 },
          { of: { name: 'shared' }, by: { name: 'd' }, offset: 13, size: 1 },
          { of: { kind: 'base', name: 'Base' }, by: { name: 'c' }, offset: 12, size: 1 },
          { of: { kind: 'base', name: 'Base' }, by: { name: 'd' }, offset: 13, size: 1 },
        ],
      },
    });
  });

  test('that rounds the size up to an alignas is reused by Microsoft, too', () => {
    const aligned = record('Aligned', { fields: [field('a', INT)], alignment: 16, alignas: true });
    expect(
      layOut({ bases: [baseOf(aligned)], fields: [field('b', INT)] }, 'x86_64-pc-windows-msvc'),
    ).toMatchObject({
      value: {
        size: 16,
        reusedTails: [{ of: { name: 'Aligned' }, by: { name: 'b' }, offset: 4, size: 4 }],
      },
    });
  });

  test('is never reused by Microsoft otherwise', () => {
    const own = special({ defaultConstructor: 'user-provided' });
    const wide = record('Base', {
      fields: [field('a', builtin('long long')), field('b', INT)],
      special: own,
    });
    expect(
      layOut({ bases: [baseOf(wide)], fields: [field('c', INT)] }, 'x86_64-pc-windows-msvc'),
    ).toMatchObject({
      value: { size: 24, reusedTails: [] },
    });
  });

  test('that may be reused is named', () => {
    const fields = [field('a', LONG), field('b', INT, { access: 'private' })];
    expect(layOut({ fields })).toMatchObject({
      value: { size: 16, dataSize: 12, reusableTail: { offset: 12, size: 4 } },
    });
  });
});

describe('bases', () => {
  const empty = record('Empty');
  const polymorphic = record('Shape', { functions: [{ signature: 'area()', virtual: true, pure: true }] });

  test('that are empty take no room, unless two of a kind would share an address', () => {
    expect(layOut({ bases: [baseOf(empty)], fields: [field('a', INT)] })).toMatchObject({
      value: { size: 4 },
    });
    expect(layOut({ bases: [baseOf(empty)], fields: [field('a', recordType(empty))] })).toMatchObject({
      value: { size: 2, fields: [{ offset: 1 }] },
    });
  });

  test('share their vtable pointer', () => {
    expect(layOut({ bases: [baseOf(polymorphic)], fields: [field('a', INT)] })).toMatchObject({
      value: { size: 16, polymorphic: true, tablePointers: [], fields: [{ offset: 8 }] },
    });
  });

  test('that are virtual stand at the end', () => {
    const data = record('Data', { fields: [field('a', INT)] });
    expect(layOut({ bases: [baseOf(data, true)], fields: [field('b', INT)] })).toMatchObject({
      value: { size: 16, nonVirtualSize: 12, bases: [{ name: 'Data', offset: 12, virtual: true }] },
    });
  });
});

describe('bit-fields', () => {
  const fields = [field('a', INT, { bitWidth: 3 }), field('b', CHAR, { bitWidth: 6 }), field('c', CHAR)];

  test('are packed into the unit of their type', () => {
    expect(layOut({ fields })).toMatchObject({
      value: { size: 4, fields: [{ offsetBits: 0 }, { offsetBits: 8 }, { offset: 2 }] },
    });
  });

  test('of another type start a new unit for Microsoft', () => {
    expect(layOut({ fields }, 'x86_64-pc-windows-msvc')).toMatchObject({
      value: { size: 8, fields: [{ offsetBits: 0 }, { offsetBits: 32 }, { offset: 5 }] },
    });
  });

  test('of MinGW follow Microsoft, and so do those of an ms_struct', () => {
    const asMicrosoft = {
      value: { size: 8, fields: [{ offsetBits: 0 }, { offsetBits: 32 }, { offset: 5 }] },
    };
    expect(layOut({ fields }, 'x86_64-pc-windows-gnu')).toMatchObject({ status: 'exact', ...asMicrosoft });
    expect(layOut({ fields, microsoftStruct: true })).toMatchObject({ status: 'exact', ...asMicrosoft });
    expect(layOut({ fields, microsoftStruct: false }, 'x86_64-pc-windows-gnu')).toMatchObject({
      value: { size: 4 },
    });
  });
});

describe('a class that clang and gcc lay out differently', () => {
  const base = record('Base', {
    fields: [field('a', LONG), field('b', INT)],
    special: special({ defaultConstructor: 'defaulted' }),
  });
  const derived = { bases: [baseOf(base)], fields: [field('c', INT)] };
  const builtByEach = (compiler: CppCompiler | null, standard: CppStandard | null = null) =>
    createCppLayouts(builtBy(target(), compiler, standard)).layOut(record('Derived', derived));

  test('is laid out as the compiler does that is set', () => {
    expect(builtByEach('clang')).toMatchObject({ status: 'exact', value: { size: 24 } });
    expect(builtByEach('gcc', 'c++17')).toMatchObject({ status: 'exact', value: { size: 24 } });
    expect(builtByEach('gcc', 'c++20')).toMatchObject({ status: 'exact', value: { size: 16 } });
  });

  test('is assumed where none is, and says what the other does', () => {
    expect(builtByEach(null)).toMatchObject({
      status: 'assumed',
      value: { size: 24 },
      assumption: 'clang builds it (gcc 12 with -std=c++20: 16 bytes)',
    });
    expect(builtByEach(null, 'c++17')).toMatchObject({ status: 'exact' });
    expect(builtByEach('gcc')).toMatchObject({
      status: 'assumed',
      assumption: 'gcc with -std=c++17 or older builds it (gcc 12 with -std=c++20: 16 bytes)',
    });
  });

  test('stays exact where only its tail padding differs', () => {
    expect(createCppLayouts(target()).layOut(base)).toMatchObject({
      status: 'exact',
      value: {
        reusableTail: null,
        tailVaries: 'gcc 12 with -std=c++20 lets others use its tail padding from offset 12',
      },
    });
  });

  test('is clang’s on platforms without gcc', () => {
    expect(layOut(derived, 'aarch64-apple-darwin')).toMatchObject({ status: 'exact' });
  });
});

describe('certainty', () => {
  test('a member of the standard library makes the layout assumed', () => {
    const layout = layOut({ fields: [field('name', library('std::string')), field('id', INT)] });
    expect(layout).toMatchObject({ status: 'assumed', value: { size: 40 } });
    expect(layout.status === 'assumed' && layout.assumption).toContain('libstdc++');
  });

  describe('with a class of the library whose inside is not known', () => {
    const empty = record('Empty');
    const comparison = record('Compare', { bases: [baseOf(empty)] });
    const map = (compare: CppAbiRecord): CppAbiType => library('std::map', INT, INT, recordType(compare));

    test('the place of an empty class that one of its arguments derives from is unknown', () => {
      const holder = { bases: [baseOf(empty)], fields: [field('map', map(comparison))] };
      expect(layOut(holder)).toMatchObject({
        status: 'unknown',
        reason:
          'whether std::map<int, int, Compare> holds a Empty, which then needs an address of its own, is not known',
      });
    });

    test('that of any other is not', () => {
      const holder = { bases: [baseOf(record('Emp'))], fields: [field('map', map(comparison))] };
      expect(layOut(holder)).toMatchObject({ status: 'assumed', value: { size: 48 } });
    });

    test('an argument that is marked `final` takes room', () => {
      const final = recordType(record('Final', { final: true }));
      expect(
        layOut({ fields: [field('map', library('std::unordered_map', INT, INT, final))] }),
      ).toMatchObject({
        status: 'unknown',
      });
      expect(layOut({ fields: [field('pair', library('std::tuple', final, INT))] })).toMatchObject({
        value: { size: 8 },
      });
    });
  });

  test('an unknown member makes it unknown and is named', () => {
    const inner = record('Inner', {
      fields: [field('x', { kind: 'unknown', text: 'Foo', reason: '`Foo` is not declared', because: [] })],
    });
    expect(layOut({ fields: [field('inner', recordType(inner))] })).toMatchObject({
      status: 'unknown',
      reason: 'member `inner`: member `x`: `Foo` is not declared',
    });
  });

  test('a type that is only pointed at is not asked for its members', () => {
    const opaque = { ...record('Opaque'), define: () => unknown('only declared') };
    expect(layOut({ fields: [field('p', pointerTo(recordType(opaque)))] })).toMatchObject({
      status: 'exact',
      value: { size: 8 },
    });
  });

  test('an assumption under a type reaches the result', () => {
    const guessed = { ...INT, assumption: 'NAME is not redefined' };
    expect(layOut({ fields: [field('a', guessed)] })).toMatchObject({
      status: 'assumed',
      assumption: 'NAME is not redefined',
    });
  });

  test('a class that contains itself is unknown, not endless', () => {
    const self: ReturnType<typeof record> = record('Self', {});
    const looping = {
      ...self,
      define: () => record('x', { fields: [field('again', recordType(looping))] }).define(),
    };
    expect(createCppLayouts(target()).layOut(looping)).toMatchObject({ status: 'unknown' });
  });

  test.each([
    ['members', (inner) => ({ fields: [field('a', recordType(inner)), field('b', recordType(inner))] })],
    ['bases', (inner) => ({ bases: [baseOf(record('Left', { bases: [baseOf(inner)] })), baseOf(inner)] })],
    [
      'virtual bases',
      (inner) => ({ bases: [baseOf(record('Left', { bases: [baseOf(inner, true)] })), baseOf(inner, true)] }),
    ],
  ] satisfies [string, (inner: CppAbiRecord) => Partial<CppRecordDefinition>][])(
    'of classes that each hold the one before twice, by %s, the large ones are unknown, not endless',
    (_, double) => {
      let nested = record('Inner', { fields: [field('x', INT)] });
      for (let depth = 1; depth <= 60; depth++) nested = record(`Level${depth}`, double(nested));
      expect(createCppLayouts(target()).layOut(nested)).toMatchObject({
        status: 'unknown',
        reason: expect.stringContaining('more than 65536 objects of classes') as string,
      });
    },
  );

  test('a large array of empty classes is unknown, a large array of others is not', () => {
    const array = (element: CppAbiType) => ({
      fields: [field('a', { kind: 'array', element, count: 1_000_000_000 })],
    });
    expect(layOut(array(recordType(record('Empty'))))).toMatchObject({ status: 'unknown' });
    const point = record('Point', { fields: [field('x', INT)] });
    expect(layOut(array(recordType(point)))).toMatchObject({
      status: 'exact',
      value: { size: 4_000_000_000 },
    });
  });
});
