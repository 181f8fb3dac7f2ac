// Measures on the headers of installed Debian packages: npm run referee:headers (or referee:declarations) -- --help
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const [measure, ...args] = process.argv.slice(2);
const OUT = path.join(ROOT, `test/referee/headers/dist/${measure}.js`);
/** CommonJS dependencies want a `require` in the bundle. */
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

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
  entryPoints: [`test/referee/headers/${measure}.ts`],
  outfile: OUT,
});
const { main } = await import(OUT);
process.exitCode = await main(ROOT, args);
