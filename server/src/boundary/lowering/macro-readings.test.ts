import { expect, test } from 'vitest';
import { findTarget } from '../../abi/target.js';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { readCpp } from '../../facts/cpp/read-cpp.js';
import { Program } from '../../program/program.js';
import { testGrammars } from '../../syntax/testing/grammars.js';
import { readingsOf } from './macro-readings.js';

/** What a member comes to whose name `CALLBACK` makes, with these definitions in the workspace. */
async function member(text: string, definitions: string): Promise<readonly string[] | undefined> {
  const program = new Program();
  const header = `#define CALLBACK(name) (*name)\n${definitions}`;
  program.setFile(
    'file:///a.h',
    await readCpp(await testGrammars(), header, { isC: false, token: NEVER_CANCELLED }),
  );
  const target = findTarget('x86_64-unknown-linux-gnu') ?? expect.fail('no target');
  return readingsOf('CALLBACK', text, 'file:///a.h', program, target, 'possibility')?.texts;
}

test('a macro makes the name that is its argument', async () => {
  expect(await member('int CALLBACK(get)(int);', '')).toEqual(['int (*get)(int);']);
});

test('a plain word is renamed by what is certainly defined, not by what nothing decides', async () => {
  expect(await member('int CALLBACK(open)(int);', '#define open open64')).toEqual(['int (*open64)(int);']);
  expect(await member('int CALLBACK(open)(int);', '#ifdef SOME_API\n#define open _open\n#endif')).toEqual([
    'int (*open)(int);',
  ]);
});

test('what is written as a macro may be what an undecided `#if` makes it', async () => {
  const texts = await member('int CALLBACK(get)(SIZE);', '#ifdef SOME_API\n#define SIZE long\n#endif');
  expect(texts).toEqual(['int (*get)(long);']);
});
