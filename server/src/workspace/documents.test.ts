import { expect, it } from 'vitest';
import { Documents } from './documents.js';

const at = (line: number, character: number) => ({ line, character });

it('applies edits in order, in UTF-16 units', () => {
  const documents = new Documents();
  documents.open('file:///a.h', 'cpp', 1, 'a 𝒳 b\r\nsecond\n');
  documents.change('file:///a.h', 2, [
    { range: { start: at(0, 5), end: at(0, 6) }, text: 'wide' },
    { range: { start: at(1, 0), end: at(1, 6) }, text: 'x\ny' },
    { range: { start: at(2, 1), end: at(2, 1) }, text: '!' },
  ]);
  expect(documents.get('file:///a.h')).toMatchObject({
    text: 'a 𝒳 wide\r\nx\ny!\n',
    version: 2,
    language: 'cpp',
  });
});

it('takes a change without a range as the whole text', () => {
  const documents = new Documents();
  documents.open('file:///a.rs', 'rust', 1, 'old');
  documents.change('file:///a.rs', 2, [{ text: 'new' }]);
  expect(documents.get('file:///a.rs')?.text).toBe('new');
});

it('keeps only languages of its own, by name before the editor’s word', () => {
  const documents = new Documents();
  documents.open('file:///a.py', 'python', 1, '');
  documents.open('file:///vector', 'cpp', 1, '');
  documents.open('file:///a.c', 'c', 1, '');
  documents.open('file:///a.zng', 'plaintext', 1, '');
  expect([...documents.all()].map(({ language }) => language)).toEqual(['cpp', 'cpp', 'zng']);
});

it('forgets a closed document and ignores changes of one that is not open', () => {
  const documents = new Documents();
  documents.open('file:///a.rs', 'rust', 1, '');
  documents.close('file:///a.rs');
  documents.change('file:///a.rs', 2, [{ text: 'x' }]);
  expect([...documents.all()]).toEqual([]);
});
