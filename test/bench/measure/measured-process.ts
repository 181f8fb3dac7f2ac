import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

/** What the benchmark runs and how. */
export interface Installation {
  /** The checkout, with `server/dist` built. */
  readonly root: string;
  /** Options of Node for what is measured, such as `--cpu-prof`. */
  readonly nodeOptions: readonly string[];
}

/** What a process used from its start to its end. */
export interface Resources {
  /** Peak of the resident memory. */
  readonly peakBytes: number;
  /** Time of all its threads on the processor: unlike elapsed time, hardly changed by what else runs. */
  readonly cpuMs: number;
}

/** A child process that tells what it used when it ends. */
export interface MeasuredProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Resolves when the process has ended. */
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly status: number | null;
  readonly stderr: string;
  /** Null where it was killed before it could tell. */
  readonly resources: Resources | null;
}

/** @param script relative to the installation */
export function runMeasured(
  { root, nodeOptions }: Installation,
  script: string,
  args: readonly string[],
  cwd: string,
): MeasuredProcess {
  const preload = pathToFileURL(join(root, 'test/bench/measure/resources.mjs')).href;
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', preload, ...nodeOptions, join(root, script), ...args],
    { cwd, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] },
  );
  const { stdin, stdout, stderr } = child;
  const resources = textOf(child.stdio[3] as Readable);
  if (!stdin || !stdout || !stderr) throw new Error('the child process has no pipes');
  const errors = textOf(stderr);
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const ended = closed.then(async (status): Promise<Ended> => {
    const used = await resources;
    return { status, stderr: await errors, resources: used === '' ? null : (JSON.parse(used) as Resources) };
  });
  return { stdin, stdout, ended };
}

/** All of what a stream gives until it ends. */
export async function textOf(stream: Readable): Promise<string> {
  const chunks: string[] = [];
  stream.setEncoding('utf8');
  for await (const chunk of stream) chunks.push(chunk as string);
  return chunks.join('');
}
