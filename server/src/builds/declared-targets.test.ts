import { expect, test } from 'vitest';
import type { Uri } from '../base/range.js';
import { targetsOfBazel } from './bazel-packages.js';
import { readStatements } from './call-language.js';
import { readCmakeCommands } from './cmake-language.js';
import { targetsOfCmake } from './cmake-lists.js';
import { joinsLanguages, withLinkedFolders, type DeclaredTarget } from './declared-targets.js';
import { targetsOfMeson } from './meson-builds.js';

const ROOT = 'file:///w';

const read = <T>(files: Readonly<Record<string, string>>, reader: (text: string) => T): Map<Uri, T> =>
  new Map(Object.entries(files).map(([path, text]) => [`${ROOT}/${path}`, reader(text)]));

const cmake = (files: Readonly<Record<string, string>>): DeclaredTarget[] =>
  withLinkedFolders(targetsOfCmake(read(files, readCmakeCommands)));

const meson = (files: Readonly<Record<string, string>>): DeclaredTarget[] =>
  withLinkedFolders(targetsOfMeson(read(files, (text) => readStatements(text, 'meson'))));

const bazel = (files: Readonly<Record<string, string>>): DeclaredTarget[] =>
  withLinkedFolders(
    [...read(files, (text) => readStatements(text, 'starlark'))].flatMap(([uri, statements]) =>
      targetsOfBazel(statements, uri, ROOT),
    ),
  );

const relative = (uris: readonly Uri[]): string[] => uris.map((uri) => uri.replace(`${ROOT}/`, ''));

const lines = (targets: readonly DeclaredTarget[]): string[] =>
  targets.map(({ name, sources, rust, includes, macros }) => {
    const parts = { sources: relative(sources), rust: relative(rust), includes: relative(includes), macros };
    const said = Object.entries(parts).filter(([, values]) => values.length > 0);
    return [name, ...said.map(([what, values]) => `${what} ${values.join(' ')}`)].join(' | ');
  });

test('CMake: folders and macros of a target, of its folder and of what it links', () => {
  const targets = cmake({
    'CMakeLists.txt': `
      project(demo LANGUAGES CXX)
      set(SOURCES a.cpp "with space.cpp") # more below
      list(APPEND SOURCES \${PROJECT_SOURCE_DIR}/c.cpp)
      include_directories(common)
      add_definitions(-DALL=1 -Wall)
      add_library(core STATIC \${SOURCES})
      target_include_directories(core PUBLIC $<BUILD_INTERFACE:\${CMAKE_CURRENT_SOURCE_DIR}/include> PRIVATE src)
      target_compile_definitions(core PRIVATE CORE_IMPLEMENTATION PUBLIC CORE_VERSION=2)
      add_subdirectory(app)`,
    'app/CMakeLists.txt': `
      add_executable(app main.cpp \${UNKNOWN}/generated.cpp)
      target_link_libraries(app PRIVATE core)
      if(WIN32)
        target_include_directories(app PRIVATE win)
      else()
        target_include_directories(app PRIVATE unix)
      endif()`,
  });
  expect(lines(targets)).toEqual([
    'core | sources a.cpp with%20space.cpp c.cpp | includes include src common | macros CORE_IMPLEMENTATION CORE_VERSION ALL',
    'app | sources app/main.cpp | includes common include | macros ALL',
  ]);
});

test('CMake: crates of Corrosion and CXX-Qt, and their bridges', () => {
  const targets = cmake({
    'CMakeLists.txt': `
      corrosion_import_crate(MANIFEST_PATH rust/engine/Cargo.toml CRATES engine FEATURES fast)
      corrosion_add_cxxbridge(engine_bridge CRATE engine FILES lib.rs more/ffi.rs)
      cxx_qt_import_crate(MANIFEST_PATH ui/Cargo.toml)
      add_library(plain plain.cpp)`,
  });
  expect(lines(targets.filter(joinsLanguages))).toEqual([
    'engine | rust rust/engine/Cargo.toml',
    'engine_bridge | rust rust/engine/src/lib.rs rust/engine/src/more/ffi.rs',
    'ui | rust ui/Cargo.toml',
  ]);
});

