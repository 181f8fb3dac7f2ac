import { basename, dirname, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { compilerName, findProgram } from './installed-compilers.js';
import { runCompiler } from './run-compiler.js';

const FOREVER = ['-e', 'setInterval(() => {}, 1000)'];
const HERE = { cwd: process.cwd(), token: NEVER_CANCELLED };

describe('a compiler', () => {
  test('is run to its end, whatever its status', async () => {
    const program = 'console.log("out"); console.error("err"); process.exit(3)';
    expect(await runCompiler(process.execPath, ['-e', program], HERE)).toEqual({
      kind: 'ended',
      status: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test('that cannot be given its arguments has failed', async () => {
    expect(await runCompiler(process.execPath, ['-DNAME=\0'], HERE)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('cannot be run') as string,
    });
  });

  test('speaks English', async () => {
    const outcome = await runCompiler(process.execPath, ['-p', 'process.env.LC_ALL'], HERE);
    expect(outcome).toMatchObject({ stdout: 'C\n' });
  });

  test('gives line by line what is too much to keep', async () => {
    const lines: string[] = [];
    const run = { ...HERE, onLine: (line: string) => lines.push(line) };
    await runCompiler(process.execPath, ['-e', 'console.log("a\\nb")'], run);
    expect(lines).toEqual(['a', 'b']);
  });

  test('that is stuck is stopped', async () => {
    const outcome = await runCompiler(process.execPath, FOREVER, { ...HERE, timeLimitMs: 20 });
    expect(outcome).toEqual({ kind: 'failed', reason: 'took more than 0.02 s' });
  });

  test('is stopped when nobody waits for it any more', async () => {
    const outcome = await runCompiler(process.execPath, FOREVER, {
      ...HERE,
      token: { isCancellationRequested: true },
    });
    expect(outcome).toEqual({ kind: 'failed', reason: 'was cancelled' });
  });

  test('is stopped with the programs that it runs', async () => {
    // The run ends once nobody can write to its output any more: not while the inner program lives.
    const inner = ['-e', 'console.log("runs"); setInterval(() => {}, 1000)'];
    const outer = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(inner)}, { stdio: 'inherit' })`;
    const token = { isCancellationRequested: false };
    const onLine = (): void => void (token.isCancellationRequested = true);
    const outcome = await runCompiler(process.execPath, ['-e', outer], { ...HERE, token, onLine });
    expect(outcome).toEqual({ kind: 'failed', reason: 'was cancelled' });
  });

  test('that is not there is no exception', async () => {
    expect(await runCompiler('/nowhere/clang++', [], HERE)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('cannot be run') as string,
    });
  });
});

test.each([
  ['Debian clang version 19.1.7 (3+b1)\nTarget: x86_64-pc-linux-gnu', 'clang 19.1.7'],
  ['Apple clang version 15.0.0 (clang-1500.3.9.4)', 'Apple clang 15.0.0'],
  ['g++ (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright', 'gcc 12.2.0'],
  ['x86_64-linux-gnu-g++-13 (Ubuntu 13.2.0-4ubuntu3) 13.2.0', 'gcc 13.2.0'],
  ['Microsoft (R) C/C++ Optimizing Compiler', null],
])('%j is %s', (version, name) => expect(compilerName(version)).toBe(name));

test('programs are not looked for in folders that depend on where one stands', async () => {
  const folder = dirname(process.execPath);
  const name = basename(process.execPath);
  expect(await findProgram(name, { PATH: folder })).toBe(process.execPath);
  expect(await findProgram(name, { PATH: relative(process.cwd(), folder) })).toBeNull();
});
