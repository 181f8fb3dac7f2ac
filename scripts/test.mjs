// Passes every tier of tests, from a fresh checkout: npm test
//   npm test -- unit protocol      only the tiers named
// Installs what is missing, builds, and ends with the sum. A tier in which a test was skipped, or none
// ran, has failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { installIfStale } from './install-if-stale.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const RESULTS = mkdtempSync(path.join(tmpdir(), 'ferrule-test-'));

/** Checks that count as one test each. */
const CHECKS = {
  types: ['tsc', '-b'],
  lint: ['eslint', '.', '--max-warnings', '0'],
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  wasm: ['node', 'scripts/renew-wasm.mjs', '--check'],
  docs: ['node', 'scripts/generate-hazard-docs.mjs', '--check'],
  package: ['node', 'scripts/package.mjs'],
};

const TIERS = {
  static: () => sum(Object.entries(CHECKS).map(([name, command]) => check(name, command))),
  unit: () => vitest('unit'),
  grammar: () => check('grammar', ['npm', 'run', '--silent', 'test:grammar']),
  protocol: () => vitest('protocol'),
  examples: () => vitest('examples'),
  referee: () => vitest('referee'),
  editors: () => counted(['node', 'test/e2e/run.mjs']),
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in TIERS));
if (unknown.length > 0) {
  console.error(`npm test: no tier '${unknown[0]}'; there are ${Object.keys(TIERS).join(', ')}`);
  process.exit(2);
}

if (installIfStale(ROOT) !== 0) fail('npm could not install what package-lock.json names');
if (run(['bash', 'scripts/setup.sh']).status !== 0) fail('the set-up did not succeed');
if (run(['node', 'scripts/build.mjs']).status !== 0) fail('the build failed');

const results = [];
for (const [name, tier] of Object.entries(TIERS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n=== ${name} ===`);
  const start = performance.now();
  results.push({ name, ...tier(), seconds: Math.round((performance.now() - start) / 1000) });
}
rmSync(RESULTS, { recursive: true, force: true });

console.log('\n=== all tiers ===');
for (const { name, passed, failed, seconds } of results) {
  console.log(`${name.padEnd(10)} ${passed} passed, ${failed} failed in ${seconds} s`);
}
const { passed, failed } = sum(results);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function run(command, options = {}) {
  const [program, ...args] = command;
  const env = {
    ...process.env,
    PATH: `${path.join(ROOT, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
  };
  return spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', env, ...options });
}

function check(name, command) {
  const ok = run(command).status === 0;
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/** A project of vitest.config.ts; tests that did not run count as failed. */
function vitest(project) {
  const report = path.join(RESULTS, `${project}.json`);
  const { status } = run([
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  // Without a report vitest itself has failed.
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = numTotalTests - numPassedTests;
  return {
    passed: numPassedTests,
    failed: failed === 0 && (status !== 0 || numTotalTests === 0) ? 1 : failed,
  };
}

/** A runner that ends with `N passed, N failed`. */
function counted(command) {
  const { status, stdout } = run(command, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  process.stdout.write(stdout ?? '');
  const match = /(\d+) passed, (\d+) failed\s*$/.exec(stdout ?? '');
  if (!match) return { passed: 0, failed: 1 };
  const [passed, failed] = [Number(match[1]), Number(match[2])];
  return { passed, failed: failed === 0 && (status !== 0 || passed === 0) ? 1 : failed };
}

function sum(parts) {
  return parts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}

function fail(reason) {
  console.error(`npm test: ${reason}\n\n0 passed, 1 failed`);
  process.exit(1);
}