test('CMake: comments, brackets and what is not closed', () => {
  expect(
    readCmakeCommands('#[[ add_library(no) ]]\nMessage([=[a)]=] "b\\"c" d;e)\nif(A)\nset(x (y z)').map(
      ({ name, arguments: given, line, conditional }) => [
        name,
        given.map(({ text }) => text),
        line,
        conditional,
      ],
    ),
  ).toEqual([
    ['message', ['a)', 'b"c', 'd;e'], 1, false],
    ['if', ['A'], 2, false],
  ]);
});

test('Meson: variables, subfolders, dependencies and the Rust module', () => {
  const targets = meson({
    'meson.build': `
      project('demo', 'cpp', 'rust')
      inc = include_directories('include', 'more')
      add_project_arguments('-DALL=1', '-Wall', language: 'cpp')
      sources = ['a.cpp']
      sources += files('b.cpp')
      if host_machine.system() == 'windows'
        sources += ['win.cpp']
        other = include_directories('win')
      endif
      core = static_library('core', sources, include_directories: inc, cpp_args: ['-DCORE'])
      core_dep = declare_dependency(include_directories: [inc, 'extra'], link_with: core)
      subdir('app')`,
    'app/meson.build': `
      executable('app', 'main.cpp', dependencies: [core_dep, dependency('zlib')])
      bindings = rust.bindgen(input: 'api.h', output: 'api.rs', include_directories: inc)
      static_library('glue', 'lib.rs', 'glue.cpp', rust_crate_type: 'staticlib')`,
  });
  expect(lines(targets)).toEqual([
    'core | sources a.cpp b.cpp | includes include more file:///w | macros CORE ALL',
    'core_dep | includes include more extra | macros ALL',
    'app | sources app/main.cpp | includes app include more extra | macros ALL',
    'bindings | sources app/api.h | includes include more | macros ALL',
    'glue | sources app/glue.cpp | rust app/lib.rs | includes app | macros ALL',
  ]);
  expect(targets.filter(joinsLanguages).map(({ name }) => name)).toEqual(['glue']);
});

test('Bazel: includes of a package, what its dependencies export, and bridges', () => {
  const targets = bazel({
    'core/BUILD.bazel': `
load("//:build/macros.bzl", "my_cc_library")
my_cc_library(
    name = "core",
    srcs = ["core.cc"] + select({"//:win": ["win.cc"], "//conditions:default": []}),
    hdrs = ["include/core.h"] + glob(["*.h"]),
    includes = ["include"],
    defines = ["CORE=1"],
)
[cc_test(name = "test_" + each, srcs = [each + ".cc"]) for each in TESTS]
`,
    'app/BUILD': `
rust_cxx_bridge(name = "bridge", src = "lib.rs", deps = ["//core", ":local"])
my_rust_crate(name = "jsg", cxx_bridge_srcs = ["a.rs"])
rust_library(name = "plain", srcs = ["plain.rs"])
`,
  });
  expect(lines(targets)).toEqual([
    '//core:core | sources core/core.cc core/include/core.h | includes core/include | macros CORE',
    '//app:bridge | rust app/lib.rs | includes core/include',
    '//app:jsg | rust app/a.rs',
    '//app:plain | rust app/plain.rs',
  ]);
  expect(targets.filter(joinsLanguages).map(({ name }) => name)).toEqual(['//app:bridge', '//app:jsg']);
});

test('deep nesting and unclosed brackets end', () => {
  const deep = '('.repeat(20_000);
  expect(readStatements(`a = ${deep}`, 'meson')).toHaveLength(1);
  expect(readStatements(`f(${'['.repeat(20_000)}`, 'starlark')).toHaveLength(1);
  expect(readCmakeCommands(`set${deep}`)).toEqual([]);
});
