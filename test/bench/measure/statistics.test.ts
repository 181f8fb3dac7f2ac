import { expect, it } from 'vitest';
import { summarize } from './statistics.js';

it('takes percentiles by nearest rank', () => {
  const samples = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(summarize(samples, 'ms')).toEqual({ unit: 'ms', n: 100, median: 50, p95: 95, min: 1, max: 100 });
});

it('has one sample for every percentile of one', () => {
  expect(summarize([3.14159], 'MB')).toEqual({
    unit: 'MB',
    n: 1,
    median: 3.142,
    p95: 3.142,
    min: 3.142,
    max: 3.142,
  });
});

it('refuses to sum up nothing', () => {
  expect(() => summarize([], 'ms')).toThrow('nothing was measured');
});
