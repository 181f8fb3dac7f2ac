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

  async rest(): Promise<void> {
    if (performance.now() - this.#since < this.#sliceMs) return;
    await nextTurn();
    this.#since = performance.now();
  }
}
