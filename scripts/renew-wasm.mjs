// Copies the parser runtime, the grammars and the demangler from their npm packages into wasm/ and writes the lock.
// `npm run wasm` renews; `npm run wasm -- --check` only compares what is there with the lock.
import { createHash } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const WASM = path.join(ROOT, 'wasm');
const LOCK = path.join(WASM, 'wasm-lock.json');
const SOURCES = [
  { file: 'web-tree-sitter.wasm', package: 'web-tree-sitter', from: 'web-tree-sitter.wasm' },
  { file: 'tree-sitter-rust.wasm', package: '@vscode/tree-sitter-wasm', from: 'wasm/tree-sitter-rust.wasm' },
  { file: 'tree-sitter-cpp.wasm', package: '@vscode/tree-sitter-wasm', from: 'wasm/tree-sitter-cpp.wasm' },
  { file: 'demangle.wasm', package: 'gecko-profiler-demangle', from: 'index_bg.wasm' },
];

const require = createRequire(import.meta.url);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Folder of an installed package, found from a file that its `exports` let through. */
function packageFolder(name) {
  const entry = require.resolve(name);
  return entry.slice(0, entry.lastIndexOf(path.join('node_modules', name))) + path.join('node_modules', name);
}

async function check() {
  const { files } = JSON.parse(await readFile(LOCK, 'utf8'));
  const wrong = [];
  for (const entry of files) {
    const actual = await readFile(path.join(WASM, entry.file)).then(sha256, () => 'missing');
    if (actual !== entry.sha256) wrong.push(`wasm/${entry.file}: ${actual}, the lock says ${entry.sha256}`);
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

async function renew() {
  const files = [];
  for (const source of SOURCES) {
    const folder = packageFolder(source.package);
    const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    const target = path.join(WASM, source.file);
    await copyFile(path.join(folder, source.from), target);
    files.push({
      file: source.file,
      package: source.package,
      version: manifest.version,
      licence: manifest.license,
      sha256: sha256(await readFile(target)),
      abi: null,
    });
  }
  await Parser.init({ wasmBinary: await readFile(path.join(WASM, 'web-tree-sitter.wasm')) });
  for (const entry of files.filter(({ file }) => file.startsWith('tree-sitter-'))) {
    entry.abi = (await Language.load(await readFile(path.join(WASM, entry.file)))).abiVersion;
  }
  await writeFile(LOCK, `${JSON.stringify({ version: 1, files }, null, 2)}\n`);
}

await (process.argv.includes('--check') ? check() : renew());
