import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const PATIENCE_MS = 3000;

/** A child process that leads a process group, so that nothing it started outlives the test. */
export class ProcessGroup {
  readonly leader: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #killOnExit = (): void => {
    this.#signal('SIGKILL');
  };

  constructor(command: string, args: readonly string[], options: { env: NodeJS.ProcessEnv; cwd: string }) {
    this.leader = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exited = once(this.leader, 'exit');
    process.once('exit', this.#killOnExit);
  }

  /** Resolves with the first match in the output. @throws with the output where the process ends before */
  async printed(pattern: RegExp, deadlineMs: number): Promise<RegExpExecArray> {
    const { promise, resolve, reject } = deferred<RegExpExecArray>();
    let output = '';
    const timer = setTimeout(() => {
      reject(new Error(`nothing like ${String(pattern)} within ${deadlineMs} ms:\n${output}`));
    }, deadlineMs);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = pattern.exec(output);
      if (match) resolve(match);
    };
    // The listeners stay: a pipe that nobody reads would block the process.
    this.leader.stdout?.on('data', read);
    this.leader.stderr?.on('data', read);
    this.leader.once('error', reject);
    this.leader.once('exit', (code) => {
      reject(new Error(`ended with status ${code}:\n${output}`));
    });
    return promise.finally(() => {
      clearTimeout(timer);
    });
  }

  /** Asks the group to end and, where its leader has not done so in time or left others behind, kills it. */
  async end(): Promise<void> {
    if (this.leader.exitCode === null && this.leader.signalCode === null) {
      this.#signal('SIGTERM');
      const timer = setTimeout(() => {
        this.#signal('SIGKILL');
      }, PATIENCE_MS);
      await this.#exited;
      clearTimeout(timer);
    }
    this.#signal('SIGKILL');
    process.removeListener('exit', this.#killOnExit);
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.leader.pid === undefined) return;
    try {
      process.kill(-this.leader.pid, signal);
    } catch {
      // The whole group has ended.
    }
  }
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
