import { expect, test } from 'vitest';
import { attributesOfText, hasAttribute } from './attributes.js';

test.each([
  ['[[clang::trivial_abi]]', ['clang::trivial_abi']],
  ['[[using clang: trivial_abi, lifetimebound]]', ['clang::trivial_abi', 'clang::lifetimebound']],
  ['[[ gnu::__packed__ ]]', ['gnu::packed']],
  ['__attribute__((__trivial_abi__, aligned(8)))', ['trivial_abi', 'aligned(8)']],
  ['__declspec(empty_bases novtable)', ['empty_bases', 'novtable']],
])('%s is %j', (text, names) => expect(attributesOfText(text)?.names).toEqual(names));

test('what only mentions an attribute is not the attribute', () => {
  expect(hasAttribute(['clang::trivial_abi'], 'trivial_abi', 'clang')).toBe(true);
  expect(hasAttribute(['trivial_abi'], 'trivial_abi', 'clang')).toBe(true);
  expect(hasAttribute(['clang::annotate("trivial_abi")'], 'trivial_abi', 'clang')).toBe(false);
  expect(hasAttribute(['other::trivial_abi'], 'trivial_abi', 'clang')).toBe(false);
});
