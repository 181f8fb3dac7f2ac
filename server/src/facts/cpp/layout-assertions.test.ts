import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { testGrammars } from '../../syntax/testing/grammars.js';
import { readCpp } from './read-cpp.js';

const read = async (source: string): Promise<string[]> =>
  (await readCpp(await testGrammars(), source, { isC: false, token: NEVER_CANCELLED })).layoutAssertions.map(
    ({ type, measure }) => `${measure} of ${type}`,
  );

test.each([
  ['static_assert(sizeof(A) == 8);', ['size of A']],
  ['static_assert(sizeof(struct A) == 8, "of A");', ['size of A']],
  ['namespace n { static_assert(16 == sizeof(n::A) && alignof(A) == 8, ""); }', ['size of A', 'align of A']],
  ['struct B { int x; static_assert(sizeof(A) == 4, ""); };', ['size of A']],
  ['static_assert(sizeof(A) == sizeof(B), "");', ['size of A', 'size of B']],
  ['static_assert(sizeof(A) <= 8, "");', []],
  ['static_assert(sizeof(A) == 8 || sizeof(void *) == 4, "");', ['size of A']],
  ['static_assert(sizeof(int) == 4, "");', []],
  ['static_assert(std::is_standard_layout<A>::value, "");', []],
])('%s', async (source, expected) => {
  expect(await read(source)).toEqual(expected);
});
