import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import type { Result } from '../outcome.js';
import { bystander, collectResults, type SuiteOptions } from './suite-run.js';

/**
 * Runs the suite in desktop VS Code, downloaded into `.vscode-test`; `FERRULE_E2E_VSCODE` names a version.
 * Each run has its own profile, in a short path because VS Code puts a socket there.
 */
export async function runSuiteInDesktop({ root, folder, extension, suite }: SuiteOptions): Promise<Result[]> {
  const vscodeExecutablePath = await downloadAndUnzipVSCode({
    version: process.env['FERRULE_E2E_VSCODE'] ?? 'stable',
    cachePath: path.join(root, '.vscode-test'),
  });
  const profile = await mkdtemp(path.join(os.tmpdir(), 'fe-'));
  const profileArguments = [
    `--user-data-dir=${path.join(profile, 'data')}`,
    `--extensions-dir=${path.join(profile, 'extensions')}`,
  ];
  try {
    if ('vsix' in extension) {
      const [cli = vscodeExecutablePath, ...own] = resolveCliArgsFromVSCodeExecutablePath(
        vscodeExecutablePath,
        {
          reuseMachineInstall: true,
        },
      );
      execFileSync(cli, [...own, ...profileArguments, '--install-extension', extension.vsix], {
        stdio: ['ignore', 'ignore', 'inherit'],
        shell: process.platform === 'win32',
      });
    }
    return await collectResults(async (extensionTestsEnv) => {
      await runTests({
        vscodeExecutablePath,
        extensionDevelopmentPath: 'vsix' in extension ? bystander(root) : extension.developmentPath,
        extensionTestsPath: suite,
        extensionTestsEnv,
        launchArgs: [folder, ...profileArguments, '--disable-workspace-trust', '--skip-welcome'],
      });
    });
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
