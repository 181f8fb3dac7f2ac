import { cpus, totalmem } from 'node:os';
import process from 'node:process';
import type { CorpusSummary } from './corpus/corpus.js';
import type { Measure } from './measure/statistics.js';

/** What the benchmark writes. Fields are added, never changed, within a version. */
export interface BenchReport {
  readonly version: 1;
  readonly ferrule: string;
  readonly machine: ReturnType<typeof describeMachine>;
  readonly workspace: {
    /** What was generated; null for a folder that was given. */
    readonly generated: ({ readonly size: string; readonly seed: number } & CorpusSummary) | null;
    readonly folder: string | null;
    readonly files: { readonly seen: number; readonly parsed: number };
    readonly bytes: { readonly seen: number; readonly parsed: number };
    /** What was laid out and mangled, and how much of it had an answer. */
    readonly declared: {
      readonly cppRecords: number;
      readonly rustTypes: number;
      readonly cppFunctions: number;
      readonly laidOut: number;
      readonly mangled: number;
    };
    readonly crossings: number;
    readonly unpaired: number;
    readonly findings: number;
    /** Computations of the boundary until nothing more could be learnt. */
    readonly rounds: number;
  };
  /** True where the processes ran under the profiler: the times are not those of users then. */
  readonly profiled: boolean;
  readonly measures: Readonly<Record<string, Measure>>;
  /** The same work by the plainest means, in the same run: what makes machines comparable. */
  readonly reference: Readonly<Record<string, Measure>>;
  /** Medians of measures over medians of the reference. */
  readonly ratios: Readonly<Record<string, number>>;
  /** Edits of each kind after which the diagnostics were others than before. */
  readonly changedAnswers: Readonly<Record<string, number>>;
}

export function describeMachine() {
  const processors = cpus();
  return {
    platform: process.platform,
    arch: process.arch,
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    node: process.version,
  };
}

/** The report as a short table for people. */
export function formatTable({ workspace, measures, reference, ratios, machine }: BenchReport): string {
  const { files, bytes, declared } = workspace;
  const megabytes = (count: number): string => `${(count / 1e6).toFixed(1)} MB`;
  const lines = [
    `${files.seen} files, ${megabytes(bytes.seen)}; parsed ${files.parsed}, ${megabytes(bytes.parsed)}, in ${workspace.rounds} rounds`,
    `${workspace.crossings} crossings, ${workspace.unpaired} unpaired, ${workspace.findings} findings`,
    `${declared.cppRecords} records of C++ and ${declared.rustTypes} types of Rust, ${declared.laidOut} laid out; ${declared.cppFunctions} functions, ${declared.mangled} mangled`,
    `Node ${machine.node} on ${machine.cores} x ${machine.cpu}`,
    '',
    row('', 'median', 'p95', 'max', 'n'),
    ...Object.entries({ ...measures, ...reference }).map(([name, { unit, median, p95, max, n }]) =>
      row(`${name} (${unit})`, shown(median), shown(p95), shown(max), String(n)),
    ),
    '',
    ...Object.entries(ratios).map(([name, ratio]) => row(name, shown(ratio))),
  ];
  return `${lines.join('\n')}\n`;
}

const shown = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

const row = (name: string, ...cells: readonly string[]): string =>
  (name.padEnd(34) + cells.map((cell) => cell.padStart(10)).join('')).trimEnd();
