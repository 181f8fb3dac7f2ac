import { expect, test } from 'vitest';
import { CircularAnswers } from './circular-answers.js';

/** What can be reached from a node, by the answers; and how often one was worked out. */
function reachable(graph: Readonly<Record<string, string>>, from: string): readonly [string, number] {
  const answers = new CircularAnswers<string>();
  let worked = 0;
  const reach = (node: string): string =>
    answers.find(
      node,
      () => {
        worked++;
        const all = [node, ...[...(graph[node] ?? '')].map(reach)].join('');
        return [...new Set(all)].sort().join('');
      },
      '',
    );
  return [reach(from), worked];
}

test('what leads nowhere back is worked out once', () => {
  expect(reachable({ a: 'bc', b: 'd', c: 'd', d: 'e' }, 'a')).toEqual(['abcde', 5]);
});

test('what leads back to itself ends', () => {
  expect(reachable({ a: 'b', b: 'a' }, 'a')).toEqual(['ab', 2]);
  expect(reachable({ a: 'a' }, 'a')).toEqual(['a', 1]);
});

test('circles through one node cost no more than there are', () => {
  const all = 'abcdefghijkl';
  const star = { ...Object.fromEntries([...all].map((node) => [node, 'a'])), a: all };
  expect(reachable(star, 'a')).toEqual([all, all.length]);
  expect(reachable(star, 'c')).toEqual([all, all.length]);
});

test('a circle of circles ends with all of it', () => {
  const all = 'abcde';
  const graph = Object.fromEntries([...all].map((node) => [node, all]));
  expect(reachable(graph, 'a')[0]).toBe(all);
});

test('what was found out within a circle is not taken for the whole answer later', () => {
  const answers = new CircularAnswers<string>();
  const reach = (node: 'a' | 'b'): string =>
    answers.find(node, () => (node === 'a' ? `a${reach('b')}` : `b${reach('a')}`), '');
  expect(reach('a')).toBe('ab');
  expect(reach('b')).toBe('bab');
});

test('what rests on two circles is forgotten with the inner one', () => {
  // c rests on a and b; asked again from a, when b has its answer, it has to see d through b.
  const [all] = reachable({ a: 'bc', b: 'cd', c: 'ab', d: '' }, 'a');
  expect(all).toBe('abcd');
});
