import { describe, expect, test } from 'vitest';
import { readCargoManifest } from '../builds/cargo-manifest.js';
import { packagesOf } from '../builds/cargo-packages.js';
import { createRustCrates } from '../builds/rust-crates.js';
import { readRust } from '../facts/rust/testing/read-rust.js';
import { Program } from './program.js';
import type { Presence } from './path-walk.js';

const ROOT = 'file:///w/';
const UNIX: Presence = {
  grounds: [{}, {}],
  presence: (_, [predicate]) =>
    predicate === undefined ? true : predicate.startsWith('feature') ? null : predicate === 'unix',
};

/**
 * What `path` means in the first file.
 *
 * @param files manifests and sources by their paths
 * @param modulePath the inline modules around it
 */
async function meaning(
  files: Readonly<Record<string, string>>,
  path: string,
  modulePath: readonly string[] = [],
): Promise<string> {
  const program = new Program();
  const all = Object.entries(files).map(([name, text]) => [`${ROOT}${name}`, text] as const);
  const manifests = all.filter(([uri]) => uri.endsWith('.toml'));
  const sources = all.filter(([uri]) => uri.endsWith('.rs'));
  const exists = (uri: string): boolean => sources.some(([other]) => other === uri);
  program.rust.paths.exists = exists;
  const read = new Map(manifests.map(([uri, text]) => [uri, readCargoManifest(text)]));
  program.rust.paths.crates = createRustCrates(packagesOf(read, exists));
  for (const [uri, text] of sources) program.setFile(uri, await readRust(text));
  const uri = sources[0]?.[0] ?? '';
  const found = program.rust.lookUpType(path.split('::'), { uri, modulePath }, UNIX);
  switch (found.kind) {
    case 'found':
      return [found.declaration.uri.slice(ROOT.length), ...found.declaration.item.modulePath].join(' ');
    case 'missing':
      return `missing ${found.path.join('::')}`;
    case 'ambiguous':
      return 'ambiguous';
    case 'open':
      return found.reason;
    default:
      return found satisfies never;
  }
}

const lib = (text: string): Record<string, string> => ({
  'src/lib.rs': text,
  'Cargo.toml': '[package]\nname = "own"\nedition = "2021"',
});

describe('within a crate', () => {
  test('imports lead through modules and other imports, under any name', async () => {
    const text = `
      mod a { pub mod deep { pub struct T; } pub use self::deep::T as U; }
      mod b { pub use crate::a::U as V; }
      pub struct T;
      use b::V as W;
      use a::*;`;
    expect(await meaning(lib(text), 'W')).toBe('src/lib.rs a deep');
    expect(await meaning(lib(text), 'U')).toBe('src/lib.rs a deep');
    expect(await meaning(lib(text), 'T')).toBe('src/lib.rs');
    expect(await meaning(lib(text), 'a::deep::T')).toBe('src/lib.rs a deep');
    expect(await meaning(lib(text), 'super::super::T', ['a', 'deep'])).toBe('src/lib.rs');
  });

  test('what a module has itself comes before its globs, and before the prelude', async () => {
    const text = `
      mod a { pub struct T; pub struct Vec; struct Hidden; }
      mod own { use super::a::*; pub struct T; }
      mod above { use super::*; }
      use a::*;
      struct Private;`;
    expect(await meaning(lib(text), 'T', ['own'])).toBe('src/lib.rs own');
    expect(await meaning(lib(text), 'Vec', ['own'])).toBe('src/lib.rs a');
    // Children see what is private above them.
    expect(await meaning(lib(text), 'Private', ['above'])).toBe('src/lib.rs');
    expect(await meaning(lib(text), 'T', ['above'])).toBe('src/lib.rs a');
    expect(await meaning(lib('mod a { struct Box; } use a::*;'), 'Box')).toBe('missing Box');
    const hidden = 'mod a { pub use b::*; struct Box; mod b { pub struct Box; } } use a::*;';
    expect(await meaning(lib(hidden), 'Box')).toBe('missing Box');
  });

  test('globs may go in a circle', async () => {
    const text =
      'mod a { pub use super::b::*; pub struct A; } mod b { pub use super::a::*; pub struct B; } use b::*;';
    expect(await meaning(lib(text), 'A')).toBe('src/lib.rs a');
    expect(await meaning(lib(text), 'B')).toBe('src/lib.rs b');
    expect(await meaning(lib('use self::A as B; use self::B as A;'), 'A')).toBe('missing A');
  });

  test('circles of many modules that may be there are gone through once', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `m${i}`);
    const modules = names.map(
      (name, i) => `
      #[cfg(feature = "f${i % 3}")] mod ${name} { use crate::*; use crate::Wanted; pub struct T_${name}; }
      #[cfg(feature = "f${i % 3}")] pub use ${name}::*;`,
    );
    const text = `${modules.join('')} mod last { pub struct Wanted; } pub use last::*;`;
    expect(await meaning(lib(text), 'Wanted')).toBe('src/lib.rs last');
    expect(await meaning(lib(text), 'T_m39', ['m0'])).toBe('src/lib.rs m39');
  });

  test('an import of a name from its own module leaves it to the globs', async () => {
    const text = 'mod m { pub use super::m::T; pub use self::a::*; mod a { pub struct T; } }';
    expect(await meaning(lib(text), 'm::T')).toBe('src/lib.rs m a');
  });

  test('modules are files, by their names or by #[path]', async () => {
    const files = {
      'src/ffi/raw.rs': 'use super::T as Above; use crate::other::T as Other;',
      'src/lib.rs': 'mod ffi; mod other;',
      'src/ffi/mod.rs': 'mod raw; pub struct T;',
      'src/other.rs': '#[path = "x.rs"] mod inner; pub use inner::T;',
      'src/x.rs': 'pub struct T;',
      'Cargo.toml': '[package]\nname = "own"\nedition = "2021"',
    };
    expect(await meaning(files, 'Above')).toBe('src/ffi/mod.rs');
    expect(await meaning(files, 'Other')).toBe('src/x.rs');
  });

  test('conditions choose between imports; where they leave two, none is taken', async () => {
    const of = (condition: string): Record<string, string> =>
      lib(`mod a { pub struct T; } mod b { pub struct T; }
        #[cfg(${condition})] use a::T; #[cfg(not(${condition}))] use b::T;`);
    const presence = await meaning(of('unix'), 'T');
    expect(presence).toBe('src/lib.rs a');
    expect(
      await meaning(lib('mod a { pub struct T; } #[cfg(unix)] use a::T; #[cfg(windows)] use std::T;'), 'T'),
    ).toBe('src/lib.rs a');
  });
});

