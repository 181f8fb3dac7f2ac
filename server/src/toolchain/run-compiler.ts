import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { CancellationToken } from '../base/cancellation.js';

/** A compiler that takes longer is stuck, or was given more than a header. */
export const TIME_LIMIT_MS = 30_000;
/** How often a running compiler's question is looked at for having been cancelled. */
const CANCELLATION_POLL_MS = 100;
/** More text than this is no message for a person; the rest is dropped. */
const MAX_TEXT = 64 * 1024 * 1024;

const IN_GROUPS = process.platform !== 'win32';

export interface CompilerRun {
  readonly cwd: string;
  readonly token: CancellationToken;
  /** Environment variables on top of the process's own. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Given each line of standard output, which is not kept then. */
  readonly onLine?: (line: string) => void;
  readonly timeLimitMs?: number;
}

export type CompilerOutcome =
  | { readonly kind: 'ended'; readonly status: number; readonly stdout: string; readonly stderr: string }
  /** It did not start, was stopped, or took too long; in words that follow the compiler's name. */
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Runs a compiler to its end, in English. Cancellation and the time limit stop it; never throws.
 */
export function runCompiler(
  program: string,
  args: readonly string[],
  { cwd, token, variables = {}, onLine, timeLimitMs = TIME_LIMIT_MS }: CompilerRun,
): Promise<CompilerOutcome> {
  return new Promise((resolve) => {
    let child;
    try {
      child = spawn(program, args, {
        cwd,
        env: { ...process.env, LC_ALL: 'C', ...variables },
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
        // A group of its own can be stopped with all that it started: cargo runs compilers.
        detached: IN_GROUPS,
      });
    } catch (cause) {
      // Too many arguments, or a zero byte in one: the flags of a build may say anything.
      const reason = cause instanceof Error ? cause.message : String(cause);
      resolve({ kind: 'failed', reason: `cannot be run: ${reason}` });
      return;
    }
    let stopped: string | null = null;
    const stop = (reason: string): void => {
      stopped = reason;
      if (IN_GROUPS && child.pid !== undefined) killGroup(child.pid);
      else child.kill('SIGKILL');
    };
    const limit = setTimeout(() => stop(`took more than ${timeLimitMs / 1000} s`), timeLimitMs);
    const poll = setInterval(() => {
      if (token.isCancellationRequested) stop('was cancelled');
    }, CANCELLATION_POLL_MS);
    if (IN_GROUPS && child.pid !== undefined) running.add(child.pid);
    const finish = (outcome: CompilerOutcome): void => {
      if (child.pid !== undefined) running.delete(child.pid);
      clearTimeout(limit);
      clearInterval(poll);
      resolve(outcome);
    };

    const text = { stdout: '', stderr: '' };
    const collect = (name: 'stdout' | 'stderr') => (chunk: string) => {
      if (text[name].length < MAX_TEXT) text[name] += chunk;
    };
    child.stderr.setEncoding('utf8').on('data', collect('stderr'));
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
    else child.stdout.setEncoding('utf8').on('data', collect('stdout'));

    child.on('error', (cause) => finish({ kind: 'failed', reason: `cannot be run: ${cause.message}` }));
    child.on('close', (status) =>
      finish(
        stopped !== null
          ? { kind: 'failed', reason: stopped }
          : status === null
            ? { kind: 'failed', reason: 'was killed' }
            : { kind: 'ended', status, ...text },
      ),
    );
  });
}

/** Groups that outlive this process if nobody stops them. */
const running = new Set<number>();
process.on('exit', () => running.forEach(killGroup));

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
