import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Result } from '../outcome.js';

/** One run of the suite inside an extension host. */
export interface SuiteOptions {
  /** The repository. */
  root: string;
  /** The workspace folder, the tests' own copy. */
  folder: string;
  extension: { developmentPath: string } | { vsix: string };
  /** The compiled suite. */
  suite: string;
}

/** Environment variable that tells the suite where to leave its results. */
export const RESULTS_VARIABLE = 'FERRULE_E2E_RESULTS';

/** An extension that does nothing: VS Code runs a suite only beside an extension under development. */
export const bystander = (root: string): string => path.join(root, 'test/e2e/editors/bystander');

/**
 * Runs the suite and reads its results, which arrive in a file: an extension host has no standard output.
 *
 * @param start runs the editor with the given environment until the suite has ended
 */
export async function collectResults(
  start: (env: Record<string, string>) => Promise<void>,
): Promise<Result[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ferrule-results-'));
  const file = path.join(folder, 'results.json');
  try {
    // The editor also fails where a test fails; only without results that is news.
    const failure = await start({ [RESULTS_VARIABLE]: file }).then(
      () => undefined,
      (error: unknown) => error,
    );
    const results = await readFile(file, 'utf8').catch(() => undefined);
    if (results === undefined) throw failure ?? new Error('The suite ended without leaving results.');
    return JSON.parse(results) as Result[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
