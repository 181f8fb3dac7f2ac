import { expect, test } from 'vitest';
import { evaluateIf, type MacroStates } from '../../server/src/facts/cpp/condition-expression.js';
import { definitionsOf, HIDDEN, randomCondition, randomMacros, type Macros } from './cpp-conditions.js';
import { preprocess, PREPROCESSORS } from './preprocessors.js';
import { Random, sampleSize, SEED } from './random.js';

const knowing =
  (macros: Macros): MacroStates =>
  (name) => ({ defined: macros.has(name), meaning: macros.get(name) ?? null });

/** The same, and nothing of some of the names. */
const partly =
  (macros: Macros, hidden: ReadonlySet<string>): MacroStates =>
  (name) =>
    hidden.has(name) ? { defined: null, meaning: null } : knowing(macros)(name);

const EXPRESSIONS = 300;

test('conditions are what clang and gcc say, or not known', () => {
  const random = new Random(SEED);
  const counts = { asked: 0, answered: 0, answeredInPart: 0 };
  const wrong: string[] = [];
  for (let i = 0; i < sampleSize(10); i++) {
    const macros = randomMacros(random);
    const definitions = definitionsOf(macros);
    const conditions = Array.from({ length: EXPRESSIONS }, () =>
      randomCondition(random, random.integer(0, 4)),
    );
    const text = [
      ...definitions,
      ...conditions.flatMap((condition, n) => [`#if ${condition}`, `yes${n}`, '#else', `no${n}`, '#endif']),
    ].join('\n');
    const answers = Object.values(PREPROCESSORS).map((compiler) => preprocess(text, compiler));
    const hidden = new Set(HIDDEN.filter(() => random.chance(0.4)));
    for (const [n, condition] of conditions.entries()) {
      const line = definitions.length + 5 * n + 1;
      if (answers.some(({ errors }) => errors.has(line))) continue;
      const truths = new Set(answers.map(({ lines }) => lines.has(`yes${n}`)));
      const whole = evaluateIf(condition, knowing(macros));
      const part = evaluateIf(condition, partly(macros, hidden));
      counts.asked++;
      if (whole !== null) counts.answered++;
      if (part !== null) counts.answeredInPart++;
      for (const value of [whole, part])
        if (value !== null && (truths.size > 1 || !truths.has(value)))
          wrong.push(
            `#if ${condition} is ${[...truths].join(' or ')}, not ${value}\n${definitions.join('\n')}`,
          );
    }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(counts.asked).toBeGreaterThan(100);
  expect(counts.answered / counts.asked).toBeGreaterThan(0.9);
  expect(counts.answeredInPart / counts.asked).toBeGreaterThan(0.4);
});
