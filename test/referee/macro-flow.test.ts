import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import { START_OF_FILE } from '../../server/src/base/range.js';
import { TARGETS } from '../../server/src/abi/target.js';
import { inclusionOf } from '../../server/src/boundary/lowering/project-macros.js';
import { readCpp } from '../../server/src/facts/cpp/read-cpp.js';
import { Program } from '../../server/src/program/program.js';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';
import { randomDirectives } from './macro-flow.js';
import { preprocess, PREPROCESSORS } from './preprocessors.js';
import { Random, sampleSize, SEED } from './random.js';

const TARGET = TARGETS.find(({ triple }) => triple === 'x86_64-unknown-linux-gnu')!;

test('what an #if leaves is there behind any #define and #undef, or is not known', async () => {
  const random = new Random(SEED);
  const grammars = await testGrammars();
  const wrong: string[] = [];
  const counts = { certain: 0, assumed: 0, open: 0 };
  for (let i = 0; i < sampleSize(40); i++) {
    const { header, main, set } = randomDirectives(random);
    const text = main.replace('#include "header.h"', header);
    const left = preprocess(
      text,
      PREPROCESSORS.clang,
      set.map((name) => `-D${name}`),
    ).text;
    const program = new Program();
    const location = { uri: 'file:///w/build', range: START_OF_FILE };
    const macros = new Map(set.map((name) => [name, { value: '1', location }]));
    program.fileBuild = () => ({ folders: [], macros, disputed: new Set(), forced: [], meant: true });
    for (const [name, content] of [
      ['header.h', header],
      ['main.cpp', main],
    ] as const)
      program.setFile(
        `file:///w/${name}`,
        await readCpp(grammars, content, { isC: false, token: NEVER_CANCELLED, live: undefined }),
      );
    const seen = new Map(
      [...program.cppFiles()].flatMap(([uri, { records }]) =>
        records.map(({ name, condition }) => [name, inclusionOf(condition, uri, program, TARGET)] as const),
      ),
    );
    for (const [, marker = ''] of text.matchAll(/struct (\w+)/g)) {
      const truth = left.includes(`struct ${marker} `);
      const { included, assumptions } = seen.get(marker) ?? { included: false, assumptions: [] };
      if (included === null) counts.open++;
      // That other files define nothing else in front of an `#if` is an assumption.
      else if (assumptions.length > 0) counts.assumed++;
      else {
        counts.certain++;
        if (included !== truth)
          wrong.push(`${marker}: ${truth}, with ${set.join()}\n${header}\n----\n${main}`);
      }
    }
  }
  expect(wrong.slice(0, 3).join('\n\n')).toBe('');
  expect(counts.open / (counts.certain + counts.assumed + counts.open)).toBeLessThan(0.35);
});
