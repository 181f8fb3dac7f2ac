import { describe, expect, it } from 'vitest';
import { stringValue } from './literals.js';
import { parseMetas } from './meta.js';

describe('attribute arguments', () => {
  it('are split at their own commas', () => {
    expect(parseMetas('a, b = "x, )", c(d, e = r#"","#), /* f, */ ::g::h, // i,\n j = path::k, ')).toEqual([
      { path: 'a', value: null, list: null },
      { path: 'b', value: 'x, )', list: null },
      { path: 'c', value: null, list: 'd, e = r#"","#' },
      { path: 'g::h', value: null, list: null },
      { path: 'j', value: 'path::k', list: null },
    ]);
  });

  it('that are no meta items have their text as path', () => {
    expect(parseMetas('4, "x"')).toEqual([
      { path: '4', value: null, list: null },
      { path: '"x"', value: null, list: null },
    ]);
  });
});

describe('string literals', () => {
  it.each([
    ['"C"', 'C'],
    ['r#"a"b"#', 'a"b'],
    ['b"x"', 'x'],
    ['c"x"', 'x'],
    [String.raw`"a\n\t\"\\\x41\u{1F980}\0"`, 'a\n\t"\\A🦀\0'],
    ['"a\\\n   b"', 'ab'],
    ['name', null],
  ])('%s', (literal, value) => {
    expect(stringValue(literal)).toBe(value);
  });
});
