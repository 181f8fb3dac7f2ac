import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BASELINE_SCHEMA } from './baseline.js';
import { ferrule, finding, span } from '../testing/cli.js';

const BASELINE = '/project/ci/ferrule-baseline.json';
const SOURCE = { '/project/src/ffi.rs': '' };

/** A check of these findings with a baseline that was written over `before`. */
async function checkBeside(before: ReturnType<typeof finding>[], now: ReturnType<typeof finding>[]) {
  const written = await ferrule(['check', '--write-baseline', 'ci/ferrule-baseline.json'], {
    files: SOURCE,
    check: { findings: before },
  });
  return ferrule(['check', '--baseline', 'ci/ferrule-baseline.json', '--format', 'json'], {
    files: written.files,
    check: { findings: now },
  });
}

const left = (stdout: string): string[] =>
  (JSON.parse(stdout) as { findings: { message: string }[] }).findings.map(({ message }) => message);

test('a baseline is written with paths from its own folder, and nothing is found then', async () => {
  const { status, stdout, files } = await ferrule(['check', '--write-baseline', 'ferrule-baseline.json'], {
    files: SOURCE,
    check: { findings: [finding(), finding({ range: span(9, 0, 1) }), finding({ message: 'another' })] },
  });
  expect(stdout).toBe('wrote 3 findings to ferrule-baseline.json\n');
  expect(status).toBe(0);
  expect(JSON.parse(files['/project/ferrule-baseline.json'] ?? '')).toEqual({
    version: 1,
    findings: [
      { hazard: 'arity-mismatch', path: 'src/ffi.rs', message: finding().message, count: 2 },
      { hazard: 'arity-mismatch', path: 'src/ffi.rs', message: 'another', count: 1 },
    ],
  });
});

test('what a baseline lists is left out wherever it moved, and what is new is found', async () => {
  const { status, stdout, stderr } = await checkBeside(
    [finding()],
    [finding({ range: span(40, 2, 3) }), finding({ message: 'new' })],
  );
  expect(left(stdout)).toEqual(['new']);
  expect(stderr).toBe('ferrule: 1 finding of ci/ferrule-baseline.json left out\n');
  expect(status).toBe(1);
});

test('one more of a kind is new', async () => {
  const { stdout } = await checkBeside([finding()], [finding(), finding({ range: span(9, 0, 1) })]);
  expect(left(stdout)).toEqual([finding().message]);
});

test('what is gone is told, and fails nothing', async () => {
  const { status, stderr } = await checkBeside([finding(), finding({ message: 'old' })], [finding()]);
  expect(stderr).toBe(
    'ferrule: 1 finding of ci/ferrule-baseline.json left out, 1 of it not found any more: --write-baseline ci/ferrule-baseline.json renews it\n',
  );
  expect(status).toBe(0);
});

test('of files that were not checked nothing is gone', async () => {
  const written = await ferrule(['check', '--write-baseline', 'ci/ferrule-baseline.json'], {
    files: { ...SOURCE, '/project/other/x.rs': '' },
    check: { findings: [finding()] },
  });
  const { stderr } = await ferrule(['check', 'other', '--baseline', 'ci/ferrule-baseline.json'], {
    files: written.files,
    check: { findings: [] },
  });
  expect(stderr).toBe('ferrule: 0 findings of ci/ferrule-baseline.json left out\n');
});

test.each([
  [
    null,
    'no such file: ci/ferrule-baseline.json; ferrule check --write-baseline ci/ferrule-baseline.json writes it',
  ],
  [
    '{',
    'ci/ferrule-baseline.json is no JSON; ferrule check --write-baseline ci/ferrule-baseline.json writes it anew',
  ],
  [
    '{"version":2,"findings":[]}',
    'ci/ferrule-baseline.json is no baseline: /version must be equal to constant',
  ],
])('a baseline that cannot be read is told in one line: %s', async (text, message) => {
  const { status, stderr } = await ferrule(['check', '--baseline', 'ci/ferrule-baseline.json'], {
    files: text === null ? SOURCE : { ...SOURCE, [BASELINE]: text },
  });
  expect(stderr).toBe(`ferrule: ${message}\n`);
  expect(status).toBe(2);
});

test('reading and writing a baseline exclude each other', async () => {
  const { status, stderr } = await ferrule(['check', '--baseline', 'a.json', '--write-baseline', 'b.json']);
  expect(stderr).toMatch(/--baseline and --write-baseline exclude each other/);
  expect(status).toBe(2);
});

test('the published schema is the one that baselines are read by', () => {
  const schema = new URL('../../../../docs/schema/baseline.schema.json', import.meta.url);
  expect(JSON.parse(readFileSync(schema, 'utf8'))).toMatchObject(BASELINE_SCHEMA);
});
