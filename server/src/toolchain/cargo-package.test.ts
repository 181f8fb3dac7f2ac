import { expect, test } from 'vitest';
import { cargoProblem, crateOptions, type CargoPackage } from './cargo-package.js';

const target = (kind: string, name: string, path: string) => ({ kind: [kind], name, src_path: `/p/${path}` });

const PACKAGE: CargoPackage = {
  name: 'p',
  manifest_path: '/p/Cargo.toml',
  targets: [
    target('cdylib', 'p', 'src/lib.rs'),
    target('bin', 'p', 'src/main.rs'),
    target('bin', 'tool', 'src/bin/tool.rs'),
    target('example', 'show', 'examples/show.rs'),
    target('test', 'all', 'tests/all.rs'),
    target('custom-build', 'build-script-build', 'build.rs'),
  ],
};

test.each([
  ['/p/src/lib.rs', ['--lib']],
  ['/p/src/main.rs', ['--bin', 'p']],
  ['/p/src/a/b.rs', ['--lib', '--bin', 'p']],
  ['/p/src/bin/tool.rs', ['--bin', 'tool']],
  ['/p/src/bin/tool/part.rs', ['--bin', 'tool']],
  ['/p/examples/show.rs', ['--example', 'show']],
  ['/p/tests/common/mod.rs', ['--test', 'all']],
  ['/p/build.rs', []],
  ['/p/generated/a.rs', []],
  ['/elsewhere/a.rs', []],
])('%s is part of the crates %j', (file, options) => {
  expect(crateOptions(file, PACKAGE)).toEqual(options);
});

test('a problem of cargo is its first error with the last of the causes', () => {
  const stderr = [
    '    Updating index',
    'error: failed to load source for dependency `a`',
    '',
    'Caused by:',
    '  unable to update /p/a',
    '',
    'Caused by:',
    '  no such folder',
    '',
  ].join('\n');
  expect(cargoProblem(stderr)).toBe('failed to load source for dependency `a`: no such folder');
});

test('a problem for lack of a network says what to do', () => {
  const stderr =
    "error: no matching package named `serde` found\nlocation searched: crates.io index\nAs a reminder, you're using offline mode (--offline)\n";
  expect(cargoProblem(stderr)).toBe(
    'no matching package named `serde` found; cargo runs offline, `cargo fetch` gets what it lacks',
  );
});

test('of a build script it is not told how it ended', () => {
  const stderr =
    "error: failed to run custom build command for `a v0.1.0`\n\nCaused by:\n  process didn't exit successfully: `/x/build-script-build` (exit status: 101)\n";
  expect(cargoProblem(stderr)).toBe('failed to run custom build command for `a v0.1.0`');
});
