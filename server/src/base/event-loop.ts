import { type CancellationToken, throwIfCancelled } from './cancellation.js';

/** Gives the event loop a turn: timers and messages that wait are served before this resolves. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => schedule(resolve));

type Schedule = (task: () => void) => void;
declare const setImmediate: Schedule | undefined;
const schedule: Schedule =
  typeof setImmediate === 'function' ? setImmediate : (task) => void setTimeout(task, 0);

/**
 * Tells long work when to give way: `await breather.rest()` costs nothing until `sliceMs` have passed
 * since the last turn, and then gives the event loop one.
 */
export class Breather {
  readonly #sliceMs: number;
  #since = performance.now();

  constructor(sliceMs = 8) {
    this.#sliceMs = sliceMs;
  }

  get isDue(): boolean {
    return performance.now() - this.#since >= this.#sliceMs;
  }

  async rest(): Promise<void> {
    if (!this.isDue) return;
    await nextTurn();
    this.#since = performance.now();
  }
}

/** Work that says, by a `yield`, where it may be interrupted; what it comes to does not depend on that. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** A step takes a millisecond at the most, most of them far less. */
const STEPS_PER_LOOK = 4;

/** Does all of it at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Does all of it, with a turn for the event loop whenever one is due.
 *
 * @throws CancelledError where the token was cancelled between two steps
 */
export async function inSlices<T>(
  steps: Steps<T>,
  token: CancellationToken,
  breather = new Breather(),
): Promise<T> {
  for (let done = 1; ; done++) {
    throwIfCancelled(token);
    const step = steps.next();
    if (step.done) return step.value;
    // To look at the clock costs as much as a small step, and an `await` more.
    if (done % STEPS_PER_LOOK === 0 && breather.isDue) await breather.rest();
  }
}
