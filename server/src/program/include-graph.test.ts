import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { NO_BUILDS } from '../builds/build-knowledge.js';
import { readCompileCommands } from '../builds/compile-commands.js';
import { FileBuilds } from '../builds/file-builds.js';
import { createIncludeSearch } from '../builds/include-search.js';
import { readCpp } from '../facts/cpp/read-cpp.js';
import { testGrammars } from '../syntax/testing/grammars.js';
import { Program } from './program.js';

const FILES: Readonly<Record<string, string>> = {
  'src/a.cpp': '#include "own.h"\n#include <lib/api.h>\n#include <lib/unread.h>',
  'src/own.h': '',
  'other/own.h': '',
  'new/lib/api.h': '#include "detail.h"',
  'new/lib/detail.h': '',
  'old/lib/api.h': '#include "detail.h"',
  'old/lib/detail.h': '',
  'old/lib/unread.h': '',
};

async function visible(command: string | null): Promise<string[]> {
  const program = new Program();
  const grammars = await testGrammars();
  for (const [path, text] of Object.entries(FILES))
    program.setFile(
      `file:///w/${path}`,
      await readCpp(grammars, text, { isC: false, token: NEVER_CANCELLED, live: undefined }),
    );
  const uri = 'file:///w/compile_commands.json';
  const json = JSON.stringify(command === null ? [] : [{ directory: '/w', file: 'src/a.cpp', command }]);
  const { units } = readCompileCommands(json, uri);
  const files = new FileBuilds({ ...NO_BUILDS, databases: [{ uri, units, toolchains: [] }] });
  const there = [...Object.keys(FILES), 'new/lib/unread.h'];
  program.cpp.includes.search = createIncludeSearch(files, (each) =>
    there.includes(each.slice('file:///w/'.length)),
  );
  return [...program.cpp.includes.visibleFrom('file:///w/src/a.cpp')]
    .map((each) => each.slice('file:///w/'.length))
    .sort();
}

test('an include means the file that the build finds, read or not, and no other one of its name', async () => {
  expect(await visible('c++ -Inew -Iold src/a.cpp')).toEqual([
    'new/lib/api.h',
    'new/lib/detail.h',
    'src/a.cpp',
    'src/own.h',
  ]);
});

test('without a build it means every file that ends so, but for one that stands beside the source', async () => {
  expect(await visible(null)).toEqual([
    'new/lib/api.h',
    'new/lib/detail.h',
    'old/lib/api.h',
    'old/lib/detail.h',
    'old/lib/unread.h',
    'src/a.cpp',
    'src/own.h',
  ]);
});
