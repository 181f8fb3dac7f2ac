import { expect, test } from 'vitest';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';
import { C_LIBRARY } from './headers/c-library.js';
import { measureDeclarations } from './headers/measure-declarations.js';

const CLANG = process.env['FERRULE_CLANG'] ?? 'clang++-19';

test.each(['c', 'c++'] as const)(
  'what the C library declares to %s is found as clang finds it',
  async (language) => {
    const score = await measureDeclarations(CLANG, await testGrammars(), C_LIBRARY, language, null);
    expect(score.invented).toEqual([]);
    expect(score.functions.all).toBeGreaterThan(800);
    expect(score.missing).toEqual([]);
  },
);
