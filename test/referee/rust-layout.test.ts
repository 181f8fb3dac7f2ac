import { beforeAll, describe, expect, test } from 'vitest';
import { createRustLayouts, type RustLayout } from '../../server/src/abi/layout/rust.js';
import { findTarget } from '../../server/src/abi/target.js';
import { runRust, rustVersion } from './compilers.js';
import { Random, sampleSize, SEED } from './random.js';
import { PRELUDE, sampleTypes, type SampleType } from './rust-types.js';

/** The version of rustc whose own choices the engine repeats. */
const CHECKED_VERSION = 'rustc 1.95.';

/** Random types of all representations, laid out by the engine and by rustc on this machine. */
describe('Rust types on x86_64-unknown-linux-gnu', () => {
  const target = findTarget('x86_64-unknown-linux-gnu');
  if (!target) throw new Error('no such target');
  const layouts = createRustLayouts(target);
  const samples = sampleTypes(new Random(SEED), sampleSize(300));
  const truths = new Map<string, readonly number[]>();

  beforeAll(() => {
    for (const line of runRust(program(samples)).trim().split('\n')) {
      const [name = '', ...figures] = line.split(' ');
      truths.set(name, figures.map(Number));
    }
  });

  test('guaranteed representations are exact and as rustc has them', () => {
    const guaranteed = samples.filter((sample) => sample.guaranteed);
    expect(guaranteed.length).toBeGreaterThan(samples.length / 10);
    for (const sample of guaranteed) {
      const layout = layouts.layOut(sample.type);
      expect(layout.status, sample.text).toBe('exact');
      expect(figuresOf(layouts, sample), sample.text).toEqual(truths.get(sample.name)?.slice(0, -1));
    }
  });

  test('default representations are as rustc 1.95 has them', () => {
    expect(rustVersion(), 'the assumption names the version it was checked against').toContain(
      CHECKED_VERSION,
    );
    for (const sample of samples.filter((each) => !each.guaranteed)) {
      expect(figuresOf(layouts, sample), sample.text).toEqual(truths.get(sample.name)?.slice(0, -1));
    }
  });

  test('an Option of each has the size that rustc gives it', () => {
    for (const { name, type, text } of samples) {
      const option = layouts.layOut({ kind: 'library', name: 'Option', arguments: [type] });
      expect(option, text).toMatchObject({ value: { size: truths.get(name)?.at(-1) } });
    }
  });
});

/** Size, alignment and the offsets of the fields, in the order of the sample's paths. */
function figuresOf(layouts: ReturnType<typeof createRustLayouts>, { type }: SampleType): readonly number[] {
  const layout = layouts.layOut(type);
  return layout.status === 'unknown'
    ? []
    : [layout.value.size, layout.value.align, ...offsetsOf(layout.value)];
}

const offsetsOf = ({ fields, variants }: RustLayout): number[] =>
  [...fields, ...variants.flatMap((variant) => variant.fields)].map((field) => field.offset);

/** Prints for each sample its name, size, alignment, offsets, and the size of an `Option` of it. */
function program(samples: readonly SampleType[]): string {
  const probes = samples.map(({ name, paths }) => {
    const offsets = paths.map((path) => `offset_of!(${name}, ${path})`);
    const figures = [
      `size_of::<${name}>()`,
      `align_of::<${name}>()`,
      ...offsets,
      `size_of::<Option<${name}>>()`,
    ];
    return `println!("${name}${' {}'.repeat(figures.length)}", ${figures.join(', ')});`;
  });
  return [PRELUDE, ...samples.map((sample) => sample.text), 'fn main() {', ...probes, '}'].join('\n');
}
