import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { RESULTS_VARIABLE } from '../editors/suite-run.js';
import { readExample } from '../example.js';
import { describeError, type Result } from '../outcome.js';
import { commandTests } from './commands.js';
import { findingTests } from './findings.js';
import { hoverTests } from './hover.js';
import { languageTests } from './languages.js';
import { quickFixTests } from './quick-fix.js';
import { settingTests } from './settings.js';

const TEST_DEADLINE_MS = 90_000;

/** Called by VS Code in its extension host, with a copy of the example open as the only folder. */
export async function run(): Promise<void> {
  const file = process.env[RESULTS_VARIABLE];
  if (file === undefined) throw new Error(`${RESULTS_VARIABLE} is not set`);
  const results: Result[] = [];
  try {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    if (folder === undefined) throw new Error('no workspace folder is open');
    const example = readExample(folder);
    const mocha = new Mocha({ timeout: TEST_DEADLINE_MS, reporter: Mocha.reporters.Base });
    mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, '', mocha);
    const tests = [findingTests, hoverTests, quickFixTests, settingTests, commandTests, languageTests];
    for (const register of tests) register(example);
    await runMocha(mocha, results);
  } catch (error) {
    results.push({ name: 'the suite itself', durationMs: 0, failure: describeError(error) });
  }
  await writeFile(file, JSON.stringify(results));
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

/** A failed hook is a result of its own: the tests behind it never run. */
function runMocha(mocha: Mocha, results: Result[]): Promise<void> {
  return new Promise((resolve) => {
    const add = (test: Mocha.Runnable, failure?: unknown): void => {
      const result = { name: test.fullTitle(), durationMs: test.duration ?? 0 };
      results.push(failure === undefined ? result : { ...result, failure: describeError(failure) });
    };
    const runner = mocha.run(() => {
      resolve();
    });
    runner.on('pass', (test) => {
      add(test);
    });
    runner.on('fail', add);
    runner.on('pending', (test) => {
      add(test, 'skipped, and no test may be skipped');
    });
  });
}
