import { expect, test } from 'vitest';
import { closest } from './spelling.js';

const HAZARDS = ['arity-mismatch', 'return-mismatch', 'overload-set'];

test.each([
  ['arity-mismach', ['arity-mismatch'], 'a letter is missing'],
  ['Arity-Mismatch', ['arity-mismatch'], 'only the case differs'],
  ['raity-mismatch', ['arity-mismatch'], 'neighbours changed places'],
  ['return', ['return-mismatch'], 'it is a beginning'],
  ['xyz', [], 'nothing is near'],
  ['', [], 'nothing was written'],
])('%j: %j, as %s', (word, expected) => {
  expect(closest(word, HAZARDS, 3)).toEqual(expected);
});

test('the closest comes first, and not more than asked for', () => {
  expect(closest('chek', ['chick', 'check', 'cheek'], 2)).toEqual(['check', 'cheek']);
});
