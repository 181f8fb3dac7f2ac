// Takes the pictures of docs/ anew, in a real VS Code over examples/telemetry-hazards: npm run pictures
// Needs what the editor tests need (npm run setup): chromium and the VS Code server of linux-x64.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SERVER = path.join(ROOT, '.vscode-test/server');
const PICTURES = path.join(ROOT, 'docs/images');
/** A page with five pictures has to stay quick to load. */
const MAXIMUM_BYTES = 300_000;

if (!existsSync(path.join(SERVER, 'ready'))) fail('the VS Code server is not set up; run `npm run setup`');

const vsix = execFileSync(process.execPath, ['scripts/package.mjs'], {
  cwd: ROOT,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
}).trim();

await build({
  stdin: {
    contents: `export { takePictures } from './test/e2e/workbench/pictures.js';
      export { readExample, withExampleCopy } from './test/e2e/example.js';`,
    resolveDir: ROOT,
    loader: 'ts',
  },
  ...{ bundle: true, platform: 'node', target: 'node20', format: 'esm', packages: 'external' },
  outfile: path.join(ROOT, 'test/e2e/dist/pictures.mjs'),
});
const { takePictures, readExample, withExampleCopy } = await import('../test/e2e/dist/pictures.mjs');

mkdirSync(PICTURES, { recursive: true });
const taken = await withExampleCopy(ROOT, (folder) =>
  takePictures(SERVER, path.resolve(ROOT, vsix.split('\n').at(-1)), readExample(folder), PICTURES),
);
for (const name of taken) {
  const { size } = statSync(path.join(PICTURES, name));
  console.log(`docs/images/${name}: ${Math.round(size / 1000)} KB`);
  if (size > MAXIMUM_BYTES) fail(`docs/images/${name} is larger than ${MAXIMUM_BYTES / 1000} KB`);
}

function fail(reason) {
  console.error(`pictures: ${reason}`);
  process.exit(1);
}
