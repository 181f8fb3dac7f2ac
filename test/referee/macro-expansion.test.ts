import { expect, test } from 'vitest';
import { expandMacros } from '../../server/src/facts/cpp/macro-expansion.js';
import { definitionsOf, randomMacros, randomUse } from './macro-expansion.js';
import { preprocess, PREPROCESSORS } from './preprocessors.js';
import { Random, sampleSize, SEED } from './random.js';

const USES = 150;

/**
 * Words, literals and single marks: where these are the same, a parser reads the same. How many spaces `#` leaves
 * in a string says nothing about declarations.
 */
const tokensOf = (text: string): string =>
  (text.match(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\.?\d(?:[eEpP][+-]|[\w.])*|\w+|\S/g) ?? [])
    .map((token) => (token.startsWith('"') ? token.replaceAll(' ', '') : token))
    .join(' ');

test('macros are expanded as clang and gcc do, or not at all', () => {
  const random = new Random(SEED);
  const counts = { asked: 0, answered: 0 };
  const wrong: string[] = [];
  for (let i = 0; i < sampleSize(12); i++) {
    const macros = randomMacros(random);
    const definitions = definitionsOf(macros);
    const uses = Array.from({ length: USES }, () => randomUse(random, macros));
    const text = [...definitions, ...uses.map((use, n) => `use_${n} ${use} end_of_use`)].join('\n');
    const answers = Object.values(PREPROCESSORS).map((compiler) => preprocess(text, compiler));
    const bad = answers.some(({ errors }) => [...errors].some((line) => line <= definitions.length));
    for (const [n, use] of uses.entries()) {
      const line = definitions.length + n + 1;
      const ours = expandMacros(use, (name) => macros.get(name) ?? null);
      const said = new Set(
        answers.map((answer) => {
          const [, made] = new RegExp(`use_${n}\\s([^]*?)end_of_use`).exec(answer.text) ?? [];
          return bad || answer.errors.has(line) || made === undefined ? null : tokensOf(made);
        }),
      );
      const [first = null] = said;
      if (first !== null && said.size === 1) counts.asked++;
      // What the compilers refuse, or disagree about, may be anything.
      if (ours === null || first === null || said.size > 1) continue;
      counts.answered++;
      if (first !== tokensOf(ours)) {
        wrong.push(`${use}\n   is ${first}\n  not ${tokensOf(ours)}\n${definitions.join('\n')}`);
      }
    }
  }
  expect(wrong.slice(0, 3).join('\n\n')).toBe('');
  expect(counts.asked).toBeGreaterThan(500);
  // The rest pastes what makes no token, which the compilers refuse with the place of the definition.
  expect(counts.answered / counts.asked).toBeGreaterThan(0.7);
});
