import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { runSuiteInDesktop } from './editors/desktop.js';
import { chooseEditor, type Editor } from './editors/choose-editor.js';
import { runSuiteInServer } from './editors/vscode-server.js';
import { readExample, withExampleCopy } from './example.js';
import { testNeovim } from './neovim/neovim.js';
import { describeError, type Result } from './outcome.js';
import { testWorkbench } from './workbench/workbench.js';

interface Run {
  name: string;
  title: string;
  run(): Promise<Result[]>;
}

/**
 * Runs the editor tests one after the other and prints their results.
 *
 * @param root the repository, already built
 * @param only names of the runs wanted; none means all
 * @returns the exit status
 */
export async function runEditorTests(root: string, only: readonly string[]): Promise<number> {
  const runs = editorRuns(root, await chooseEditor(root));
  const unknown = only.filter((name) => !runs.some((run) => run.name === name));
  if (unknown.length > 0) {
    console.error(
      `No such run here: ${unknown.join(', ')}. There are: ${runs.map(({ name }) => name).join(', ')}.`,
    );
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for (const run of runs.filter(({ name }) => only.length === 0 || only.includes(name))) {
    console.log(`\n${run.title}`);
    const results = await run.run().catch((error: unknown) => [brokenRun(error)]);
    results.forEach(print);
    failed += results.filter(({ failure }) => failure !== undefined).length;
    passed += results.filter(({ failure }) => failure === undefined).length;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function editorRuns(root: string, editor: Editor): Run[] {
  let vsix: string | undefined;
  const packaged = () => (vsix ??= packageExtension(root));
  const suite = (extension: { developmentPath: string } | { vsix: string }) =>
    withExampleCopy(root, (folder) => {
      const options = { root, folder, extension, suite: path.join(root, 'test/e2e/dist/suite.cjs') };
      switch (editor.kind) {
        case 'desktop':
          return runSuiteInDesktop(options);
        case 'server':
          return runSuiteInServer(options, editor.serverRoot);
        default:
          return editor satisfies never;
      }
    });
  const runs: Run[] = [
    {
      name: 'development',
      title: `${editor.title}, extension from the development folder`,
      run: () => suite({ developmentPath: root }),
    },
    {
      name: 'package',
      title: `${editor.title}, extension installed from the .vsix`,
      run: async () => suite({ vsix: packaged() }),
    },
    {
      name: 'neovim',
      title: 'Neovim, with the command line as its server',
      run: () => withExampleCopy(root, async (folder) => testNeovim(root, readExample(folder))),
    },
  ];
  if (editor.serverRoot !== undefined) {
    const { serverRoot } = editor;
    runs.splice(2, 0, {
      name: 'workbench',
      title: 'The workbench of VS Code, by mouse and keyboard, extension installed from the .vsix',
      run: () =>
        withExampleCopy(root, async (folder) => testWorkbench(serverRoot, packaged(), readExample(folder))),
    });
  }
  return runs;
}

/** @returns the absolute path of the package, which is the last line that the script prints */
function packageExtension(root: string): string {
  const output = execFileSync(process.execPath, ['scripts/package.mjs'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return path.resolve(root, output.trim().split('\n').at(-1) ?? '');
}

const brokenRun = (error: unknown): Result => ({
  name: 'the run itself',
  durationMs: 0,
  failure: describeError(error),
});

function print({ name, durationMs, failure }: Result): void {
  console.log(`  ${failure === undefined ? '✓' : '✗'} ${name} (${Math.round(durationMs)} ms)`);
  if (failure !== undefined) console.log(failure.replace(/^/gm, '      '));
}
