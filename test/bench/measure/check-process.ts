import { runMeasured, textOf, type Installation, type Resources } from './measured-process.js';

/** The fields of `check --format json` that the benchmark reads. */
export interface CheckOutput {
  readonly findings: readonly unknown[];
  readonly crossings: readonly CheckedCrossing[];
  readonly unpaired: readonly unknown[];
  readonly summary: { readonly files: { readonly seen: number; readonly parsed: number } };
}

export interface CheckedCrossing {
  readonly name: string;
  readonly mechanism: string;
  readonly kind: 'function' | 'type';
  readonly rust: CheckedPlace;
  readonly cpp: CheckedPlace;
}

interface CheckedPlace {
  /** Relative to the workspace. */
  readonly path: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** Zero-based, in UTF-16 units, as the protocol has it. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface CheckRun {
  /** From the start of the process to its end. */
  readonly ms: number;
  readonly resources: Resources;
  readonly output: CheckOutput;
}

/** `ferrule check` over a folder, in a process of its own: nothing is warm but the disk's cache. */
export async function runCheck(installation: Installation, folder: string): Promise<CheckRun> {
  const start = performance.now();
  const child = runMeasured(installation, 'server/dist/cli.js', ['check', '.', '--format', 'json'], folder);
  child.stdin.end();
  const text = await textOf(child.stdout);
  const { status, resources, stderr } = await child.ended;
  const ms = performance.now() - start;
  // 1 says that there are findings.
  if (!resources || (status !== 0 && status !== 1))
    throw new Error(`check ended with ${status}: ${stderr.trim()}`);
  return { ms, resources, output: JSON.parse(text) as CheckOutput };
}
