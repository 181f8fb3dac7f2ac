import { expect, test } from 'vitest';
import type { ScriptBuilder, ScriptValue } from './build-script.js';
import { readRust } from './testing/read-rust.js';

const show = (value: ScriptValue): string => {
  switch (value.kind) {
    case 'text':
      return `${value.base === null ? '' : `$${value.base}`}${value.text}`;
    case 'list':
      return `[${value.elements.map(show).join(' ')}]`;
    case 'nothing':
      return '()';
    case 'unreadable':
      return '?';
    default:
      return value satisfies never;
  }
};

const lines = ({ made, arguments: given, calls, conditions }: ScriptBuilder): string[] => [
  [made, ...given.map(show), ...conditions.map((each) => `{${each}}`)].join(' '),
  ...calls.map((call) =>
    ['.', call.method, ...call.arguments.map(show), ...call.conditions.map((each) => `{${each}}`)].join(' '),
  ),
];

/** One line for each builder and call, `?` for what the script computes, conditions in braces. */
const reading = async (source: string): Promise<string[]> =>
  (await readRust(source)).buildScript?.builders.flatMap(lines) ?? [];

test('chains, variables, constants, paths, formats and loops over what is written', async () => {
  const source = `
    use std::path::{Path, PathBuf};
    const FILES: &[&str] = &["a.c", r"b.c"];
    fn main() {
        let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap());
        let src = Path::new("lib").join("src");
        let mut build = cc::Build::new();
        build.include(&src).include(root.join("inc")).define("A", None).define("B", Some("1"));
        for file in FILES.iter() { build.file(src.join(file)); }
        for (name, value) in [("X", "1"), ("Y", "2")] { build.define(name, value); }
        build = build.flag(&format!("-D{}={value}", "Z", value = 3)).flag(format!("-I{}/x", src.display()));
        build.files(vec!["c.c", "d.c"]).flag(&computed()).compile("a");
    }`;
  expect(await reading(source)).toEqual([
    'cc::Build::new',
    '. include lib/src',
    '. include $CARGO_MANIFEST_DIR/inc',
    '. define A ()',
    '. define B 1',
    '. file lib/src/a.c',
    '. file lib/src/b.c',
    '. define X 1',
    '. define Y 2',
    '. flag -DZ=3',
    '. flag -Ilib/src/x',
    '. files [c.c d.c]',
    '. flag ?',
    '. compile a',
  ]);
});

test('what stands in a branch, after a return in one, or under cfg holds under its condition', async () => {
  const source = `
    use bindgen::Builder;
    fn main() {
        let mut b = Builder::default();
        if cfg!(feature = "x") { b = b.header("x.h"); } else { b = b.header("y.h"); }
        match target { "a" => { b = b.clang_arg("-DA"); } _ => return, }
        #[cfg(windows)]
        b.clang_arg("-DW");
        list.iter().for_each(|each| { b.header(each); });
        helper();
    }
    fn helper() { cc::Build::new().file("h.c"); }`;
  expect(await reading(source)).toEqual([
    'bindgen::Builder::default',
    '. header x.h {cfg!(feature = "x")}',
    '. header y.h {not (cfg!(feature = "x"))}',
    '. clang_arg -DA {target is "a"}',
    '. clang_arg -DW {cfg(windows)} {unless it left on line 6}',
    '. header ? {in a closure} {unless it left on line 6}',
    'cc::Build::new {unless it left on line 6}',
    '. file h.c',
  ]);
});

test('functions are followed with what they are given; those that nobody calls are read by their types', async () => {
  const source = `
    fn main() {
        let mut build = configured("inc");
        add(&mut build, "a.c");
        let other = build.clone();
        build.file("only-first.c");
        drop(other);
    }
    fn configured(include: &str) -> cc::Build { let mut b = cc::Build::new(); b.include(include); b }
    fn add(build: &mut cc::Build, file: &str) { build.file(file); }
    impl Plugin { fn add(&self, config: &mut cmake::Config) { config.define("K", "V"); } }
    fn endless() { endless(); }`;
  expect(await reading(source)).toEqual([
    'cc::Build::new',
    '. include inc',
    '. file a.c',
    '. file only-first.c',
    'cc::Build::new',
    '. include inc',
    '. file a.c',
    'cmake::Config {in `Plugin::add`, whose calls are not seen}',
    '. define K V',
  ]);
});

test.each([
  'fn main() {',
  'fn main() { cc::Build::new().file( }',
  'fn main() { for in cc { } match { => } }',
])('broken scripts are read as far as they go: %s', async (source) => {
  await reading(source);
});

test('other files are not looked into', async () => {
  expect((await readRust('fn main() { build("x") }')).buildScript).toBeUndefined();
  expect((await readRust('fn other() { cc::Build::new(); }')).buildScript).toBeUndefined();
});
