// Run as a process of its own, with a folder for its argument: indexes the folder once inside of this
// process, and writes as JSON how long each stage of it took.
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import process from 'node:process';
import { NEVER_CANCELLED } from '../../../server/src/base/cancellation.js';
import { pathFromUri, uriFromPath } from '../../../server/src/base/uri.js';
import { HAZARDS } from '../../../server/src/hazards/registry.js';
import { Analyser } from '../../../server/src/service/analysis.js';
import { createFerrule } from '../../../server/src/service/create-ferrule.js';
import { NO_PROGRESS } from '../../../server/src/service/sources.js';
import { Grammars, type GrammarName } from '../../../server/src/syntax/grammars.js';
import { parse } from '../../../server/src/syntax/parse.js';
import { DiskSources } from '../../../server/src/workspace/disk-sources.js';
import { Documents } from '../../../server/src/workspace/documents.js';
import { hostTarget } from '../../../server/src/workspace/host-target.js';
import { installedWasm } from '../../../server/src/workspace/wasm.js';
import { StageClock } from './stage-clock.js';

/** Milliseconds per stage of one cold index, and of the work that it is held against. */
export interface Stages {
  readonly grammars: number;
  /** Finding and skimming the files. */
  readonly skim: number;
  /** Reading the text of the files that are parsed. */
  readonly read: number;
  readonly parse: number;
  /** Pairing and checking, in all rounds. */
  readonly analysis: number;
  /** What remains: masking, extracting facts, the index of names, the look for further files. */
  readonly rest: number;
  /** From the first question to its answer: all of the above without `grammars`. */
  readonly total: number;
  readonly rounds: number;
  readonly bytes: { readonly seen: number; readonly parsed: number };
  /** The same bytes, by the plainest means there are. */
  readonly reference: {
    /** Every file that was seen, read once, one after the other. */
    readonly readAll: number;
    /** Every file that was parsed, parsed once as it is, without a mask and without a look at the tree. */
    readonly parseOnce: number;
  };
}

async function measureStages(folder: string): Promise<Stages> {
  const clock = new StageClock();
  const grammars = await clock.time('grammars', () => Grammars.load(installedWasm));
  const sources = new DiskSources(
    new Documents(),
    HAZARDS.map(({ id }) => id),
  );
  const uri = uriFromPath(folder);
  sources.setFolders([{ uri, name: basename(folder), overrides: {}, settingsFile: undefined }]);

  const texts = new Map<string, { readonly grammar: GrammarName; readonly text: string }>();
  clock.watch(sources, 'refresh', 'skim');
  const read = sources.read.bind(sources);
  sources.read = (file) =>
    clock.time('read', async () => {
      const source = await read(file);
      const language = sources.file(file)?.language;
      if (source && language && language !== 'zng') texts.set(file, { grammar: language, text: source.text });
      return source;
    });
  const borrow = grammars.borrow.bind(grammars);
  const watched = new WeakSet<object>();
  grammars.borrow = (name) => {
    const parser = borrow(name);
    if (!watched.has(parser)) {
      watched.add(parser);
      const parseText = parser.parse.bind(parser);
      parser.parse = (...args) => clock.timeNow('parse', () => parseText(...args));
    }
    return parser;
  };
  clock.watch(Analyser.prototype, 'analyse', 'analysis');

  const ferrule = createFerrule({ grammars, sources, hostTarget: hostTarget() });
  await clock.time('total', () => ferrule.check(NEVER_CANCELLED, NO_PROGRESS));

  const spent = (stage: string): number => clock.spent(stage);
  const total = spent('total');
  const { skim, readText, parsing, analysis } = {
    skim: spent('skim'),
    readText: spent('read'),
    parsing: spent('parse'),
    analysis: spent('analysis'),
  };
  let seen = 0;
  clock.timeNow('reference read', () => {
    for (const file of sources.files()) seen += readFileSync(pathFromUri(file.uri)).length;
  });
  let parsed = 0;
  await clock.time('reference parse', async () => {
    for (const { grammar, text } of texts.values()) {
      parsed += text.length;
      const tree = await parse(grammars, grammar, text, { token: NEVER_CANCELLED });
      tree?.delete();
    }
  });
  return {
    grammars: spent('grammars'),
    skim,
    read: readText,
    parse: parsing,
    analysis,
    rest: total - skim - readText - parsing - analysis,
    total,
    rounds: clock.calls('analysis'),
    bytes: { seen, parsed },
    reference: { readAll: spent('reference read'), parseOnce: spent('reference parse') },
  };
}

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('the folder to index is missing');
process.stdout.write(JSON.stringify(await measureStages(resolve(folder))));
