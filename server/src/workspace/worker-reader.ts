import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { CancelledError, throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import type { FileFacts } from '../facts/facts.js';
import type { FactsReader, FileToRead } from '../service/read-facts.js';
import type { SourceText } from '../service/sources.js';
import { installedPath } from './installation.js';

export interface ReadRequest {
  readonly id: number;
  readonly file: FileToRead;
  readonly text: string;
}

/** Nobody waits for the answer any more. It may have been sent already. */
export interface CancelRequest {
  readonly cancel: number;
}

/** The answer to one request; each has exactly one. */
export type ReadReply =
  | { readonly id: number; readonly facts: FileFacts }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly cancelled: true };

/** A worker costs about 50 ms and 30 MB: less than this much text is read sooner without one. */
const WORTH_A_WORKER = 256 * 1024;
/** One file of this size would hold up the event loop while its facts are extracted. */
const LARGE_FILE = 64 * 1024;
const MAXIMUM_WORKERS = 4;
/** Memory of WebAssembly never shrinks: a worker that has had nothing to do for so long is let go. */
const IDLE_MS = 10_000;
/** How often tokens of reads under way are looked at: they do not tell of themselves. */
const CANCELLATION_POLL_MS = 20;

/**
 * Reads on worker threads where there is enough to read, so that the event loop stays free and several
 * cores share the work. Open documents, whose trees are kept, and small amounts are read by `inline`.
 */
export class WorkerReader implements FactsReader {
  readonly concurrency: number;
  readonly #inline: FactsReader;
  readonly #program = installedPath('server/dist/worker.node.js');
  readonly #workers: PooledWorker[] = [];
  /** Of the present burst of reading: one small file an hour later needs no worker. */
  #readSoFar = 0;
  #lastRead = 0;
  #nextId = 0;

  constructor(inline: FactsReader) {
    this.#inline = inline;
    // Run from sources, as tests do, there is no bundle that a thread could run.
    const count = existsSync(this.#program) ? Math.min(availableParallelism(), MAXIMUM_WORKERS) : 0;
    this.concurrency = Math.max(1, count * 2);
  }

  async read(file: FileToRead, source: SourceText, token: CancellationToken): Promise<FileFacts> {
    const now = performance.now();
    if (now - this.#lastRead > IDLE_MS) this.#readSoFar = 0;
    this.#lastRead = now;
    this.#readSoFar += source.text.length;
    const worthIt = this.#readSoFar > WORTH_A_WORKER || source.text.length > LARGE_FILE;
    if (source.live || this.concurrency === 1 || !worthIt) return this.#inline.read(file, source, token);
    throwIfCancelled(token);
    const { uri, language } = file;
    const request = { id: this.#nextId++, file: { uri, language }, text: source.text };
    const facts = await this.#worker().read(request, token);
    throwIfCancelled(token);
    return facts;
  }

  /** The least busy worker, or a new one while all are busy and more are allowed. */
  #worker(): PooledWorker {
    const alive = this.#workers.filter((worker) => !worker.ended);
    this.#workers.splice(0, this.#workers.length, ...alive);
    const least = alive.reduce<PooledWorker | null>((a, b) => (a && a.load <= b.load ? a : b), null);
    if (least && (least.load === 0 || alive.length * 2 >= this.concurrency)) return least;
    const worker = new PooledWorker(this.#program);
    this.#workers.push(worker);
    return worker;
  }
}

interface Pending {
  readonly token: CancellationToken;
  readonly resolve: (facts: FileFacts) => void;
  readonly reject: (cause: Error) => void;
}

/** One thread and what it was asked. It ends by itself when it has been idle, and does not keep the process alive. */
class PooledWorker {
  readonly #thread: Worker;
  readonly #pending = new Map<number, Pending>();
  /** Of what is pending, what the thread was told to leave. */
  readonly #cancelled = new Set<number>();
  #idle: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(program: string) {
    this.#thread = new Worker(program);
    this.#thread.on('message', (reply: ReadReply) => this.#receive(reply));
    this.#thread.on('error', (cause) => this.#end(cause));
    this.#thread.on('exit', () => this.#end(new Error('a worker thread ended')));
  }

  get ended(): boolean {
    return this.#ended;
  }

  get load(): number {
    return this.#pending.size;
  }

  /** @throws CancelledError where the token was cancelled; the thread then stops with it after its present slice */
  read(request: ReadRequest, token: CancellationToken): Promise<FileFacts> {
    return new Promise((resolve, reject) => {
      this.#thread.postMessage(request);
      this.#pending.set(request.id, { token, resolve, reject });
      clearTimeout(this.#idle);
      this.#poll ??= setInterval(() => this.#cancelStale(), CANCELLATION_POLL_MS);
      this.#thread.ref();
    });
  }

  /** The one who waits is told at once; the request counts as load until the thread has left it. */
  #cancelStale(): void {
    for (const [id, { token, reject }] of this.#pending) {
      if (!token.isCancellationRequested || this.#cancelled.has(id)) continue;
      this.#cancelled.add(id);
      this.#thread.postMessage({ cancel: id } satisfies CancelRequest);
      reject(new CancelledError());
    }
  }

  #receive(reply: ReadReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    this.#cancelled.delete(reply.id);
    if (this.#pending.size === 0) {
      this.#stopPolling();
      this.#thread.unref();
      this.#idle = setTimeout(() => this.#retire(), IDLE_MS).unref();
    }
    if ('facts' in reply) pending?.resolve(reply.facts);
    else pending?.reject('cancelled' in reply ? new CancelledError() : new Error(reply.error));
  }

  #stopPolling(): void {
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  /** Ended from here on: a request that came before the thread is gone would never be answered. */
  #retire(): void {
    this.#ended = true;
    void this.#thread.terminate();
  }

  #end(cause: Error): void {
    this.#ended = true;
    clearTimeout(this.#idle);
    this.#stopPolling();
    for (const { reject } of this.#pending.values()) reject(cause);
    this.#pending.clear();
  }
}
