// Run as a process of its own, with a folder for its argument: reads the files of the folder, then lays out every
// type and mangles every function that they declare, and writes as JSON how long that took.
import { basename, resolve } from 'node:path';
import process from 'node:process';
import { findTarget } from '../../../server/src/abi/target.js';
import { NEVER_CANCELLED } from '../../../server/src/base/cancellation.js';
import { uriFromPath } from '../../../server/src/base/uri.js';
import { symbolOf } from '../../../server/src/boundary/symbols.js';
import { createTargetView, type TargetView } from '../../../server/src/boundary/target-view.js';
import { HAZARDS } from '../../../server/src/hazards/registry.js';
import { Program } from '../../../server/src/program/program.js';
import { readFacts } from '../../../server/src/service/read-facts.js';
import { NO_PROGRESS } from '../../../server/src/service/sources.js';
import { Grammars } from '../../../server/src/syntax/grammars.js';
import { DiskSources } from '../../../server/src/workspace/disk-sources.js';
import { Documents } from '../../../server/src/workspace/documents.js';
import { hostTarget } from '../../../server/src/workspace/host-target.js';
import { installedWasm } from '../../../server/src/workspace/wasm.js';
import { StageClock } from './stage-clock.js';

/** Work of one kind: how many there were of it, how many had an answer, and the milliseconds for all. */
export interface Work {
  readonly count: number;
  readonly known: number;
  readonly ms: number;
}

export interface AbiWork {
  readonly cppLayouts: Work;
  readonly rustLayouts: Work;
  readonly itaniumSymbols: Work;
  readonly microsoftSymbols: Work;
  /** Milliseconds of copying the facts that all of it is computed from. */
  readonly copyFacts: number;
}

/** Enough for steady figures, and few enough for a folder of any size. */
const MOST_FILES = 2000;

async function measureAbi(folder: string): Promise<AbiWork> {
  const clock = new StageClock();
  const grammars = await Grammars.load(installedWasm);
  const sources = new DiskSources(
    new Documents(),
    HAZARDS.map(({ id }) => id),
  );
  const uri = uriFromPath(folder);
  sources.setFolders([{ uri, name: basename(folder), overrides: {}, settingsFile: undefined }]);
  await sources.refresh(NEVER_CANCELLED, NO_PROGRESS);
  const program = new Program();
  for (const file of sources.files().slice(0, MOST_FILES)) {
    const source = await sources.read(file.uri);
    if (source) program.setFile(file.uri, await readFacts(grammars, file, source, NEVER_CANCELLED));
  }
  const cpp = [...program.cppFiles()];
  const rust = [...program.rustFiles()];
  clock.timeNow('copy', () => structuredClone([cpp, rust]));

  const viewFor = (triple: string): TargetView => {
    const target = findTarget(triple);
    if (!target) throw new Error(`${triple} is no target`);
    return createTargetView(program, target);
  };
  const view = viewFor(hostTarget());
  const work = <T>(stage: string, items: readonly T[], isKnown: (item: T) => boolean): Work => {
    const known = clock.timeNow(stage, () => items.filter(isKnown).length);
    return { count: items.length, known, ms: clock.spent(stage) };
  };
  const symbols = (stage: string, by: TargetView): Work =>
    work(stage, functions, (side) => symbolOf(side, by).status !== 'unknown');
  const records = cpp.flatMap(([file, { records: all }]) =>
    all.filter(({ definition, template }) => definition && template === null).map((item) => ({ file, item })),
  );
  const functions = cpp.flatMap(([file, facts]) =>
    [...facts.functions, ...facts.records.flatMap(({ methods }) => methods)].map((item) => ({
      uri: file,
      item,
    })),
  );
  const types = rust.flatMap(([file, facts]) => [
    ...facts.records.map((item) => ({ kind: 'record' as const, record: view.rust.record(file, item) })),
    ...facts.enums.map((item) => ({ kind: 'enum' as const, enum: view.rust.enum(file, item) })),
  ]);
  return {
    cppLayouts: work(
      'cpp',
      records,
      ({ file, item }) => view.cppAbi.layOut(view.cpp.record(file, item)).status !== 'unknown',
    ),
    rustLayouts: work('rust', types, (type) => view.rustLayouts.layOut(type).status !== 'unknown'),
    itaniumSymbols: symbols('itanium', viewFor('x86_64-unknown-linux-gnu')),
    microsoftSymbols: symbols('microsoft', viewFor('x86_64-pc-windows-msvc')),
    copyFacts: clock.spent('copy'),
  };
}

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('the folder to read is missing');
process.stdout.write(JSON.stringify(await measureAbi(resolve(folder))));
