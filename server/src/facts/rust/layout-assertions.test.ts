import { expect, it } from 'vitest';
import { readRust } from './testing/read-rust.js';

const asserted = async (source: string): Promise<string[]> =>
  (await readRust(source)).layoutAssertions.map(({ type, measure, relation, bytes, modulePath, condition }) =>
    [...modulePath, `${measure} of ${type} ${relation} ${bytes}`, ...condition].join(' '),
  );

it.each([
  ['const _: () = assert!(size_of::<A>() == 32);', ['size of A equal 32']],
  ['const _: () = assert!(std::mem::size_of::<A>() <= 0x40_usize, "too large");', ['size of A at-most 64']],
  [
    'const _: () = { assert!(::core::mem::size_of::<A>() == 8 // bytes\n && mem::align_of::<A>() == 4); assert!(size_of::<B>() == 1); };',
    ['size of A equal 8', 'align of A equal 4', 'size of B equal 1'],
  ],
  ['static_assertions::const_assert_eq!(size_of::<A>(), 8);', ['size of A equal 8']],
  ['const_assert!(align_of::<A>() <= 8);', ['align of A at-most 8']],
  ['mod m { #[cfg(unix)] const _: () = assert!(size_of::<A>() == 8); }', ['m size of A equal 8 unix']],
])('%s', async (source, expected) => expect(await asserted(source)).toEqual(expected));

it.each([
  'const _: () = assert!(size_of::<A>() == 32 || cfg!(windows));',
  'const _: () = assert!(!(size_of::<A>() == 32));',
  'const _: () = assert!(size_of::<A>() >= 32);',
  'const _: () = assert!(size_of::<A<u8>>() == SIZE);',
  'const _: () = assert!(size_of::<A>() == 32 + MORE);',
  'const N: usize = size_of::<A>();',
  'fn f() { assert!(size_of::<A>() == 32); }',
  '#[test] fn layout() { assert_eq!(size_of::<A>(), 32); }',
  'debug_assert!(size_of::<A>() == 32);',
])('%s asserts nothing that is read', async (source) => expect(await asserted(source)).toEqual([]));
