import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { writeCorpus, type CorpusSummary } from './corpus/corpus.js';
import { PLANS } from './corpus/plan.js';
import { runCheck } from './measure/check-process.js';
import { chooseCrossing, measureEdits, type EditSeries } from './measure/edits.js';
import { runMeasured, textOf, type Installation, type Resources } from './measure/measured-process.js';
import { ServerSession } from './measure/server-session.js';
import type { AbiWork, Work } from './measure/abi.js';
import type { Reading } from './measure/reading.js';
import { readingMeasures, readingRatios, readingReferences } from './measure/reading-measures.js';
import type { Stages } from './measure/stages.js';
import { MEGABYTE, rounded, summarize, type Measure, type Unit } from './measure/statistics.js';
import { readOptions, USAGE, type BenchOptions } from './options.js';
import { describeMachine, formatTable, type BenchReport } from './report.js';

/**
 * Runs the benchmark.
 *
 * @param root absolute path of the checkout, with `server/dist` built
 * @returns the exit status: 0, 1 where the corpus did not give what it must, 2 for wrong usage
 */
export async function runBench(root: string, args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  let options: BenchOptions;
  try {
    options = readOptions(args);
    if (options.folder !== null && !statSync(options.folder).isDirectory()) {
      throw new Error(`${options.folder} is no folder`);
    }
  } catch (cause) {
    process.stderr.write(
      `npm run bench: ${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`,
    );
    return 2;
  }
  if (options.writeTo !== null) {
    const written = writeCorpus(resolve(options.writeTo), PLANS[options.size], options.seed);
    process.stderr.write(`${JSON.stringify(written)}\n`);
    return 0;
  }
  const installation: Installation = { root, nodeOptions: profiling(options.profiles) };
  const report =
    options.folder === null
      ? await benchGenerated(installation, options)
      : await benchFolder(installation, realpathSync(options.folder), null, options);
  process.stderr.write(`\n${formatTable(report)}`);
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (options.out === null) process.stdout.write(json);
  else writeFileSync(options.out, json);
  return complain(report);
}

