import { expect, test } from 'vitest';
import { readRustConstants } from './rust-text.js';
import { runRust, rustErrorLines } from './compilers.js';
import { Random, sampleSize, SEED } from './random.js';
import { CONSTANT_PRELUDE, sampleConstant } from './rust-constants.js';

const HEADER = '#![allow(warnings)]';

/** Random constants, computed from their text, against what rustc prints of those that it takes. */
test('random constants have the values that rustc gives them', async () => {
  const random = new Random(SEED);
  const samples = Array.from({ length: sampleSize(500) }, () => sampleConstant(random));
  const items = samples.map(({ type, text }, i) => `pub const SAMPLE${i}: ${type} = ${text};`);
  const taken = acceptedOf(items);
  const probes = taken.map((i) => `println!("${i} {}", SAMPLE${i});`);
  const source = [HEADER, CONSTANT_PRELUDE, ...taken.map((i) => items[i]), 'fn main() {', ...probes, '}'];
  const truths = runRust(source.join('\n')).trim().split('\n');
  const known = await readRustConstants(
    CONSTANT_PRELUDE + items.join('\n'),
    items.map((_, i) => `SAMPLE${i}`),
  );
  let unknown = 0;
  for (const line of truths) {
    const [index = '', truth] = line.split(' ');
    const value = known[Number(index)];
    if (value?.status === 'unknown') unknown++;
    else expect(String(value?.value), items[Number(index)]).toBe(truth);
  }
  expect(truths.length).toBe(taken.length);
  expect(taken.length).toBeGreaterThan(samples.length / 4);
  expect(unknown / taken.length).toBeLessThan(0.1);
});

/** Those that compile: overflows, for one, do not, and where some do not compile others may not be looked at. */
function acceptedOf(items: readonly string[]): readonly number[] {
  let left = [...items.keys()];
  const before = [HEADER, ...CONSTANT_PRELUDE.split('\n')];
  for (;;) {
    const source = [...before, ...left.map((i) => items[i])].join('\n');
    const wrong = new Set(rustErrorLines(source).map((line) => left[line - before.length]));
    if (wrong.size === 0) return left;
    expect(wrong).not.toContain(undefined);
    left = left.filter((i) => !wrong.has(i));
  }
}
