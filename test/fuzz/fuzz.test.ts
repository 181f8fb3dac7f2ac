import { describe, expect, test } from 'vitest';
import type { Language } from '../../server/src/facts/facts.js';
import { Random } from '../referee/random.js';
import { damagedOnce, deeplyNested, NESTINGS, randomText } from './inputs.js';
import { minimise } from './minimise.js';
import { READERS, wrongAfterEdit, type Reader, type ReaderName } from './readers.js';
import { FUZZ_SCALE as SCALE, FUZZ_SEED as SEED, HOURS } from './seed.js';
import { vocabularies } from './vocabularies.js';

const VOCABULARIES = vocabularies();
const CASES: Readonly<Record<ReaderName, number>> = {
  cpp: 300,
  rust: 300,
  zng: 300,
  'Cargo.toml': 200,
  'compile_commands.json': 200,
  'CMakeCXXCompiler.cmake': 100,
  'ferrule.toml': 200,
};

describe('whatever stands in it, the text is read', () => {
  test.each(Object.keys(READERS) as ReaderName[])(
    '%s',
    async (name) => {
      for (let i = 0; i < CASES[name] * SCALE; i++) {
        const text = randomText(new Random(SEED + i), VOCABULARIES[name]);
        await expectNothingWrong(`${name}, FERRULE_FUZZ_SEED=${SEED + i}`, text, READERS[name]);
      }
    },
    HOURS,
  );
});

describe('however deeply it nests, the text is read', () => {
  test.each(Object.keys(READERS) as ReaderName[])(
    '%s',
    async (name) => {
      for (const nesting of NESTINGS) {
        for (const closed of [true, false]) {
          const text = deeplyNested(nesting, Math.min(300 * SCALE, 100_000), closed);
          expect(await wrongOf(text, READERS[name]), JSON.stringify(nesting)).toEqual([]);
        }
      }
    },
    HOURS,
  );
});

describe('an edit gives the facts that reading afresh gives, and undoing it the ones before', () => {
  test.each<Language>(['cpp', 'rust'])(
    '%s',
    async (language) => {
      for (let i = 0; i < 150 * SCALE; i++) {
        const random = new Random(SEED + i);
        const before = randomText(random, VOCABULARIES[language]);
        const after = damagedOnce(random, VOCABULARIES[language], before);
        const wrong = await wrongAfterEdit(language, before, after);
        expect(wrong, `FERRULE_FUZZ_SEED=${SEED + i}: ${JSON.stringify([before, after])}`).toEqual([]);
      }
    },
    HOURS,
  );
});

async function expectNothingWrong(label: string, text: string, reader: Reader): Promise<void> {
  const wrong = await wrongOf(text, reader);
  if (wrong.length === 0) return;
  const smallest = await minimise(text, async (shorter) => (await wrongOf(shorter, reader)).length > 0);
  expect(await wrongOf(smallest, reader), `${label}: ${JSON.stringify(smallest)}`).toEqual([]);
}

const wrongOf = (text: string, reader: Reader): Promise<readonly string[]> =>
  Promise.resolve(text)
    .then(reader)
    .catch((cause: unknown) => [
      `threw ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`,
    ]);
