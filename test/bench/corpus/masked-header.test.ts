import { expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../../../server/src/base/cancellation.js';
import { errorLength } from '../../../server/src/facts/cpp/read-cpp.js';
import { maskCpp } from '../../../server/src/syntax/mask/mask-cpp.js';
import { parse } from '../../../server/src/syntax/parse.js';
import { testGrammars } from '../../../server/src/syntax/testing/grammars.js';
import { cutWhereTyped, maskedHeader, TYPING_PLACES } from './masked-header.js';

const HEADER = maskedHeader(200);

async function errorsOf(text: string): Promise<number> {
  const tree = await parse(await testGrammars(), 'cpp', text, { token: NEVER_CANCELLED });
  if (!tree) throw new Error('nothing was parsed');
  const errors = errorLength(tree);
  tree.delete();
  return errors;
}

it('has as many lines as were asked for', () => {
  expect(maskedHeader(5000).split('\n').length).toBeGreaterThan(4900);
  expect(maskedHeader(5000).split('\n').length).toBeLessThan(5100);
});

it('cannot be read without its mask, and wholly with it', async () => {
  expect(await errorsOf(HEADER)).toBeGreaterThan(0);
  expect(await errorsOf(maskCpp(HEADER).text)).toBe(0);
});

it.each(TYPING_PLACES)('is typed into in a %s, where only half a declaration is an error', async (place) => {
  const [before, after] = cutWhereTyped(HEADER, place);
  const errors = await errorsOf(maskCpp(`${before}x${after}`).text);
  if (place === 'half-typed') expect(errors).toBeGreaterThan(0);
  else expect(errors).toBe(0);
});
