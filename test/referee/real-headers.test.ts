import { expect, test } from 'vitest';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';
import { C_LIBRARY } from './headers/c-library.js';
import { measureLibrary } from './headers/measure-library.js';

const CLANG = process.env['FERRULE_CLANG'] ?? 'clang++-19';

test('records of the C library are laid out as clang does, or unknown', async () => {
  const { alone, whole } = await measureLibrary(CLANG, await testGrammars(), C_LIBRARY);
  expect([...alone.wrong, ...whole.wrong]).toEqual([]);
  expect(whole.records).toBeGreaterThan(50);
  // Not less than was once known; the rest hangs on macros such as `__SOCKADDR_COMMON` and `__USE_FILE_OFFSET64`.
  expect((whole.exact + whole.assumed) / whole.records).toBeGreaterThan(0.5);
});
