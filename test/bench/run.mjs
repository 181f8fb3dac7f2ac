// Builds the program and measures it: npm run bench -- --help
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const OUT = 'test/bench/dist';
/** CommonJS dependencies want a `require` in the bundle. */
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
await build({
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
  loader: { '.md': 'text' },
  banner: { js: REQUIRE_BANNER },
  absWorkingDir: ROOT,
  entryPoints: {
    bench: 'test/bench/bench.ts',
    stages: 'test/bench/measure/stages.ts',
    abi: 'test/bench/measure/abi.ts',
    reading: 'test/bench/measure/reading.ts',
  },
  outdir: OUT,
});
const { runBench } = await import('./dist/bench.js');
process.exitCode = await runBench(ROOT, process.argv.slice(2));
