import { expect, it } from 'vitest';
import { CancelledError, NEVER_CANCELLED } from './cancellation.js';
import { atOnce, Breather, inSlices, type Steps } from './event-loop.js';

/** Says which steps were done. */
function* counted(count: number, done: number[]): Steps<string> {
  for (let i = 0; i < count; i++) {
    done.push(i);
    yield;
  }
  return `${count} steps`;
}

it('does the same at once and in slices', async () => {
  const done: number[] = [];
  expect(atOnce(counted(3, done))).toBe('3 steps');
  expect(await inSlices(counted(3, done), NEVER_CANCELLED)).toBe('3 steps');
  expect(done).toEqual([0, 1, 2, 0, 1, 2]);
});

it('gives the event loop a turn after each slice', async () => {
  const done: number[] = [];
  const work = inSlices(counted(30, done), NEVER_CANCELLED, new Breather(0));
  expect(done.length).toBeLessThan(30);
  expect(await work).toBe('30 steps');
});

it('stops where the token is cancelled between two steps', async () => {
  const done: number[] = [];
  const token = {
    get isCancellationRequested(): boolean {
      return done.length === 2;
    },
  };
  await expect(inSlices(counted(5, done), token)).rejects.toThrow(CancelledError);
  expect(done).toEqual([0, 1]);
});
