import { expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { testGrammars } from '../../syntax/testing/grammars.js';
import type { CppFacts } from './cpp-facts.js';
import { readCpp } from './read-cpp.js';

const read = async (text: string): Promise<CppFacts> =>
  readCpp(await testGrammars(), text, { isC: false, token: NEVER_CANCELLED });

const names = ({ functions }: CppFacts): string[] => functions.map(({ name }) => name);

it('cuts off prefixes without end and goes on behind them', async () => {
  const facts = await read(`${'template <class T> '.repeat(5000)}struct A;\nint after();\n`);
  expect(names(facts)).toEqual(['after']);
  expect(facts.problems.map(({ message }) => message)).toContain('Nested too deeply to be read.');
});

it('reads the first branches of an #if with thousands, and says that there are more', async () => {
  const branches = (count: number): string =>
    Array.from({ length: count }, (_, i) => `#elif B${i}\nint f${i}();\n`).join('');
  const facts = await read(`#if A\nint a();\n${branches(3000)}#endif\nint after();\n`);
  expect(names(facts).slice(0, 2)).toEqual(['a', 'f0']);
  expect(names(facts).at(-1)).toBe('after');
  expect(names(facts).length).toBeLessThan(1000);
  expect(facts.problems.map(({ message }) => message)).toEqual([
    'An #if with too many branches: this one and those behind it are not read.',
  ]);
  expect((await read(`#if A\nint a();\n${branches(50)}#endif\n`)).problems).toEqual([]);
});

it('says that a comment is not closed, however many begin in it', async () => {
  const facts = await read(`int before();\n${'/* '.repeat(20_000)}`);
  expect(names(facts)).toEqual(['before']);
  expect(facts.problems).toHaveLength(1);
});
