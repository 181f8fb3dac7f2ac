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
import { createInlineReader, type FactsReader } from '../../../server/src/service/read-facts.js';
import { NO_PROGRESS } from '../../../server/src/service/sources.js';
import { Grammars, type GrammarName } from '../../../server/src/syntax/grammars.js';
import { parse } from '../../../server/src/syntax/parse.js';
import { DiskSources } from '../../../server/src/workspace/disk-sources.js';
import { Documents } from '../../../server/src/workspace/documents.js';
import { hostTarget } from '../../../server/src/workspace/host-target.js';
import { installedWasm } from '../../../server/src/workspace/wasm.js';
import { StageClock } from './stage-clock.js';
import { watchParsers } from './watched-parsers.js';

/** Milliseconds per stage of one cold index, and of the work that it is held against. */
export interface Stages {
  readonly grammars: number;
  /** Finding and skimming the files. */
  readonly skim: number;
  /** Reading the text of the files that are parsed. */
  readonly read: number;
  readonly parse: number;
  /** Masking and extracting facts. */
  readonly extract: number;
  /** Pairing and checking, in all rounds. */
  readonly analysis: number;
  /** What remains: the index of names, the look for further files. */
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
  clock.watch(sources, 'read', 'read');
  watchParsers(grammars, clock, 'parse');
  clock.watch(Analyser.prototype, 'analyse', 'analysis');

  // On one thread: stages that run at once could not be told apart.
  const inline = createInlineReader(grammars);
  const reader: FactsReader = {
    concurrency: 1,
    read(file, source, token) {
      if (file.language !== 'zng') texts.set(file.uri, { grammar: file.language, text: source.text });
      return clock.time('facts', () => inline.read(file, source, token));
    },
  };

  const ferrule = createFerrule({ reader, sources, hostTarget: hostTarget() });
  await clock.time('total', () => ferrule.check(NEVER_CANCELLED, NO_PROGRESS));
  const spent = (stage: string): number => clock.spent(stage);
  const followingEachOther = ['skim', 'read', 'facts', 'analysis'];
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
    skim: spent('skim'),
    read: spent('read'),
    parse: spent('parse'),
    extract: spent('facts') - spent('parse'),
    analysis: spent('analysis'),
    rest: followingEachOther.reduce((left, stage) => left - spent(stage), spent('total')),
    total: spent('total'),
    rounds: clock.calls('analysis'),
    bytes: { seen, parsed },
    reference: { readAll: spent('reference read'), parseOnce: spent('reference parse') },
  };
}

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('the folder to index is missing');
process.stdout.write(JSON.stringify(await measureStages(resolve(folder))));