describe('between crates', () => {
  const workspace = (app: string, edition = '2021'): Record<string, string> => ({
    'app/src/lib.rs': app,
    'app/Cargo.toml': `[package]\nname = "app"\nedition = "${edition}"\n[dependencies]
      data-model = { path = "../model" }
      short = { package = "data-store", path = "../store" }
      plain = { path = "../plain" }
      elsewhere = "1"`,
    'model/Cargo.toml': '[package]\nname = "data-model"',
    'model/src/lib.rs': 'pub mod inner { pub struct T; pub(crate) struct Mutex; } pub use inner::*;',
    'store/Cargo.toml': '[package]\nname = "data-store"',
    'store/src/lib.rs': 'pub struct T;',
    'plain/Cargo.toml': '[package]\nname = "plain"\n[lib]\nname = "called"\npath = "here.rs"',
    'plain/here.rs': 'pub struct T;',
  });

  test.each([
    ['use data_model::T;', 'model/src/lib.rs inner'],
    ['use short::T;', 'store/src/lib.rs'],
    ['use called::T;', 'plain/here.rs'],
    ['use elsewhere::T;', 'missing elsewhere::T'],
    ['mod data_model { pub struct T; } use self::data_model::T;', 'app/src/lib.rs data_model'],
    ['extern crate data_model as m; mod a { use m::T; } use m::*;', 'model/src/lib.rs inner'],
    ['use elsewhere::*; use short::*;', 'store/src/lib.rs'],
  ])('%s', async (app, expected) => {
    expect(await meaning(workspace(app), 'T')).toBe(expected);
  });

  test('in the edition of 2015 imports start at the crate', async () => {
    const app =
      'extern crate short; mod a { use b::T; use short::T as S; use ::b::T as R; } mod b { pub struct T; }';
    for (const [name, expected] of [
      ['T', 'app/src/lib.rs b'],
      ['S', 'store/src/lib.rs'],
      ['R', 'app/src/lib.rs b'],
      ['::b::T', 'app/src/lib.rs b'],
    ] as const)
      expect(await meaning(workspace(app, '2015'), name, ['a'])).toBe(expected);
  });

  test('what a crate that is not read may bring is not known', async () => {
    const reason = '`Mutex` may be of `elsewhere::*`, which is not read';
    expect(await meaning(workspace('use elsewhere::*;'), 'Mutex')).toBe(reason);
    expect(await meaning(workspace('mod p { pub use elsewhere::*; } use p::*;'), 'Mutex')).toBe(reason);
    // What another crate keeps for itself does not come with a glob; what libc has is known.
    expect(await meaning(workspace('use data_model::inner::*;'), 'Mutex')).toBe('missing Mutex');
    const again = { 'model/src/lib.rs': 'mod inner { pub(crate) struct Mutex; } pub use inner::*;' };
    expect(await meaning({ ...workspace('use data_model::*;'), ...again }, 'Mutex')).toBe('missing Mutex');
    expect(await meaning(workspace('use libc::*;'), 'c_int')).toBe('missing c_int');
  });
});
