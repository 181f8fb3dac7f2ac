import { expect, it } from 'vitest';
import { partnersOf } from './compare-fields.js';

it('pairs fields by name, of many as of few', () => {
  const names = Array.from({ length: 200_000 }, (_, i) => `field_${i}`);
  expect(partnersOf(names, [...names].reverse())?.[0]).toBe(names.length - 1);
  expect(partnersOf(names, names.slice(1))?.slice(0, 2)).toEqual([undefined, 0]);
});

it('pairs fields by place where the names differ and both have as many', () => {
  expect(partnersOf(['x', 'y'], ['left', 'top'])).toEqual([0, 1]);
  expect(partnersOf(['x', 'y'], ['bytes'])).toBeNull();
});
