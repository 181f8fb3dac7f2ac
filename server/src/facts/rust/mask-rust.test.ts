import { describe, expect, it } from 'vitest';
import { maskRust } from './mask-rust.js';
import { testGrammars } from '../../syntax/testing/grammars.js';

/** Whether the grammar reads it without an error. */
async function reads(source: string): Promise<boolean> {
  const grammars = await testGrammars();
  const parser = grammars.borrow('rust');
  const tree = parser.parse(source);
  grammars.giveBack('rust', parser);
  const clean = tree !== null && !tree.rootNode.hasError;
  tree?.delete();
  return clean;
}

describe('maskRust', () => {
  it.each([
    'unsafe extern "C" { safe fn a(); pub safe\r\n fn b(); }',
    'unsafe extern "C" { pub(crate) safe static A: u8; unsafe static mut B: u8; }',
    'extern "C" { pub type Opaque; pub(crate) type Other; }',
    'gen fn numbers() {}',
    'async gen fn numbers() {}',
    "fn f() { let x = for<'a> |x: &'a u8| -> u8 { 1 }; }",
    'impl const Default for X {}',
    'impl<T> const Default for X<T> {}',
    'const trait Read {}',
    'const impl Read for X {}',
    'fn f<T: ~const Read>() {}',
    'fn f<T: Sized + [const] Read>() {}',
    'unsafe auto trait Send {}',
    'default impl Read for X {}',
    'fn f<T: async Fn(u8)>() {}',
    'fn f<T>() where T: Read<read(..): Send> {}',
    'fn f(_: UniquePtr<Empty<>>);',
  ])('makes %j readable without moving anything', async (source) => {
    const masked = maskRust(source);
    expect(await reads(source)).toBe(false);
    expect(await reads(masked)).toBe(true);
    expect(masked).toHaveLength(source.length);
    expect(masked.match(/\r?\n/g)).toEqual(source.match(/\r?\n/g));
    expect(Array.from(masked, (unit, i) => unit === source[i] || unit === ' ')).not.toContain(false);
  });

  it.each([
    'fn safe() { unsafe { safe(); } } struct safe; const gen: u8 = 1;',
    'match gen { _ => {} }',
    "fn f(x: *const u8, g: &dyn for<'a> Fn(&'a u8)) where for<'a> T: X<'a> {}",
    'pub type Alias = u8; pub type Generic<T> = Vec<T>;',
    'impl Trait { const N: usize = 1; } impl<const N: usize> Array<N> {}',
    'unsafe extern "C" { pub unsafe fn a(); static A: u8; }',
    'match x { Some(..) => 1, a if b <c || d> e => 2 }',
    'let x = Vec::<u8>::new();',
  ])('has nothing to do in %j', (source) => {
    expect(maskRust(source)).toBe(source);
  });
});
