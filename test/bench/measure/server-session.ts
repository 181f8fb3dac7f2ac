import { pathToFileURL } from 'node:url';
import { basename } from 'node:path';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TestClient } from '../../../server/src/lsp/testing/test-client.js';
import { runMeasured, type Installation, type MeasuredProcess, type Resources } from './measured-process.js';

/** `ServerCancelled` with `retriggerRequest`: a change outran the question. */
const SERVER_CANCELLED = -32802;
/** No server knows it: the answer, an error, comes from the event loop itself. */
const PING = 'ferrule/unknown-to-every-server';
/** Between two pings: often enough to see every stall that a person could notice. */
const PING_EVERY_MS = 5;

export interface Indexing {
  /** From the start of the process to its answer to `initialize`. */
  readonly startMs: number;
  /** From `initialized` to the first answer about the whole workspace. */
  readonly indexMs: number;
  /** What requests that need no work had to wait for while it indexed. */
  readonly pingMs: readonly number[];
}

/** The real server over stdio, as an editor has it. */
export class ServerSession {
  readonly client: TestClient;
  readonly indexing: Indexing;
  readonly #process: MeasuredProcess;

  private constructor(process_: MeasuredProcess, client: TestClient, indexing: Indexing) {
    this.#process = process_;
    this.client = client;
    this.indexing = indexing;
  }

  /** Starts a server on a folder and waits until it has indexed it. */
  static async start(installation: Installation, folder: string): Promise<ServerSession> {
    const start = performance.now();
    const child = runMeasured(installation, 'server/dist/main.node.js', ['--stdio'], folder);
    const client = new TestClient(
      createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)),
    );
    const died = child.ended.then(({ status, stderr }) => {
      throw new Error(`the server ended with ${status}: ${stderr.trim()}`);
    });
    const index = async (): Promise<Indexing> => {
      await client.start(
        { textDocument: { diagnostic: {} } },
        { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: basename(folder) }] },
      );
      const initialized = performance.now();
      let indexed = false;
      const ready = client
        .inbox<{ state: string }>('ferrule/status')
        .until(({ state }) => state !== 'indexing')
        .then(() => {
          indexed = true;
          return performance.now() - initialized;
        });
      const pingMs = await pings(client, () => indexed);
      return { startMs: initialized - start, indexMs: await ready, pingMs };
    };
    const indexing = await Promise.race([index(), died]);
    died.catch(() => undefined);
    return new ServerSession(child, client, indexing);
  }

  /** The diagnostics of a document, asked for as often as the server wants it. */
  async diagnostics(uri: string): Promise<readonly unknown[]> {
    for (;;) {
      try {
        const report = await this.client.request<{ items?: readonly unknown[] }>('textDocument/diagnostic', {
          textDocument: { uri },
        });
        return report.items ?? [];
      } catch (cause) {
        if ((cause as { code?: unknown }).code !== SERVER_CANCELLED) throw cause;
      }
    }
  }

  /** Says good-bye, and tells what the process used. */
  async stop(): Promise<Resources> {
    await this.client.request('shutdown');
    await this.client.notify('exit');
    const { resources, status } = await this.#process.ended;
    this.client.connection.dispose();
    if (!resources) throw new Error(`the server ended with ${status}`);
    return resources;
  }
}

async function pings(client: TestClient, enough: () => boolean): Promise<number[]> {
  const waits: number[] = [];
  while (!enough()) {
    const sent = performance.now();
    await client.request(PING).catch(() => undefined);
    waits.push(performance.now() - sent);
    await new Promise((resolve) => setTimeout(resolve, PING_EVERY_MS));
  }
  return waits;
}
