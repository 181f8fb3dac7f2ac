import { expect, test } from 'vitest';
import { readRust } from '../facts/rust/testing/read-rust.js';
import { NO_BUILDS, type BuildKnowledge } from './build-knowledge.js';
import { readCmakeCommands } from './cmake-language.js';
import { targetsOfCmake } from './cmake-lists.js';
import { readCompileCommands } from './compile-commands.js';
import { FileBuilds } from './file-builds.js';
import { createIncludeSearch } from './include-search.js';
import { nativeBuildsOf } from './native-builds.js';

const DATABASE = 'file:///w/compile_commands.json';

async function builds(commands: Readonly<Record<string, string>>, script = ''): Promise<BuildKnowledge> {
  const json = JSON.stringify(
    Object.entries(commands).map(([file, command]) => ({ directory: '/w', file, command })),
  );
  const { buildScript } = await readRust(`fn main() { ${script} }`);
  return {
    ...NO_BUILDS,
    natives: nativeBuildsOf(buildScript ?? { builders: [], cfgs: [] }, 'file:///w/rs/build.rs'),
    databases: [{ uri: DATABASE, units: readCompileCommands(json, DATABASE).units, toolchains: [] }],
  };
}

const macros = (files: FileBuilds, path: string) => {
  const build = files.of(`file:///w/${path}`);
  return {
    known: [...(build?.macros ?? [])].map(([name, { value }]) => `${name}=${value}`),
    disputed: [...(build?.disputed ?? [])],
  };
};

test('a file whose exceptions something turns off has none', async () => {
  const files = new FileBuilds(
    await builds(
      {
        'a/a.cpp': 'c++ -fexceptions -fno-exceptions a/a.cpp',
        'b/b.cpp': 'c++ -fno-exceptions -fexceptions b/b.cpp',
        'c/c.cpp': 'c++ c/c.cpp',
      },
      'cc::Build::new().file("x.cc").flag_if_supported("-fno-exceptions").compile("x");',
    ),
  );
  const off = (path: string): boolean => files.of(`file:///w/${path}`)?.noExceptions === true;
  expect(['a/a.cpp', 'b/b.cpp', 'c/c.cpp', 'rs/x.cc'].map(off)).toEqual([true, false, false, true]);
});

test('a source has the macros of its command, a header those that all agree on that may include it', async () => {
  const files = new FileBuilds(
    await builds({
      'a/a.cpp': 'c++ -Iinc -DSAME -DV=1 -UGONE a/a.cpp',
      'b/b.cpp': 'c++ -Iinc -DSAME -DV=2 -DONLY b/b.cpp',
      'c/c.cpp': 'c++ -DOTHER -DSAME c/c.cpp',
    }),
  );
  expect(macros(files, 'a/a.cpp')).toEqual({ known: ['SAME=1', 'V=1', 'GONE=null'], disputed: [] });
  expect(macros(files, 'inc/x/h.hpp')).toEqual({ known: ['SAME=1'], disputed: ['V', 'GONE', 'ONLY'] });
  expect(macros(files, 'c/c.hpp')).toEqual({ known: ['OTHER=1', 'SAME=1'], disputed: [] });
  expect(macros(files, 'elsewhere/h.hpp').known).toEqual(['SAME=1']);
  expect(files.of('file:///w/b/b.cpp')?.macros.get('ONLY')?.location).toMatchObject({
    uri: DATABASE,
    range: { start: { line: 0 } },
  });
});

test('of a build script, what stands under a condition is not known', async () => {
  const files = new FileBuilds(
    await builds(
      {},
      'let mut b = cc::Build::new(); b.file("a.c").define("A", None); if x { b.define("B", None); }',
    ),
  );
  expect(macros(files, 'rs/a.c')).toEqual({ known: ['A=1'], disputed: ['B'] });
});

test('without a build nothing is known', () => {
  expect(new FileBuilds(NO_BUILDS).of('file:///w/a.h')).toBeNull();
});

test('includes are searched beside the file, then in the folders of the command, in their order', async () => {
  const files = new FileBuilds(
    await builds({ 'src/a.cpp': 'c++ -isystem sys -idirafter late -Iinc -iquote quoted src/a.cpp' }),
  );
  const there = ['src/own.h', 'sys/own.h', 'quoted/q.h', 'sys/q.h', 'late/l.h', 'sys/i.h', 'inc/i.h'];
  const search = createIncludeSearch(files, (uri) => there.includes(uri.slice('file:///w/'.length)));
  const root = 'file:///w/src/a.cpp';
  const find = (path: string, system = false, from = root) =>
    search(root)({ path, system }, from)?.slice('file:///w/'.length) ?? null;
  expect([
    find('own.h'),
    find('own.h', true),
    find('q.h'),
    find('q.h', true),
    find('l.h'),
    find('i.h'),
    find('../src/own.h', false, 'file:///w/inc/i.h'),
    find('none.h'),
  ]).toEqual(['src/own.h', 'sys/own.h', 'quoted/q.h', 'sys/q.h', 'late/l.h', 'inc/i.h', 'src/own.h', null]);
});

test('what CMake declares counts for files of which no command and no script speaks', async () => {
  const declared = targetsOfCmake(
    new Map([
      [
        'file:///w/CMakeLists.txt',
        readCmakeCommands(`
          add_library(a a/a.cpp)
          target_include_directories(a PUBLIC declared)
          target_compile_definitions(a PUBLIC MAYBE)
          add_library(b b/b.cpp)
          target_include_directories(b PUBLIC declared)`),
      ],
    ]),
  );
  const files = new FileBuilds({
    ...(await builds({ 'a/a.cpp': 'c++ -Icommand -DSURE a/a.cpp' })),
    declared,
  });
  const folders = (path: string) => files.of(`file:///w/${path}`)?.folders.map(({ folder }) => folder);
  expect(folders('a/a.cpp')).toEqual(['file:///w/command']);
  expect(folders('b/b.cpp')).toEqual(['file:///w/declared']);
  expect(folders('declared/h.hpp')).toEqual(['file:///w/declared']);
  expect(macros(files, 'declared/h.hpp')).toEqual({ known: [], disputed: ['MAYBE'] });
  expect(macros(files, 'elsewhere/h.hpp').known).toEqual(['SURE=1']);
});
