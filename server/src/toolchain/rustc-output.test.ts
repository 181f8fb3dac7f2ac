import { expect, test } from 'vitest';
import { compilerMessages, firstProblem } from './rustc-output.js';

const MESSAGE = { level: 'error', message: 'no', spans: [] };

test.each([
  ['rustc', JSON.stringify(MESSAGE)],
  ['cargo', JSON.stringify({ reason: 'compiler-message', message: MESSAGE })],
])('messages of %s are found among what others write', (_, line) => {
  const output = [
    'warning: by a build script',
    '{"half": ',
    'null',
    '{"reason": "build-finished"}',
    line,
    '',
  ];
  expect(compilerMessages(output.join('\n'))).toEqual([MESSAGE]);
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
  expect(firstProblem(stderr)).toBe('failed to load source for dependency `a`: no such folder');
});

test('a problem for lack of a network says what to do', () => {
  const stderr =
    "error: no matching package named `serde` found\nlocation searched: crates.io index\nAs a reminder, you're using offline mode (--offline)\n";
  expect(firstProblem(stderr)).toBe(
    'no matching package named `serde` found; cargo runs offline, `cargo fetch` gets what it lacks',
  );
});

test('of a build script it is not told how it ended', () => {
  const stderr =
    "error: failed to run custom build command for `a v0.1.0`\n\nCaused by:\n  process didn't exit successfully: `/x/build-script-build` (exit status: 101)\n";
  expect(firstProblem(stderr)).toBe('failed to run custom build command for `a v0.1.0`');
});

test.each([
  ["error: toolchain 'x' is not installed\nhelp: install it\n", "toolchain 'x' is not installed"],
  ['\nrustc: no such file\n', 'rustc: no such file'],
  ['', 'ended without a reason'],
])('the problem in %j is %j', (stderr, problem) => expect(firstProblem(stderr)).toBe(problem));
