/** A generator of pseudo-random numbers from a fixed seed, so that a failing sample can be made again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to 1, without 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** From `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.integer(0, choices.length - 1)];
    if (choice === undefined) throw new Error('nothing to pick from');
    return choice;
  }
}

/** The seed of every sample; another one is given with `FERRULE_REFEREE_SEED`. */
export const SEED = Number(process.env['FERRULE_REFEREE_SEED'] ?? 20261122);

/** How many cases a sample has; `FERRULE_REFEREE_SCALE` multiplies it for a longer run. */
export const sampleSize = (usual: number): number =>
  usual * Number(process.env['FERRULE_REFEREE_SCALE'] ?? 1);
