import { describe, expect, it } from 'vitest';
import { readRust } from './testing/read-rust.js';
import { readCfgIf } from './cfg-if.js';

/** The functions that a text declares, with their conditions. */
async function functionsOf(text: string): Promise<Record<string, readonly string[]>> {
  const { foreignFunctions } = await readRust(text);
  return Object.fromEntries(
    foreignFunctions.map(({ name, modulePath, condition }) => [[...modulePath, name].join('::'), condition]),
  );
}

describe('cfg_if', () => {
  it('has each branch under its condition, and not under those before', async () => {
    const text = `
use cfg_if::cfg_if;
#[cfg(outer)]
cfg_if! {
    // Not of "this" { kind.
    if #[cfg(unix)] {
        extern "C" { fn of_unix(); }
    } else if #[cfg(all(windows, feature = "a{b"))] {
        pub mod inner { extern "C" { #[cfg(x)] fn of_windows(); } }
    } else {
        extern "C" { fn of_others(); }
    }
}
extern "C" { fn behind(); }
`;
    expect(await functionsOf(text)).toEqual({
      of_unix: ['outer', 'unix'],
      'inner::of_windows': ['outer', 'not(unix)', 'all(windows, feature = "a{b")', 'x'],
      of_others: ['outer', 'not(unix)', 'not(all(windows, feature = "a{b"))'],
      behind: [],
    });
    const facts = await readRust(text);
    expect(facts.macros).toEqual([]);
    expect(facts.problems).toEqual([]);
  });

  it('keeps the ranges of what is written in it', async () => {
    const text =
      'cfg_if::cfg_if! { if #[cfg(unix)] { pub struct A { a: u8 } mod b; } else { type C = u8; } }';
    const { records, modules, aliases } = await readRust(text);
    const at = (name: string) => ({ line: 0, character: text.indexOf(name) });
    expect(records[0]?.nameRange.start).toEqual(at('A {'));
    expect(modules).toMatchObject([{ name: 'b', inline: false, condition: ['unix'] }]);
    expect(aliases[0]?.nameRange.start).toEqual(at('C ='));
  });

  it.each([
    ['within another', 'if #[cfg(a)] { cfg_if! { if #[cfg(b)] { extern "C" { fn f(); } } } }', ['a', 'b']],
    ['in a module', 'if #[cfg(a)] { extern "C" { fn f(); } }', ['a']],
  ])('is read %s', async (_, body, condition) => {
    const functions = await functionsOf(`mod m { cfg_if! { ${body} } }`);
    expect(functions).toEqual({ 'm::f': condition });
  });

  it.each([
    ['in a comment', '/* cfg_if! { if #[cfg(a)] { fn f(); } } */'],
    ['in a string', 'const A: &str = r#"cfg_if! { if #[cfg(a)] { fn f(); } }"#;'],
    ['in a body', 'fn g() { cfg_if! { if #[cfg(a)] { h() } else { i() } } }'],
    ['in a macro', 'macro_rules! m { () => { cfg_if! { if #[cfg(a)] { fn f() {} } } } }'],
    ['without an end', 'cfg_if! { if #[cfg(a)] { fn f() {} '],
    ['with something else', 'cfg_if! { struct A {} }'],
    ['with an `else` too many', 'cfg_if! { if #[cfg(a)] {} else {} else {} }'],
    ['without a first branch', 'cfg_if! { else { fn f() {} } }'],
    ['with text between', 'cfg_if! { if #[cfg(a)] {} "b" else {} }'],
    ['in too little room', 'cfg_if! { if #[cfg(a)] {}else{} }'],
  ])('is left as it is %s', (_, text) => {
    expect(readCfgIf(text)).toEqual([]);
  });

  it('takes time that grows with the text alone', () => {
    for (const part of ['/*', '"', 'r"', 'if #[cfg(', 'cfg_if!{', 'cfg_if! { if #[cfg(a)] {', 'mod ', ' '])
      expect(readCfgIf(`cfg_if${part.repeat(20_000)}`)).toEqual([]);
  });
});
