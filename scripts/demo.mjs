// Shows what Ferrule does, from a fresh checkout: npm run demo
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { installIfStale } from './install-if-stale.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const COLOURED = !process.env.NO_COLOR;

heading('Installing and building', 'What is missing is installed, then the command line is bundled.');
if (installIfStale(ROOT) !== 0) fail('npm could not install what package-lock.json names');
if (run('scripts/build.mjs') !== 0) fail('the build failed');
console.log('ready: server/dist/cli.js');

heading(
  'A program whose two sides have drifted apart',
  'examples/telemetry-hazards is Rust over a C++ core. Each finding shows the place and, below it, the',
  'evidence on the other side. Compilers let most of these through; the program crashes.',
);
ferrule(['check', 'examples/telemetry-hazards'], 1);

heading(
  'The same program in order',
  'examples/telemetry crosses in both directions, by extern "C" and by cxx, and both sides agree.',
);
ferrule(['check', 'examples/telemetry'], 0);

heading(
  'The layout of a class, and whether Rust may move it',
  'Computed from the source alone, for any type of any file: nothing is compiled for this.',
);
ferrule(['inspect', 'examples/telemetry-hazards/include/label.hpp'], 0);

heading('Go on', 'node server/dist/cli.js explain arity-mismatch', 'node server/dist/cli.js check PATH');

/** Runs the command line; the demo shows something else than it says where the status is another one. */
function ferrule(args, expected) {
  console.log(paint(2, `$ ferrule ${args.join(' ')}\n`));
  const status = run('server/dist/cli.js', ...args);
  if (status !== expected) fail(`ferrule ${args[0]} ended with status ${status}, not ${expected}`);
}

function run(script, ...args) {
  const env = COLOURED ? { ...process.env, FORCE_COLOR: '1' } : process.env;
  return spawnSync(process.execPath, [script, ...args], { cwd: ROOT, stdio: 'inherit', env }).status;
}

function heading(title, ...lines) {
  console.log(`\n${paint(1, `== ${title} ==`)}`);
  for (const line of lines) console.log(line);
  console.log();
}

function paint(code, text) {
  return COLOURED ? `\u001B[${code}m${text}\u001B[0m` : text;
}

function fail(reason) {
  console.error(`demo: ${reason}`);
  process.exit(1);
}
