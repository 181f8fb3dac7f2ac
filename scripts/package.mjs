// Builds the release bundles and packs the extension: `npm run package` leaves ferrule-VERSION.vsix.
// "files" in package.json is the allow-list; the finished package must hold exactly that.
import { execFileSync } from 'node:child_process';
import { readFile, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
/** The reader that vsce itself opens packages with. */
const yauzl = createRequire(require.resolve('@vscode/vsce'))('yauzl');

/** What every package holds besides "files". */
const ENVELOPE = ['[Content_Types].xml', 'extension.vsixmanifest', 'extension/package.json'];
/** vsce gives these files other names inside the package. */
const RENAMED = { 'CHANGELOG.md': 'changelog.md', LICENSE: 'LICENSE.txt', 'README.md': 'readme.md' };

/** The files that one entry of the allow-list names; `*` stands only in the last part of a path. */
async function expand(pattern) {
  const folder = path.posix.dirname(pattern);
  const [before, after] = path.posix.basename(pattern).split('*');
  const names = await readdir(path.join(ROOT, folder)).catch(() => []);
  const found = names.filter((name) =>
    after === undefined ? name === before : name.startsWith(before) && name.endsWith(after),
  );
  if (found.length === 0)
    throw new Error(`package.json lists "${pattern}" in "files", but there is no such file.`);
  return found.map((name) => path.posix.join(folder, name));
}

async function listPackage(file) {
  const names = [];
  const archive = await new Promise((resolve, reject) =>
    yauzl.open(file, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  await new Promise((resolve, reject) => {
    archive
      .on('entry', (entry) => names.push(entry.fileName))
      .on('end', resolve)
      .on('error', reject);
  });
  return names;
}

function assertSame(expected, actual) {
  const missing = expected.filter((name) => !actual.includes(name));
  const surplus = actual.filter((name) => !expected.includes(name));
  if (missing.length + surplus.length === 0) return;
  throw new Error(
    ['The package is not what "files" in package.json says.']
      .concat(missing.map((name) => `  missing: ${name}`))
      .concat(surplus.map((name) => `  not allowed: ${name}`))
      .join('\n'),
  );
}

const manifest = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
const packagePath = path.join(ROOT, `${manifest.name}-${manifest.version}.vsix`);
execFileSync(process.execPath, ['scripts/build.mjs', '--minify'], { cwd: ROOT, stdio: 'inherit' });
const allowed = (await Promise.all(manifest.files.map(expand))).flat();
await rm(packagePath, { force: true });
// The bundles hold every dependency, so that the package carries no node_modules.
await createVSIX({
  cwd: ROOT,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
try {
  const expected = allowed.map((name) => `extension/${RENAMED[name] ?? name}`);
  assertSame([...ENVELOPE, ...expected], await listPackage(packagePath));
} catch (error) {
  await rm(packagePath);
  throw error;
}
console.log(path.relative(process.cwd(), packagePath));
