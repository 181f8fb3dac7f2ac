import { expect, test } from 'vitest';
import { findTarget } from '../../abi/target.js';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { readCpp } from '../../facts/cpp/read-cpp.js';
import { Program } from '../../program/program.js';
import { testGrammars } from '../../syntax/testing/grammars.js';
import { type Inclusion, inclusionOf } from './project-macros.js';

const URI = 'file:///a.h';

/** Whether what stands under `#if FAST` is there, with a header that defines `FAST` so. */
async function ifFast(definitions: string): Promise<Inclusion> {
  const program = new Program();
  program.setFile(
    URI,
    await readCpp(await testGrammars(), definitions, { isC: false, token: NEVER_CANCELLED }),
  );
  const target = findTarget('x86_64-unknown-linux-gnu') ?? expect.fail('no target');
  return inclusionOf(['FAST'], URI, program, target);
}

const DEFAULT = '#ifndef FAST\n#define FAST 0\n#endif\n';

test('a macro that the compiler may set has that value or its default: nobody knows which', async () => {
  expect(await ifFast(`#if __SOME_FEATURE\n#define FAST 1\n#endif\n${DEFAULT}`)).toEqual({
    included: null,
    assumptions: [],
  });
});

test('a macro that the target rules out has its default', async () => {
  expect(await ifFast(`#ifdef _WIN32\n#define FAST 1\n#endif\n${DEFAULT}`)).toEqual({
    included: false,
    assumptions: ['`FAST` is 0'],
  });
});

test('a macro that is certainly set has no default', async () => {
  expect(await ifFast(`#ifdef __linux__\n#define FAST 1\n#endif\n${DEFAULT}`)).toEqual({
    included: true,
    assumptions: ['`FAST` is 1'],
  });
});

test('a macro that only a compiler may have set is nobody knows what, without a default too', async () => {
  expect(await ifFast('#if __SOME_FEATURE\n#define FAST 1\n#endif')).toEqual({
    included: null,
    assumptions: [],
  });
  expect(await ifFast('#ifdef __MINGW__\n#define FAST 1\n#endif')).toEqual({
    included: false,
    assumptions: ['`FAST` is not defined'],
  });
});