function profiling(folder: string | null): string[] {
  if (folder === null) return [];
  mkdirSync(folder, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${resolve(folder)}`];
}

async function benchGenerated(installation: Installation, options: BenchOptions): Promise<BenchReport> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ferrule-bench-')));
  try {
    say(`writing the corpus: ${options.size}, seed ${options.seed}`);
    const summary = writeCorpus(folder, PLANS[options.size], options.seed);
    return await benchFolder(installation, folder, summary, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchFolder(
  installation: Installation,
  folder: string,
  generated: CorpusSummary | null,
  { runs, edits, size, seed, profiles }: BenchOptions,
): Promise<BenchReport> {
  const checks = await times(runs, 'check', () => runCheck(installation, folder));
  const stages = await times(runs, 'stages of an index', async () => {
    const { answer } = await runStage<Stages>(installation, 'stages', [folder]);
    return answer;
  });
  const abi = await times(runs, 'layouts and symbols', () =>
    runStage<AbiWork>(installation, 'abi', [folder]),
  );
  const readings = await times(runs, 'reading and typing', () =>
    runStage<Reading>(installation, 'reading', [folder, String(edits)]),
  );
  const { output } = first(checks);
  const edited = chooseCrossing(output.crossings, folder);
  let series: readonly EditSeries[] = [];
  const servers = await times(runs, 'server', async (run) => {
    const session = await ServerSession.start(installation, folder);
    // One server is edited; its peak then tells what an hour of typing costs.
    if (run === runs - 1 && edited) series = await measureEdits(session, folder, edited, edits);
    return { ...session.indexing, resources: await session.stop() };
  });

  const measures: Record<string, Measure> = {
    'check.process': millisecondsOf(checks, ({ ms }) => ms),
    'check.cpu': millisecondsOf(checks, ({ resources }) => resources.cpuMs),
    'check.peak': megabytesOf(checks),
    'index.total': millisecondsOf(stages, ({ total }) => total),
    'index.skim': millisecondsOf(stages, ({ skim }) => skim),
    'index.read': millisecondsOf(stages, ({ read }) => read),
    'index.parse': millisecondsOf(stages, ({ parse }) => parse),
    'index.extract': millisecondsOf(stages, ({ extract }) => extract),
    'index.analysis': millisecondsOf(stages, ({ analysis }) => analysis),
    'index.rest': millisecondsOf(stages, ({ rest }) => rest),
    'grammars.load': millisecondsOf(stages, ({ grammars }) => grammars),
    'abi.cpp-layouts': speedOf(abi, ({ answer }) => answer.cppLayouts),
    'abi.rust-layouts': speedOf(abi, ({ answer }) => answer.rustLayouts),
    'abi.itanium-symbols': speedOf(abi, ({ answer }) => answer.itaniumSymbols),
    'abi.microsoft-symbols': speedOf(abi, ({ answer }) => answer.microsoftSymbols),
    'abi.total': millisecondsOf(abi, ({ answer }) => totalOf(answer)),
    'abi.peak': megabytesOf(abi),
    ...readingMeasures(readings.map(({ answer }) => answer)),
    'reading.peak': megabytesOf(readings),
    'server.start': millisecondsOf(servers, ({ startMs }) => startMs),
    'server.index': millisecondsOf(servers, ({ indexMs }) => indexMs),
    'server.ping-while-indexing': summarize(
      servers.flatMap(({ pingMs }) => pingMs),
      'ms',
    ),
    'server.longest-stall': millisecondsOf(servers, ({ pingMs }) => Math.max(...pingMs)),
    'server.peak': megabytesOf(servers),
    ...Object.fromEntries(series.map(({ name, ms }) => [`edit.${name}`, summarize(ms, 'ms')])),
  };
  const { bytes, rounds } = first(stages);
  const perSecond = (count: number, ms: number): number => count / MEGABYTE / (ms / 1000);
  const reference = {
    'read-all': millisecondsOf(stages, (stage) => stage.reference.readAll),
    'read-all.speed': overAll(stages, (stage) => perSecond(bytes.seen, stage.reference.readAll), 'MB/s'),
    'parse-once': millisecondsOf(stages, (stage) => stage.reference.parseOnce),
    ...readingReferences(readings.map(({ answer }) => answer)),
    'copy-facts': millisecondsOf(abi, ({ answer }) => answer.copyFacts),
    'parse-once.speed': overAll(
      stages,
      (stage) => perSecond(bytes.parsed, stage.reference.parseOnce),
      'MB/s',
    ),
  };
  return {
    version: 1,
    ferrule: versionOf(installation),
    machine: describeMachine(),
    workspace: {
      declared: countsOf(first(abi).answer),
      generated: generated && { size, seed, ...generated },
      folder: generated ? null : folder,
      files: output.summary.files,
      bytes,
      crossings: output.crossings.length,
      unpaired: output.unpaired.length,
      findings: output.findings.length,
      rounds,
    },
    profiled: profiles !== null,
    measures,
    reference,
    ratios: { ...ratiosOf(measures, reference), ...readingRatios(measures, reference) },
    changedAnswers: Object.fromEntries(series.map(({ name, changedAnswers }) => [name, changedAnswers])),
  };
}

/** Each ratio is of two medians of this run. Bytes that are never parsed make the reading the fair reference. */
function ratiosOf(
  measures: Readonly<Record<string, Measure>>,
  reference: Readonly<Record<'read-all' | 'parse-once' | 'copy-facts', Measure>>,
): Record<string, number> {
  const parse = reference['parse-once'].median;
  const ratios: Record<string, number> = {};
  const add = (name: string, measure: string, over: number): void => {
    const median = measures[measure]?.median;
    if (median !== undefined && over > 0) ratios[name] = rounded(median / over);
  };
  add('index.total / parse-once', 'index.total', parse);
  add('index.skim / read-all', 'index.skim', reference['read-all'].median);
  add('index.parse / parse-once', 'index.parse', parse);
  add('index.extract / parse-once', 'index.extract', parse);
  add('index.analysis / parse-once', 'index.analysis', parse);
  add('index.rest / parse-once', 'index.rest', parse);
  add('abi.total / copy-facts', 'abi.total', reference['copy-facts'].median);
  add('server.index / index.total', 'server.index', measures['index.total']?.median ?? 0);
  for (const name of Object.keys(measures)) {
    if (name.startsWith('edit.')) add(`${name} / index.total`, name, measures['index.total']?.median ?? 0);
  }
  return ratios;
}

/** Runs one of the programs beside this one over the folder. */
async function runStage<T>(
  installation: Installation,
  name: 'stages' | 'abi' | 'reading',
  args: readonly [folder: string, ...rest: string[]],
): Promise<{ readonly answer: T; readonly resources: Resources }> {
  const child = runMeasured(installation, `test/bench/dist/${name}.js`, args, args[0]);
  child.stdin.end();
  const text = await textOf(child.stdout);
  const { status, stderr, resources } = await child.ended;
  if (status !== 0 || !resources) throw new Error(`${name} ended with ${status}: ${stderr.trim()}`);
  return { answer: JSON.parse(text) as T, resources };
}

async function times<T>(count: number, what: string, work: (run: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let run = 0; run < count; run++) {
    say(`${what}: run ${run + 1} of ${count}`);
    results.push(await work(run));
  }
  return results;
}

/** How many a second; nothing of the kind in the folder is a speed of 0. */
const speedOf = <T>(all: readonly T[], work: (one: T) => Work): Measure =>
  overAll(all, (one) => (1000 * work(one).count) / Math.max(work(one).ms, 0.001), '/s');

const overAll = <T>(all: readonly T[], value: (one: T) => number, unit: Unit): Measure =>
  summarize(all.map(value), unit);

const millisecondsOf = <T>(all: readonly T[], value: (one: T) => number): Measure =>
  overAll(all, value, 'ms');

const megabytesOf = (all: readonly { readonly resources: Resources }[]): Measure =>
  overAll(all, ({ resources }) => resources.peakBytes / MEGABYTE, 'MB');

function first<T>(all: readonly T[]): T {
  const [one] = all;
  if (one === undefined) throw new Error('nothing was run');
  return one;
}

/** On the generated corpus it is known what must come out: a fast wrong answer is no result. */
function complain({ workspace, changedAnswers }: BenchReport): number {
  const { generated, crossings } = workspace;
  if (!generated) return 0;
  const complaints: string[] = [];
  const declared = generated.externFunctions + generated.bridgeFunctions;
  if (crossings < declared) complaints.push(`${crossings} crossings of ${declared} declared functions`);
  for (const edit of ['signature.rust', 'signature.cpp']) {
    if (!changedAnswers[edit]) complaints.push(`no edit of ${edit} changed the diagnostics`);
  }
  for (const complaint of complaints) process.stderr.write(`npm run bench: wrong answers: ${complaint}\n`);
  return complaints.length === 0 ? 0 : 1;
}

const totalOf = ({ cppLayouts, rustLayouts, itaniumSymbols, microsoftSymbols }: AbiWork): number =>
  cppLayouts.ms + rustLayouts.ms + itaniumSymbols.ms + microsoftSymbols.ms;

const countsOf = ({
  cppLayouts,
  rustLayouts,
  itaniumSymbols,
}: AbiWork): BenchReport['workspace']['declared'] => ({
  cppRecords: cppLayouts.count,
  rustTypes: rustLayouts.count,
  cppFunctions: itaniumSymbols.count,
  laidOut: cppLayouts.known + rustLayouts.known,
  mangled: itaniumSymbols.known,
});

const versionOf = ({ root }: Installation): string =>
  (JSON.parse(readFileSync(join(root, 'server/package.json'), 'utf8')) as { version: string }).version;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
