// Builds the program, compiles the editor tests and runs them.
//   npm run test:e2e                 every run
//   npm run test:e2e -- neovim …     only the runs named (development, package, workbench, neovim)
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const common = { bundle: true, platform: 'node', target: 'node20', sourcemap: 'inline', absWorkingDir: ROOT };

async function buildAndRun() {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
  await build({
    ...common,
    format: 'cjs',
    external: ['vscode', 'mocha'],
    entryPoints: ['test/e2e/suite/index.ts'],
    outfile: 'test/e2e/dist/suite.cjs',
  });
  await build({
    ...common,
    format: 'esm',
    packages: 'external',
    entryPoints: ['test/e2e/editor-runs.ts'],
    outfile: 'test/e2e/dist/editor-runs.mjs',
  });
  const { runEditorTests } = await import('./dist/editor-runs.mjs');
  return runEditorTests(ROOT, process.argv.slice(2));
}

// What keeps every run from starting is one failure, and the last line is always the sum.
const status = await buildAndRun().catch((error) => {
  console.error(`${error instanceof Error ? error.message : error}\n\n0 passed, 1 failed`);
  return 1;
});
process.exit(status);
