import { expect, test } from 'vitest';
import { readRust } from '../facts/rust/testing/read-rust.js';
import { NO_BUILDS, type BuildKnowledge } from './build-knowledge.js';
import { readCmakeCompiler } from './cmake-compiler.js';
import { readCompileCommands } from './compile-commands.js';
import { builtCompiler, builtStandard } from './dialect.js';
import { nativeBuildsOf } from './native-builds.js';

const DATABASE = 'file:///w/build/compile_commands.json';

async function builds(commands: readonly string[], script = '', cmake = ''): Promise<BuildKnowledge> {
  const json = JSON.stringify(commands.map((command) => ({ directory: '/w', file: 'a.cpp', command })));
  const compiler = readCmakeCompiler(cmake);
  const { buildScript } = await readRust(`fn main() { ${script} }`);
  return {
    ...NO_BUILDS,
    natives: nativeBuildsOf(buildScript ?? { builders: [], cfgs: [] }, 'file:///w/build.rs'),
    databases:
      commands.length === 0
        ? []
        : [
            {
              uri: DATABASE,
              units: readCompileCommands(json, DATABASE).units,
              toolchains: compiler
                ? [{ uri: 'file:///w/build/CMakeFiles/CMakeCXXCompiler.cmake', compiler }]
                : [],
            },
          ],
  };
}

const forAll = (): boolean => true;
const GNU = `set(CMAKE_CXX_COMPILER "/usr/bin/c++")
set(CMAKE_CXX_COMPILER_ID "GNU")
set(CMAKE_CXX_COMPILER_VERSION "12.2.0")
set(CMAKE_CXX_STANDARD_COMPUTED_DEFAULT "17")
`;

test.each([
  ['all commands name one compiler', ['g++ a.cpp', 'gcc -DX a.cpp'], '', '', 'gcc'],
  ['some name another', ['g++ a.cpp', 'clang++ a.cpp'], '', '', null],
  ['a name does not tell', ['c++ a.cpp', 'g++ a.cpp'], '', '', null],
  ['CMake tells what the name does not', ['c++ a.cpp'], '', GNU, 'gcc'],
  ['CMake tells of C++, not of C', ['c++ a.cpp', 'cc -x c a.c'], '', GNU, null],
  ['a script takes what cc finds', ['g++ a.cpp'], 'cc::Build::new().file("a.c");', '', null],
  ['a script names the same', ['g++ a.cpp'], 'cc::Build::new().compiler("g++-12");', '', 'gcc'],
  ['only a script names it', [], 'cc::Build::new().compiler("g++");', '', null],
  ['bindgen builds nothing', ['g++ a.cpp'], 'bindgen::builder().header("a.h");', '', 'gcc'],
  ['nothing is said', [], '', '', null],
] as const)('compiler: %s', async (_, commands, script, cmake, expected) => {
  const known = builtCompiler(await builds(commands, script, cmake), forAll);
  expect(known.status === 'exact' ? known.value : null).toBe(expected);
});

test.each([
  ['eras agree', ['c++ -std=c++14 a.cpp', 'c++ -std=gnu++17 a.cpp'], '', '', 'c++17'],
  ['eras differ', ['c++ -std=c++14 a.cpp', 'c++ -std=c++20 a.cpp'], '', '', null],
  ['C says nothing about C++', ['c++ -std=c++23 a.cpp', 'cc -x c a.cpp'], '', '', 'c++20'],
  ['one is silent', ['c++ -std=c++14 a.cpp', 'c++ a.cpp'], '', '', null],
  ["CMake tells the compiler's own", ['c++ -std=c++14 a.cpp', 'c++ a.cpp'], '', GNU, 'c++17'],
  ['a bridge has none', ['c++ -std=c++14 a.cpp'], 'cxx_build::bridge("a.rs");', '', null],
  ['a bridge has the same', ['c++ -std=c++23 a.cpp'], 'cxx_build::bridge("a.rs").std("c++20");', '', 'c++20'],
  ['only a bridge has one', [], 'cxx_build::bridge("a.rs").std("c++20");', '', null],
  [
    'a bridge has one that a compiler may not know',
    ['c++ -std=c++20 a.cpp'],
    'cxx_build::bridge("a.rs").flag_if_supported("-std=c++20");',
    '',
    null,
  ],
  ['a bridge may have one', [], 'let b = cxx_build::bridge("a.rs"); if x { b.std("c++20"); }', '', null],
  ['a script builds C', ['c++ -std=c++14 a.cpp'], 'cc::Build::new().file("a.c");', '', 'c++17'],
] as const)('standard: %s', async (_, commands, script, cmake, expected) => {
  const known = builtStandard(await builds(commands, script, cmake), forAll);
  expect(known.status === 'exact' ? known.value : null).toBe(expected);
});

test('commands for other targets do not count, and both sides of a disagreement are shown', async () => {
  const both = await builds(['g++ a.cpp', 'clang++ --target=aarch64-apple-darwin a.cpp']);
  const known = builtCompiler(both, ({ triple }) => triple === null);
  expect(known).toMatchObject({ status: 'exact', value: 'gcc' });
  expect(builtCompiler(both, forAll)).toMatchObject({
    status: 'unknown',
    because: [{ message: 'the command runs gcc' }, { message: 'the command runs clang' }],
  });
});
