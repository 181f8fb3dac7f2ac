import { describe, expect, it } from 'vitest';
import { readSuppression } from './suppression.js';

const START = { line: 4, character: 10 };
const idsOf = (comment: string) =>
  readSuppression(comment, START, false)?.hazards.map(({ id }) => id) ?? null;

describe('readSuppression', () => {
  it('gives each id with its own range', () => {
    expect(readSuppression('// ferrule: allow(overload-set, arity-mismatch)', START, true)).toEqual({
      hazards: [
        { id: 'overload-set', range: { start: { line: 4, character: 28 }, end: { line: 4, character: 40 } } },
        {
          id: 'arity-mismatch',
          range: { start: { line: 4, character: 42 }, end: { line: 4, character: 56 } },
        },
      ],
      line: 4,
      ownLine: true,
    });
  });

  it('counts columns anew on the later lines of a block comment', () => {
    expect(readSuppression('/* ferrule: allow(a,\n  b) */', START, false)?.hazards[1]?.range).toEqual({
      start: { line: 5, character: 2 },
      end: { line: 5, character: 3 },
    });
  });

  it.each([
    ['no blanks', '//ferrule:allow(a,b)', ['a', 'b']],
    ['many blanks', '//   ferrule :  allow ( a , b )', ['a', 'b']],
    ['a block comment', '/* ferrule: allow(a) */', ['a']],
    ['a reason after the list', '// ferrule: allow(a): the C side is generated (see #12)', ['a']],
    ['an unknown id, which is for others to judge', '// ferrule: allow(no-such-thing!)', ['no-such-thing!']],
    ['a comma too many', '// ferrule: allow(a,)', ['a']],
  ])('reads %s', (_, comment, ids) => {
    expect(idsOf(comment)).toEqual(ids);
  });

  it.each([
    ['other comments', '// ferrule is a metal ring'],
    ['a mention in prose', '// write `ferrule: allow(a)` above the line'],
    ['another tool', '// ferrules: allow(a)'],
    ['another word', '// ferrule: deny(a)'],
    ['no list', '// ferrule: allow'],
    ['an empty list', '// ferrule: allow( , )'],
    ['an open list', '// ferrule: allow(a'],
    ['a documentation comment', '/// ferrule: allow(a)'],
    ['an inner documentation comment', '//! ferrule: allow(a)'],
    ['a documentation block', '/** ferrule: allow(a) */'],
    ['nothing', ''],
  ])('is not misled by %s', (_, comment) => {
    expect(idsOf(comment)).toBeNull();
  });
});
