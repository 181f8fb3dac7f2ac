import { expect, test } from 'vitest';
import type { Range } from '../base/range.js';
import { renderExcerpt, splitLines } from './excerpt.js';
import { span } from './testing/cli.js';

/** The excerpt of `range` in `text`, in a frame as wide as asked for. */
function excerpt(text: string, range: Range, { label = '', width = 80 } = {}): string {
  const plain = (shown: string): string => shown;
  const lines = renderExcerpt(
    { arrow: '-->', path: 'a.h', range, mark: '^', label, lines: splitLines(text) },
    { gutter: String(range.end.line + 1).length, width, frame: plain, accent: plain },
  );
  return `\n${lines.join('\n')}\n`;
}

test('tabs become four blanks, and the mark follows', () => {
  expect(excerpt('\t\tint id;\n', span(0, 6, 8))).toBe(`
 --> a.h:1:7
  |
1 |         int id;
  |             ^^
`);
});

test('letters of double width, combining marks and emoji keep the mark in place', () => {
  expect(excerpt('/* 漢字 e\u0301 👩‍🚀 */ int id;', span(0, 22, 24))).toBe(`
 --> a.h:1:23
  |
1 | /* 漢字 e\u0301 👩‍🚀 */ int id;
  |                     ^^
`);
});

test('a mark under a letter of double width is two columns wide', () => {
  expect(excerpt('int 幅;', span(0, 4, 5))).toBe(`
 --> a.h:1:5
  |
1 | int 幅;
  |     ^^
`);
});

test('what could drive the terminal or turn the text around is never printed', () => {
  expect(excerpt('int \u001B[31mid\u202E;', span(0, 9, 11), { label: 'named\u0007 so' })).toBe(`
 --> a.h:1:10
  |
1 | int \uFFFD[31mid\uFFFD;
  |          ^^ named\uFFFD so
`);
});

test('an empty range gets one mark, also behind the end of the line', () => {
  expect(excerpt('int id', span(0, 6, 6))).toBe(`
 --> a.h:1:7
  |
1 | int id
  |       ^
`);
});

test('a short range over several lines is shown whole, the label stands at its end', () => {
  const text = 'struct Widget {\n    int id;\n\n};\n';
  expect(
    excerpt(text, { start: { line: 0, character: 7 }, end: { line: 3, character: 1 } }, { label: 'here' }),
  ).toBe(`
 --> a.h:1:8
  |
1 | struct Widget {
  |        ^^^^^^^^
2 |     int id;
  |     ^^^^^^^
3 |
  | ^
4 | };
  | ^ here
`);
});

test('of a long range the beginning and the end are shown', () => {
  const text = ['enum E {', ...Array.from({ length: 9 }, (_, index) => `  e${index},`), '};'].join('\n');
  expect(excerpt(text, { start: { line: 0, character: 0 }, end: { line: 10, character: 2 } })).toBe(`
  --> a.h:1:1
   |
 1 | enum E {
   | ^^^^^^^^
 2 |   e0,
   |   ^^^
 3 |   e1,
   |   ^^^
...
10 |   e8,
   |   ^^^
11 | };
   | ^^
`);
});

test('a range that ends before the first column of a line does not show that line', () => {
  expect(excerpt('int a;\nint b;\n', { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }))
    .toBe(`
 --> a.h:1:1
  |
1 | int a;
  | ^^^^^^
`);
});

test('a long line is cut behind the mark where the mark fits in', () => {
  expect(excerpt(`int id; // ${'x'.repeat(80)}`, span(0, 4, 6), { width: 40 })).toBe(`
 --> a.h:1:5
  |
1 | int id; // xxxxxxxxxxxxxxxxxxxxxxxx…
  |     ^^
`);
});

test('and on both sides where it does not', () => {
  expect(excerpt(`/* ${'x'.repeat(80)} */ int id; // ${'y'.repeat(80)}`, span(0, 91, 93), { width: 40 }))
    .toBe(`
 --> a.h:1:92
  |
1 | …xxxxxxxxxxxx */ int id; // yyyyyyy…
  |                      ^^
`);
});

test('and in the same way where the line is as long as a file', () => {
  const [before, behind] = ['x'.repeat(1_000_000), 'y'.repeat(1_000_000)];
  expect(excerpt(`/* ${before} */ int id; // ${behind}`, span(0, 1_000_011, 1_000_013), { width: 40 })).toBe(`
 --> a.h:1:1000012
  |
1 | …xxxxxxxxxxxx */ int id; // yyyyyyy…
  |                      ^^
`);
});

test('a mark wider than the line is cut with it', () => {
  expect(excerpt(`f(${'x'.repeat(80)})`, span(0, 1, 83), { width: 20 })).toBe(`
 --> a.h:1:2
  |
1 | …(xxxxxxxxxxxxx…
  |  ^^^^^^^^^^^^^^
`);
});

test('several lines of label stand under one another', () => {
  expect(excerpt('int id;', span(0, 4, 6), { label: 'first\nsecond' })).toBe(`
 --> a.h:1:5
  |
1 | int id;
  |     ^^ first
  |        second
`);
});
