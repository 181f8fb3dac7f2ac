import { afterEach, expect, it, vi } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { parse } from './parse.js';
import { testGrammars } from './testing/grammars.js';

afterEach(() => void vi.restoreAllMocks());

/** Text in which readings compete for long: declarations behind words that no grammar knows. */
const DOUBTFUL = Array.from(
  { length: 400 },
  (_, i) => `EXPORT code_${i} (*name_${i}(TYPE(a_${i}) x, ...) ATTRIBUTE(${i}) { ) < [ enum ;\n`,
).join('');

it('gives equal texts equal trees, however slow the machine is', async () => {
  const grammars = await testGrammars();
  const tree = async (): Promise<string> => {
    const parsed = await parse(grammars, 'cpp', DOUBTFUL, { token: NEVER_CANCELLED, budgetMs: Infinity });
    const text = parsed?.rootNode.toString() ?? '';
    parsed?.delete();
    return text;
  };
  const first = await tree();
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
  expect(await tree()).toBe(first);
});
