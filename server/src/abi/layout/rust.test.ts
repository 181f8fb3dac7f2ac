import { describe, expect, test } from 'vitest';
import type { RustAbiType } from '../model.js';
import { primitive, rustEnum, rustLibrary, rustReference, rustStruct, target } from '../testing/build.js';
import { createRustLayouts } from './rust.js';

const [U8, U16, U32, U64, BOOL] = (['u8', 'u16', 'u32', 'u64', 'bool'] as const).map(primitive) as [
  RustAbiType,
  RustAbiType,
  RustAbiType,
  RustAbiType,
  RustAbiType,
];
const layOut = (type: RustAbiType, triple?: string) => createRustLayouts(target(triple)).layOut(type);

describe('guaranteed layouts are exact', () => {
  test('repr(C) keeps the order', () => {
    expect(layOut(rustStruct('S', { c: true }, U8, U32, U8))).toMatchObject({
      status: 'exact',
      value: {
        size: 12,
        align: 4,
        fields: [{ offset: 0 }, { offset: 4 }, { offset: 8 }],
        padding: [
          { offset: 1, size: 3 },
          { offset: 9, size: 3 },
        ],
      },
    });
    expect(layOut(rustStruct('S', { c: true, packed: 1 }, U8, U32))).toMatchObject({
      status: 'exact',
      value: { size: 5, align: 1 },
    });
    expect(layOut(rustStruct('S', { c: true, align: 16 }, U8))).toMatchObject({
      status: 'exact',
      value: { size: 16, align: 16 },
    });
  });

  test('an empty repr(C) struct has no size, unlike in C++', () => {
    expect(layOut(rustStruct('S', { c: true }))).toMatchObject({
      status: 'exact',
      value: { size: 0, align: 1 },
    });
  });

  test('u64 is aligned to four bytes on i686 Linux, u128 to eight on armv7', () => {
    expect(layOut(U64, 'i686-unknown-linux-gnu')).toMatchObject({ value: { size: 8, align: 4 } });
    expect(layOut(primitive('u128'), 'armv7-unknown-linux-gnueabihf')).toMatchObject({ value: { align: 8 } });
  });

  test('repr(u8) puts each payload after the tag, repr(C, u8) all of them at one place', () => {
    expect(layOut(rustEnum('E', { integer: 'u8' }, [U32], [U16, U8]))).toMatchObject({
      status: 'exact',
      value: {
        size: 8,
        variants: [{ fields: [{ offset: 4 }] }, { fields: [{ offset: 2 }, { offset: 4 }] }],
        tag: { kind: 'direct', size: 1 },
      },
    });
    expect(layOut(rustEnum('E', { c: true, integer: 'u8' }, [U32], [U16, U8]))).toMatchObject({
      status: 'exact',
      value: { variants: [{ fields: [{ offset: 4 }] }, { fields: [{ offset: 4 }, { offset: 6 }] }] },
    });
  });

  test('a field-less repr(C) enum is an int', () => {
    expect(layOut(rustEnum('E', { c: true }, [], []))).toMatchObject({
      status: 'exact',
      value: { size: 4, align: 4 },
    });
  });

  test('Option of a reference, a Box or a function pointer has no tag', () => {
    for (const inner of [
      rustReference(U8),
      rustLibrary('NonZero', U32),
      { kind: 'function-pointer', abi: 'C', parameters: [], variadic: false, result: U32 } as const,
    ]) {
      const plain = layOut(inner);
      const option = layOut(rustLibrary('Option', inner));
      expect(option.status).toBe('exact');
      expect(plain.status !== 'unknown' && option).toMatchObject({
        value: { size: plain.status === 'unknown' ? -1 : plain.value.size },
      });
    }
  });
});

describe('the default representation is assumed, and says so', () => {
  test('fields are reordered by alignment', () => {
    const layout = layOut(rustStruct('S', {}, U8, U32, U8));
    expect(layout).toMatchObject({
      status: 'assumed',
      value: { size: 8, fields: [{ offset: 4 }, { offset: 0 }, { offset: 5 }] },
    });
    expect(layout.status === 'assumed' && layout.assumption).toContain('rustc 1.95');
  });

  test('also where it is deep inside a repr(C) struct', () => {
    expect(layOut(rustStruct('S', { c: true }, U8, rustLibrary('String')))).toMatchObject({
      status: 'assumed',
      value: { size: 32 },
    });
  });

  test('niches nest', () => {
    const option = rustLibrary('Option', rustLibrary('Option', BOOL));
    expect(layOut(option)).toMatchObject({ status: 'assumed', value: { size: 1, tag: { kind: 'niche' } } });
    expect(layOut(rustLibrary('Option', rustLibrary('Vec', U8)))).toMatchObject({ value: { size: 24 } });
  });
});

describe('what cannot be known', () => {
  test('has no layout: unsized types and unknown fields', () => {
    expect(layOut({ kind: 'str' })).toMatchObject({ status: 'unknown' });
    const missing: RustAbiType = { kind: 'unknown', text: 'Foo', reason: '`Foo` is not found', because: [] };
    expect(layOut(rustStruct('S', { c: true }, missing))).toMatchObject({
      status: 'unknown',
      reason: 'field `f0`: `Foo` is not found',
    });
  });

  test('but a pointer to an unknown type is taken to be thin', () => {
    const missing: RustAbiType = { kind: 'unknown', text: 'Foo', reason: '`Foo` is not found', because: [] };
    expect(layOut(rustReference(missing))).toMatchObject({
      status: 'assumed',
      value: { size: 8 },
      assumption: '`Foo` is a sized type',
    });
  });
});
