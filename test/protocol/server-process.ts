import { fork, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TestClient } from '../../server/src/lsp/testing/test-client.js';

const ROOT = join(import.meta.dirname, '../..');

/** How the server is started: by an editor over stdio or Node's IPC, or from the command line. */
export type Start = 'stdio' | 'ipc' | 'cli';

/** The bundled server as a child process, and a client that speaks to it. */
export class ServerProcess {
  readonly client: TestClient;
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;
  #stderr = '';

  /** @param installation the folder that holds `server/dist` and `wasm` */
  constructor(start: Start = 'stdio', installation = ROOT) {
    const child = startServer(start, join(installation, 'server/dist'));
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.#exit = new Promise((resolve) => child.once('exit', resolve));
    this.client = new TestClient(
      child.stdout && child.stdin && start !== 'ipc'
        ? createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
        : createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child)),
    );
  }

  /** The status that the process ends with, once it does. */
  get exitStatus(): Promise<number | null> {
    return this.#exit;
  }

  /** What it wrote to standard error; a server in good health writes nothing. */
  get stderr(): string {
    return this.#stderr;
  }

  /** As if the client had died: no more input. */
  closeInput(): void {
    this.#child.stdin?.end();
  }

  /** Says good-bye as the protocol has it; ends a server that does not listen. */
  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const patience = setTimeout(() => this.#child.kill('SIGKILL'), 5000);
      await this.client.request('shutdown').catch(() => undefined);
      await this.client.notify('exit').catch(() => undefined);
      await this.#exit;
      clearTimeout(patience);
    }
    this.client.connection.dispose();
  }
}

function startServer(start: Start, bundles: string): ChildProcess {
  const main = join(bundles, 'main.node.js');
  const options = { cwd: tmpdir() };
  switch (start) {
    case 'stdio':
      return spawn(process.execPath, [main, '--stdio'], options);
    case 'ipc':
      return fork(main, ['--node-ipc'], { ...options, silent: true });
    case 'cli':
      return spawn(process.execPath, [join(bundles, 'cli.js'), 'lsp', '--stdio'], options);
    default:
      return start satisfies never;
  }
}

/** A copy of what is installed with the extension, in a folder of the given name; the caller removes it. */
export function copyInstallation(name: string): { readonly path: string; remove(): void } {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'ferrule-')));
  const path = join(parent, name);
  for (const part of [
    'server/dist/main.node.js',
    'server/dist/worker.node.js',
    'server/package.json',
    'wasm',
    'docs/hazards',
  ]) {
    cpSync(join(ROOT, part), join(path, part), { recursive: true });
  }
  return { path, remove: () => rmSync(parent, { recursive: true, force: true }) };
}
