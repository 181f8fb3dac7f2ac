type Asynchronous = (...args: never[]) => Promise<unknown>;

/** Adds up what stages take that follow each other. */
export class StageClock {
  readonly #stages = new Map<string, { ms: number; calls: number }>();

  spent(stage: string): number {
    return this.#stages.get(stage)?.ms ?? 0;
  }

  calls(stage: string): number {
    return this.#stages.get(stage)?.calls ?? 0;
  }

  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#add(stage, performance.now() - start);
    }
  }

  timeNow<T>(stage: string, work: () => T): T {
    const start = performance.now();
    try {
      return work();
    } finally {
      this.#add(stage, performance.now() - start);
    }
  }

  /** Counts every call of a method for a stage. */
  watch<K extends string, T extends Record<K, Asynchronous>>(owner: T, method: K, stage: string): void {
    const original = owner[method];
    const time = this.time.bind(this);
    const timed = function (this: T, ...args: never[]): Promise<unknown> {
      return time(stage, () => original.apply(this, args));
    };
    Object.assign(owner, { [method]: timed });
  }

  #add(stage: string, ms: number): void {
    const { ms: before, calls } = this.#stages.get(stage) ?? { ms: 0, calls: 0 };
    this.#stages.set(stage, { ms: before + ms, calls: calls + 1 });
  }
}
