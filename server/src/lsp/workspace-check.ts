import { CancelledError, throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import type { Uri } from '../base/range.js';
import type { CheckAnswer } from '../service/answers.js';
import type { Progress } from '../service/sources.js';
import type { Environment } from './environment.js';

/** Typing gives a change every few tens of milliseconds; one check follows the last of them. */
const DEBOUNCE_MS = 150;

export interface CheckListener {
  /** A run begins that reads everything; the next answer ends it. */
  indexing?(): void;
  progress?: Progress;
  answered?(answer: CheckAnswer): void;
  failed?(cause: unknown): void;
  /** There will be no further answers. */
  ended?(): void;
}

/** A token that its owner sets. */
interface Cancellable {
  isCancellationRequested: boolean;
}

/**
 * Keeps the answer about the whole workspace up to date: one check in the background after each change
 * and never two at a time. A run that a change has outdated is given up, except the first one over new
 * ground, whose work is worth finishing.
 */
export class WorkspaceCheck {
  readonly #environment: Environment;
  readonly #listeners = new Set<CheckListener>();
  #generation = 0;
  #latest: { readonly generation: number; readonly answer: CheckAnswer } | null = null;
  #indexing = true;
  #running: Cancellable | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #disposed = false;
  #begin: () => void = () => undefined;
  /** Resolves when the folders are known: nothing about the workspace can be answered before. */
  readonly begun = new Promise<void>((resolve) => (this.#begin = resolve));
  #hasBegun = false;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** @returns a function that takes the listener away again */
  listen(listener: CheckListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the core what changed and plans a check. */
  changed(uris: readonly Uri[] | null): void {
    this.#environment.changed(uris);
    this.#outdated(uris === null, DEBOUNCE_MS);
  }

  /** Begins at once and over everything: at the start, and after folders or settings changed. */
  restart(): void {
    this.#hasBegun = true;
    this.#begin();
    this.#outdated(true, 0);
  }

  /** The answer for the present state, as soon as there is one. */
  async latest(token: CancellationToken): Promise<CheckAnswer> {
    if (this.#latest?.generation === this.#generation) return this.#latest.answer;
    return this.next(token);
  }

  /** The answer of the next run that is not outdated. */
  async next(
    token: CancellationToken & { onCancellationRequested?: (listener: () => void) => unknown },
  ): Promise<CheckAnswer> {
    throwIfCancelled(token);
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown): void => {
        stop();
        reject(cause instanceof Error ? cause : new Error(String(cause)));
      };
      const stop = this.listen({
        answered(answer) {
          stop();
          resolve(answer);
        },
        failed: fail,
        ended: () => fail(new CancelledError()),
      });
      token.onCancellationRequested?.(() => fail(new CancelledError()));
    });
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#running) this.#running.isCancellationRequested = true;
    this.#emit((listener) => listener.ended?.());
    this.#listeners.clear();
  }

  #outdated(everything: boolean, delayMs: number): void {
    this.#generation++;
    if (everything) this.#indexing = true;
    if (this.#running && (everything || !this.#indexing)) this.#running.isCancellationRequested = true;
    if (!this.#hasBegun || this.#disposed) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#running) void this.#run();
    }, delayMs);
  }

  async #run(): Promise<void> {
    if (this.#disposed) return;
    const generation = this.#generation;
    const token: Cancellable = { isCancellationRequested: false };
    this.#running = token;
    if (this.#indexing) this.#emit((listener) => listener.indexing?.());
    try {
      const ferrule = await this.#environment.ferrule();
      const answer = await ferrule.check(token, (message, share) => {
        this.#emit((listener) => listener.progress?.(message, share));
      });
      if (generation === this.#generation) {
        this.#indexing = false;
        this.#latest = { generation, answer };
        this.#emit((listener) => listener.answered?.(answer));
      }
    } catch (cause) {
      if (!(cause instanceof CancelledError)) {
        this.#indexing = false;
        this.#emit((listener) => listener.failed?.(cause));
      }
    } finally {
      this.#running = null;
    }
    // A change came meanwhile: its timer is still to fire, or has fired and found this run in its way.
    if (generation !== this.#generation && !this.#timer) await this.#run();
  }

  #emit(tell: (listener: CheckListener) => void): void {
    for (const listener of [...this.#listeners]) tell(listener);
  }
}
