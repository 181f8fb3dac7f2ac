import { expect, test } from 'vitest';
import { readRust } from '../facts/rust/testing/read-rust.js';
import { compiledTogether, nativeBuildsOf, type Setting } from './native-builds.js';

const SCRIPT = 'file:///w/pkg/build.rs';

async function nativesOf(body: string) {
  const { buildScript } = await readRust(`fn main() { ${body} }`);
  return nativeBuildsOf(buildScript ?? { builders: [], cfgs: [] }, SCRIPT);
}

const values = <T>(settings: readonly Setting<T>[] | undefined): T[] =>
  (settings ?? []).map(({ value }) => value);

test('cc: sources, include paths, macros and the standard, as methods or as flags', async () => {
  const [native] = await nativesOf(`
    cc::Build::new().cpp(true).file("src/a.cc").include("../inc").include("/usr/include/x")
      .define("A", None).define("B", "2").flag("-DC=3").flag("-UD").flag("-Isub")
      .flag_if_supported("-std=gnu++17").compiler("clang++").compile("a");`);
  expect(native).toMatchObject({ tool: 'cc', cpp: true, unreadable: [] });
  expect(values(native?.sources)).toEqual(['file:///w/pkg/src/a.cc']);
  expect(values(native?.includes)).toEqual(['file:///w/inc', 'file:///usr/include/x', 'file:///w/pkg/sub']);
  expect(values(native?.macros)).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
    { name: 'C', value: '3' },
    { name: 'D', value: null },
  ]);
  expect(values(native?.standards)).toEqual([{ language: 'c++', name: 'c++17', gnu: true }]);
  expect(values(native?.compilers)).toEqual(['clang++']);
});

test('bindgen: headers and what it takes and leaves out', async () => {
  const [native] = await nativesOf(`
    bindgen::builder().header("wrapper.h").clang_arg("-Iinc").clang_args(["-DX", "-DY=1"])
      .allowlist_function("a_.*").whitelist_type("A").blocklist_item("B").allowlist_var(pattern());`);
  expect(values(native?.headers)).toEqual(['file:///w/pkg/wrapper.h']);
  expect(values(native?.macros).map(({ name }) => name)).toEqual(['X', 'Y']);
  expect(values(native?.filters)).toEqual([
    { list: 'allow', of: 'function', pattern: 'a_.*' },
    { list: 'allow', of: 'type', pattern: 'A' },
    { list: 'block', of: 'item', pattern: 'B' },
  ]);
  expect(native?.unreadable.map(({ method }) => method)).toEqual(['allowlist_var']);
});

test('cxx_build and autocxx: the files with the bridges, and C++ in any case', async () => {
  const natives = await nativesOf(`
    cxx_build::bridges(["src/a.rs", "src/b.rs"]).std("c++20");
    autocxx_build::Builder::new("src/main.rs", &["inc", "src"]).build().unwrap().flag_if_supported("-std=c++14");`);
  expect(
    natives.map(({ tool, cpp, sources, includes }) => [tool, cpp, values(sources), values(includes)]),
  ).toEqual([
    ['cxx_build', true, ['file:///w/pkg/src/a.rs', 'file:///w/pkg/src/b.rs'], []],
    ['autocxx', true, ['file:///w/pkg/src/main.rs'], ['file:///w/pkg/inc', 'file:///w/pkg/src']],
  ]);
});

test('what stands in the folder of results is not known, what stands in the package is', async () => {
  const [native] = await nativesOf(`
    let out = std::env::var("OUT_DIR").unwrap();
    cc::Build::new().include(format!("{}/include", out))
      .include(concat!(env!("CARGO_MANIFEST_DIR"), "/inc"));`);
  expect(values(native?.includes)).toEqual(['file:///w/pkg/inc']);
  expect(native?.unreadable.map(({ method }) => method)).toEqual(['include']);
});

test('cxx-qt: the files with the bridges and the sources beside them', async () => {
  const [native] = await nativesOf(`
    cxx_qt_build::CxxQtBuilder::new().qt_module("Gui").file("src/a.rs").cpp_files(["src/a.cpp"]).include_dir("inc");`);
  expect(native).toMatchObject({ tool: 'cxx_qt', cpp: true, unreadable: [] });
  expect(values(native?.sources)).toEqual(['file:///w/pkg/src/a.rs', 'file:///w/pkg/src/a.cpp']);
  expect(values(native?.includes)).toEqual(['file:///w/pkg/inc']);
});

test('what one script compiles whenever it runs comes into one program', async () => {
  const natives = await nativesOf(`
    cc::Build::new().file("a.c").file("b.c").compile("one");
    cxx_build::bridge("src/lib.rs").file("c.cc").compile("two");
    if windows() { cc::Build::new().file("d.c").compile("three"); }`);
  const sources = ['a.c', 'b.c', 'c.cc'].map((name) => `file:///w/pkg/${name}`);
  expect(compiledTogether(natives)).toEqual([new Set(sources)]);
  expect(compiledTogether(await nativesOf('cc::Build::new().file("a.c").compile("one");'))).toEqual([]);
});
