/** What became of one test. */
export interface Result {
  name: string;
  durationMs: number;
  /** Absent where the test passed. */
  failure?: string;
}

/** A test of a session with an editor; each relies on the state that those before it left. */
export interface Step {
  name: string;
  run(): Promise<void>;
}

/** Runs the steps in order; after a failure the steps that were not reached count as failed. */
export async function runSteps(steps: readonly Step[]): Promise<Result[]> {
  const results: Result[] = [];
  let broken: string | undefined;
  for (const { name, run } of steps) {
    if (broken !== undefined) {
      results.push({ name, durationMs: 0, failure: `not reached, because "${broken}" failed` });
      continue;
    }
    const start = performance.now();
    const failure = await run().then(() => undefined, describeError);
    const durationMs = performance.now() - start;
    results.push(failure === undefined ? { name, durationMs } : { name, durationMs, failure });
    if (failure !== undefined) broken = name;
  }
  return results;
}

/** The stack where there is one: its first line is the message. */
export const describeError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
