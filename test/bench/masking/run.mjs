// Measures what of real headers cannot be read, with and without the mask: npm run bench:masking -- FOLDER...
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const OUT = path.join(ROOT, 'test/bench/dist/masking.mjs');

await build({
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  entryPoints: [path.join(ROOT, 'test/bench/masking/masking.ts')],
  outfile: OUT,
});
const { measureMasking } = await import(OUT);
process.exitCode = await measureMasking(ROOT, process.argv.slice(2));
