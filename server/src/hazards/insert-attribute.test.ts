import { expect, it } from 'vitest';
import { insertAttribute } from './insert-attribute.js';

const inserted = (text: string, character: number): string | undefined =>
  insertAttribute('file:///a.rs', { line: 0, character }, '#[repr(C)]', () => text)?.changes[0]?.edits[0]
    ?.newText;

it('gives the attribute a line of its own with the indentation of the item, tabs included', () => {
  expect(inserted('struct A;', 0)).toBe('#[repr(C)]\n');
  expect(inserted('\t\tstruct A;', 2)).toBe('#[repr(C)]\n\t\t');
});

it('stays on the line where something stands before the item', () => {
  expect(inserted('mod m { struct A; }', 8)).toBe('#[repr(C)] ');
});

it('does nothing where the line is gone', () => {
  expect(insertAttribute('file:///a.rs', { line: 3, character: 0 }, '#[repr(C)]', () => 'x')).toBeNull();
});
