import { expect, test } from 'vitest';
import { readCargoManifest } from './cargo-manifest.js';
import { packagesOf } from './cargo-packages.js';

const ROOT = `
[workspace]
members = ["a", "b"]
exclude = ["old"]
[workspace.package]
edition = "2024"
[workspace.dependencies]
b = { path = "b", package = "real-b" }
`;
const A = `
[package]
name = "a-sys"
edition.workspace = true
links = "a"
[lib]
crate-type = ["staticlib", "rlib"]
[[bin]]
name = "tool"
[features]
default = ["std", "b/fast"]
std = ["dep:c"]
slow = []
[dependencies]
b.workspace = true
c = { version = "1", optional = true }
d = { version = "1", optional = true }
[target.'cfg(windows)'.build-dependencies]
cc = "1"
`;
const OLD = `[package]
name = "old"
build = "generate/main.rs"
`;

const FILES = ['a/src/lib.rs', 'a/src/bin/tool.rs', 'a/src/main.rs', 'a/build.rs', 'old/generate/main.rs'];

const packages = () =>
  packagesOf(
    new Map(
      Object.entries({ 'Cargo.toml': ROOT, 'a/Cargo.toml': A, 'old/Cargo.toml': OLD }).map(
        ([path, text]) => [`file:///w/${path}`, readCargoManifest(text)] as const,
      ),
    ),
    (uri) => FILES.includes(uri.slice('file:///w/'.length)),
  );

test('a package has what it says, what its workspace says, and what cargo finds by itself', () => {
  const plain = { features: ['default'], target: null };
  expect(packages()[0]).toEqual({
    name: 'a-sys',
    manifest: 'file:///w/a/Cargo.toml',
    line: 2,
    folder: 'file:///w/a',
    workspace: 'file:///w/Cargo.toml',
    edition: '2024',
    links: 'a',
    crates: [
      { kind: 'lib', name: 'a_sys', root: 'file:///w/a/src/lib.rs', types: ['staticlib', 'rlib'] },
      { kind: 'bin', name: 'tool', root: 'file:///w/a/src/bin/tool.rs', types: [] },
      { kind: 'bin', name: 'a_sys', root: 'file:///w/a/src/main.rs', types: [] },
    ],
    features: ['default', 'std'],
    allFeatures: ['d', 'default', 'slow', 'std'],
    featureTable: new Map([
      ['default', ['std', 'b/fast']],
      ['std', ['dep:c']],
      ['slow', []],
    ]),
    dependencies: [
      { name: 'b', package: 'real-b', kind: 'normal', folder: 'file:///w/b', optional: false, ...plain },
      { name: 'c', package: 'c', kind: 'normal', folder: null, optional: true, ...plain },
      { name: 'd', package: 'd', kind: 'normal', folder: null, optional: true, ...plain },
      {
        name: 'cc',
        package: 'cc',
        kind: 'build',
        folder: null,
        optional: false,
        ...plain,
        target: 'cfg(windows)',
      },
    ],
    buildScript: 'file:///w/a/build.rs',
  });
});

test('one that the workspace excludes is its own, of the first edition', () => {
  expect(packages()[1]).toMatchObject({
    name: 'old',
    workspace: null,
    edition: '2015',
    buildScript: 'file:///w/old/generate/main.rs',
  });
});

test.each(['[package', 'a = 1\na = 2', '\u0000'])('%j is no manifest, and says why', (text) => {
  expect(readCargoManifest(text)).toMatchObject({
    package: null,
    problem: expect.stringMatching(/^is no valid TOML \(line \d+\): /),
  });
});

test.each([
  'package = 1',
  '[package]\nname = 3\nbuild = {}',
  'dependencies = []\nfeatures = "x"',
  'lib = "x"',
])('a manifest of wrong types says nothing: %j', (text) =>
  expect(readCargoManifest(text)).toMatchObject({ package: null, dependencies: [], problem: null }),
);

test.each([
  ['{ workspace = true }', 'x = { path = "x", features = ["one"] }', ['default', 'one']],
  [
    '{ workspace = true, features = ["two"] }',
    'x = { path = "x", features = ["one"] }',
    ['default', 'one', 'two'],
  ],
  ['{ workspace = true }', 'x = { path = "x", default-features = false }', []],
  [
    '{ workspace = true, default-features = true }',
    'x = { path = "x", default-features = false }',
    ['default'],
  ],
  ['{ workspace = true, default-features = false }', 'x = { path = "x" }', ['default']],
  ['{ path = "../x", default-features = false }', '', []],
])('a dependency asks for features, with what it inherits: %s of %s', (line, above, features) => {
  const manifests = new Map(
    Object.entries({
      'Cargo.toml': `[workspace]\n[workspace.dependencies]\n${above}`,
      'a/Cargo.toml': `[package]\nname = "a"\n[dependencies]\nx = ${line}`,
    }).map(([path, text]) => [`file:///w/${path}`, readCargoManifest(text)] as const),
  );
  expect(packagesOf(manifests, () => true)[0]?.dependencies).toMatchObject([
    { folder: 'file:///w/x', features },
  ]);
});
