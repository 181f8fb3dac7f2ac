import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const CLEAN = join(EXAMPLES, 'telemetry');
const DRIFTED = join(EXAMPLES, 'telemetry-hazards');

const REPORT = `\
Plant 7
boiler      8 values    81.7 .. 97.3 °C, mean 83.9
  outlier: 97.3 after 6000 ms
intake      8 values   311.4 .. 313.0 kPa, mean 312.2
hall        8 values    43.8 .. 45.0 %, mean 44.3
measurements dropped: 1
`;
const COMPLAINTS = `\
telemetry: warning: the ring is full, its oldest sample is lost
telemetry: line 27: unknown quantity \`voltage\`
`;

/** The compilers that must accept the C++ of the example; the set-up installs both. */
const COMPILERS = ['g++', isInstalled('clang++-19') ? 'clang++-19' : 'clang++'];

beforeAll(() => {
  if (!isInstalled('cargo'))
    throw new Error('cargo is not installed; the examples need Rust: https://rustup.rs');
  for (const compiler of COMPILERS) {
    if (!isInstalled(compiler))
      throw new Error(`${compiler} is not installed; npm run setup installs it, or says how to`);
  }
});

describe('examples/telemetry', () => {
  it('builds without a warning, runs and prints its report', () => {
    const { status, stdout, stderr } = run('cargo', ['run', '--quiet'], CLEAN);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: REPORT, stderr: COMPLAINTS });
  });

  it('passes its own tests', () => {
    const { status, stdout, stderr } = run('cargo', ['test', '--quiet'], CLEAN);
    expect(status, stdout + stderr).toBe(0);
  });

  it.each(COMPILERS)('has C++ without a warning of %s', (compiler) => {
    const out = outDir(CLEAN);
    const includes = [out, join(out, 'cxxbridge/include'), join(out, 'cxxbridge/crate')];
    const options = ['-std=c++17', '-Wall', '-Wextra', '-Werror', '-fsyntax-only'];
    const sources = readdirSync(join(CLEAN, 'cpp')).map((name) => join('cpp', name));
    const { stderr } = run(compiler, [...options, ...includes.map((path) => `-I${path}`), ...sources], CLEAN);
    expect(stderr).toBe('');
  });
});

describe('examples/telemetry-hazards', () => {
  it('is stopped by the assertion of cxx, and by nothing before', () => {
    const { status, stderr } = run('cargo', ['build'], DRIFTED);
    expect(status).not.toBe(0);
    const errors = new Set(stderr.match(/error: static assertion failed.*|^error\[E\d+\].*/gm));
    expect([...errors]).toEqual([expect.stringContaining('type telemetry::Label should be trivially move')]);
  });
});

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/** Runs a program to its end in `cwd`; both programs of the examples share one build folder. */
function run(program: string, args: string[], cwd: string) {
  const env = {
    ...process.env,
    CARGO_TARGET_DIR: join(CLEAN, 'target'),
    CARGO_TERM_COLOR: 'never',
    CXX: 'g++',
    LC_ALL: 'C.UTF-8',
  };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (error) throw new Error(`${program} could not be started`, { cause: error });
  return { status, stdout, stderr };
}

/** Where the build script of a package has put what cxx and zngur generated. */
function outDir(folder: string): string {
  const { stdout } = run('cargo', ['build', '--quiet', '--message-format=json'], folder);
  const messages = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { reason: string; package_id?: string; out_dir?: string });
  const built = messages.find(
    ({ reason, package_id }) => reason === 'build-script-executed' && package_id?.includes('/telemetry#'),
  );
  if (!built?.out_dir) throw new Error('cargo did not say where the build script of the example has written');
  return built.out_dir;
}
