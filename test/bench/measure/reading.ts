// Run as a process of its own, with a folder and a number of edits for its arguments: reads files of the folder one
// after the other, then types into a generated header, and writes as JSON how long each stage of it took.
import { basename, resolve } from 'node:path';
import process from 'node:process';
import { NEVER_CANCELLED } from '../../../server/src/base/cancellation.js';
import { uriFromPath } from '../../../server/src/base/uri.js';
import { maskRust } from '../../../server/src/facts/rust/mask-rust.js';
import { HAZARDS } from '../../../server/src/hazards/registry.js';
import { readFacts } from '../../../server/src/service/read-facts.js';
import { NO_PROGRESS } from '../../../server/src/service/sources.js';
import { Grammars } from '../../../server/src/syntax/grammars.js';
import { LiveTree } from '../../../server/src/syntax/live-tree.js';
import { maskCpp } from '../../../server/src/syntax/mask/mask-cpp.js';
import { parse } from '../../../server/src/syntax/parse.js';
import { DiskSources } from '../../../server/src/workspace/disk-sources.js';
import { Documents } from '../../../server/src/workspace/documents.js';
import { installedWasm } from '../../../server/src/workspace/wasm.js';
import { cutWhereTyped, maskedHeader, TYPING_PLACES, type TypingPlace } from '../corpus/masked-header.js';
import { StageClock } from './stage-clock.js';
import { MEGABYTE } from './statistics.js';
import { watchParsers } from './watched-parsers.js';

const LANGUAGES = ['cpp', 'rust'] as const;

/** Milliseconds per megabyte of source, one for each `SAMPLE` of text. */
export interface ReadingSpeed {
  readonly mask: readonly number[];
  /** Of the masked text, and of the original where that may give the better tree. */
  readonly parse: readonly number[];
  readonly extract: readonly number[];
  /** The reference: the same files parsed once as they are, without a look at the tree. */
  readonly parseOnce: readonly number[];
}

export interface Reading {
  readonly speed: Readonly<Record<(typeof LANGUAGES)[number], ReadingSpeed>>;
  /** Milliseconds from each edit to the facts that hold after it. */
  readonly typing: Readonly<Record<TypingPlace, readonly number[]>>;
  /** The reference: milliseconds of parsing the header once as it is. */
  readonly parseHeader: readonly number[];
}

/** Bytes of text that make one sample: of single small files a clock says little. */
const SAMPLE = 256 * 1024;
/** Bytes of text of each language that are read: enough for steady figures in a folder of any size. */
const MOST_TEXT = 8e6;
const HEADER_LINES = 5000;
const HEADER = { uri: 'file:///typed.hpp', language: 'cpp' } as const;

async function measureReading(folder: string, edits: number): Promise<Reading> {
  const clock = new StageClock();
  const grammars = await Grammars.load(installedWasm);
  watchParsers(grammars, clock, 'parse');
  const speed = { cpp: emptySpeed(), rust: emptySpeed() };
  for (const language of LANGUAGES) await measureSpeed(grammars, clock, folder, language, speed[language]);

  const header = maskedHeader(HEADER_LINES);
  const typing: Record<TypingPlace, number[]> = {
    comment: [],
    parameter: [],
    'macro-use': [],
    'half-typed': [],
  };
  for (const place of TYPING_PLACES) typing[place] = await typed(grammars, header, place, edits);
  const parseHeader: number[] = [];
  for (let i = 0; i < edits; i++) parseHeader.push(await parseOnce(grammars, 'cpp', header));
  return { speed, typing, parseHeader };
}

const emptySpeed = (): Record<keyof ReadingSpeed, number[]> => ({
  mask: [],
  parse: [],
  extract: [],
  parseOnce: [],
});

async function measureSpeed(
  grammars: Grammars,
  clock: StageClock,
  folder: string,
  language: (typeof LANGUAGES)[number],
  speed: Record<keyof ReadingSpeed, number[]>,
): Promise<void> {
  let spent = { bytes: 0, mask: 0, parse: 0, read: 0, parseOnce: 0 };
  const endSample = (): void => {
    const megabytes = spent.bytes / MEGABYTE;
    speed.mask.push(spent.mask / megabytes);
    speed.parse.push(spent.parse / megabytes);
    speed.extract.push((spent.read - spent.parse - spent.mask) / megabytes);
    speed.parseOnce.push(spent.parseOnce / megabytes);
    spent = { bytes: 0, mask: 0, parse: 0, read: 0, parseOnce: 0 };
  };
  for await (const { uri, text } of textsOf(folder, language)) {
    spent.bytes += Buffer.byteLength(text);
    spent.mask += elapsed(() => void (language === 'cpp' ? maskCpp(text) : maskRust(text)));
    const parsedBefore = clock.spent('parse');
    const start = performance.now();
    await readFacts(grammars, { uri, language }, { text, version: '' }, NEVER_CANCELLED);
    spent.read += performance.now() - start;
    spent.parse += clock.spent('parse') - parsedBefore;
    spent.parseOnce += await parseOnce(grammars, language, text);
    if (spent.bytes >= SAMPLE) endSample();
  }
  // A folder with less of a language than a sample has this one for its only sample.
  if (spent.bytes > 0 && speed.mask.length === 0) endSample();
}

async function* textsOf(folder: string, language: 'cpp' | 'rust') {
  const sources = new DiskSources(
    new Documents(),
    HAZARDS.map(({ id }) => id),
  );
  sources.setFolders([
    { uri: uriFromPath(folder), name: basename(folder), overrides: {}, settingsFile: undefined },
  ]);
  await sources.refresh(NEVER_CANCELLED, NO_PROGRESS);
  let total = 0;
  for (const file of sources.files()) {
    if (file.language !== language) continue;
    const source = await sources.read(file.uri);
    if (!source) continue;
    yield { uri: file.uri, text: source.text };
    total += source.text.length;
    if (total > MOST_TEXT) return;
  }
}

/** An open document is edited at one place, a character at a time. */
async function typed(
  grammars: Grammars,
  header: string,
  place: TypingPlace,
  edits: number,
): Promise<number[]> {
  const [before, after] = cutWhereTyped(header, place);
  const live = new LiveTree();
  const read = (written: string) =>
    readFacts(grammars, HEADER, { text: before + written + after, version: '', live }, NEVER_CANCELLED);
  const ms: number[] = [];
  await read('');
  for (let i = 1; i <= edits; i++) {
    const start = performance.now();
    await read('x'.repeat(i));
    ms.push(performance.now() - start);
  }
  live.dispose();
  return ms;
}

async function parseOnce(grammars: Grammars, grammar: 'cpp' | 'rust', text: string): Promise<number> {
  const start = performance.now();
  const tree = await parse(grammars, grammar, text, { token: NEVER_CANCELLED });
  tree?.delete();
  return performance.now() - start;
}

function elapsed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const [, , folder, edits] = process.argv;
if (folder === undefined || edits === undefined) throw new Error('a folder and a number of edits are wanted');
process.stdout.write(JSON.stringify(await measureReading(resolve(folder), Number(edits))));
