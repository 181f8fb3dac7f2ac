import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { NEVER_CANCELLED } from '../../../server/src/base/cancellation.js';
import { errorLength, readCpp } from '../../../server/src/facts/cpp/read-cpp.js';
import { Grammars } from '../../../server/src/syntax/grammars.js';
import { maskCpp } from '../../../server/src/syntax/mask/mask-cpp.js';
import { parse } from '../../../server/src/syntax/parse.js';

/** Headers longer than this are data. */
const LONGEST = 2_000_000;
const HEADER = /\.(?:h|hh|hpp|hxx|h\+\+|inl|ipp)$/;

interface Sum {
  headers: number;
  /** UTF-16 units. */
  size: number;
  /** Headers with ERROR or MISSING nodes, and the units in them. */
  bad: { readonly before: number; readonly after: number };
  errors: { readonly before: number; readonly after: number };
  /** Milliseconds for the mask, the parse of what it leaves, and all of a reading. */
  ms: { readonly mask: number; readonly parse: number; readonly read: number };
}

/**
 * Prints, for each folder, how many of its headers have unreadable parts and how much of their text that is: as
 * they are written (`before`) and as they are read (`after`, the better of the masked text and the original).
 *
 * @param root absolute path of the checkout
 * @param args folders; `--list` shows each place that is left
 * @returns the exit status
 */
export async function measureMasking(root: string, args: readonly string[]): Promise<number> {
  const folders = args.filter((arg) => !arg.startsWith('--'));
  if (folders.length === 0) {
    process.stderr.write('npm run bench:masking -- [--list] FOLDER...\n');
    return 2;
  }
  const grammars = await Grammars.load({ read: (file) => readFile(join(root, 'wasm', file)) });
  for (const folder of folders) {
    const sum = await measureFolder(grammars, folder, args.includes('--list'));
    process.stdout.write(`${lineOf(basename(folder), sum)}\n`);
  }
  return 0;
}

async function measureFolder(grammars: Grammars, folder: string, lists: boolean): Promise<Sum> {
  const sum: Sum = {
    headers: 0,
    size: 0,
    bad: { before: 0, after: 0 },
    errors: { before: 0, after: 0 },
    ms: { mask: 0, parse: 0, read: 0 },
  };
  for (const path of headersIn(folder)) {
    const text = readFileSync(path, 'utf8');
    if (text.length > LONGEST) continue;
    const before = await errorsOf(grammars, text);
    const start = performance.now();
    const masked = maskCpp(text).text;
    const parsing = performance.now();
    const after = Math.min(before, await errorsOf(grammars, masked));
    const reading = performance.now();
    const { problems } = await readCpp(grammars, text, { isC: false, token: NEVER_CANCELLED });
    const end = performance.now();
    sum.headers++;
    sum.size += text.length;
    sum.bad = { before: sum.bad.before + Number(before > 0), after: sum.bad.after + Number(after > 0) };
    sum.errors = { before: sum.errors.before + before, after: sum.errors.after + after };
    sum.ms = {
      mask: sum.ms.mask + parsing - start,
      parse: sum.ms.parse + reading - parsing,
      read: sum.ms.read + end - reading,
    };
    if (!lists || after === 0) continue;
    process.stdout.write(`${path}: ${after} of ${text.length}\n`);
    for (const { range, message } of problems) {
      process.stdout.write(`  ${range.start.line + 1}:${range.start.character + 1} ${message}\n`);
    }
  }
  return sum;
}

const headersIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && HEADER.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** Of a parse that is given up all of the text counts. */
async function errorsOf(grammars: Grammars, text: string): Promise<number> {
  const tree = await parse(grammars, 'cpp', text, { token: NEVER_CANCELLED });
  try {
    return tree ? errorLength(tree) : text.length;
  } finally {
    tree?.delete();
  }
}

function lineOf(name: string, { headers, size, bad, errors, ms }: Sum): string {
  const share = (part: number, whole: number): string =>
    `${((100 * part) / Math.max(whole, 1)).toFixed(2)} %`;
  const perMegabyte = (time: number): string => `${((1e6 * time) / Math.max(size, 1)).toFixed(0)} ms`;
  return (
    `${name}: ${headers} headers, ${(size / 1e6).toFixed(1)} MB; ` +
    `with unreadable parts ${share(bad.before, headers)} -> ${share(bad.after, headers)}; ` +
    `of the text ${share(errors.before, size)} -> ${share(errors.after, size)}; ` +
    `per MB mask ${perMegabyte(ms.mask)}, parse ${perMegabyte(ms.parse)}, read ${perMegabyte(ms.read)}`
  );
}
