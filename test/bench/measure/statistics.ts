export type Unit = 'ms' | 'MB' | 'ms/MB' | 'MB/s' | '/s';

/** What a series of samples says. */
export interface Measure {
  readonly unit: Unit;
  /** Number of samples. */
  readonly n: number;
  readonly median: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
}

/**
 * @param samples at least one
 * @returns percentiles by nearest rank, so that each is a sample that was measured
 */
export function summarize(samples: readonly number[], unit: Unit): Measure {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const sample = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    if (sample === undefined) throw new Error('nothing was measured');
    return rounded(sample);
  };
  return { unit, n: sorted.length, median: at(0.5), p95: at(0.95), min: at(0), max: at(1) };
}

/** Three decimals: more than any clock here can tell. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export const MEGABYTE = 1e6;
