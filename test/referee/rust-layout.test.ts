import { beforeAll, describe, expect, test } from 'vitest';
import type { Known } from '../../server/src/base/known.js';
import type { RustLayout } from '../../server/src/abi/layout/rust.js';
import { runRust, rustDumps, rustVersion } from './compilers.js';
import { Random, sampleSize, SEED } from './random.js';
import { readRustLayouts } from './rust-text.js';
import { BARE, BARE_PRELUDE, LIBRARY_TYPES, PRELUDE, sampleTypes, type SampleType } from './rust-types.js';

/** The version of rustc whose own choices the engine repeats. */
const CHECKED_VERSION = 'rustc 1.95.';
const TRIPLE = 'x86_64-unknown-linux-gnu';

test('the assumption names the rustc that is asked here', () => {
  expect(rustVersion()).toContain(CHECKED_VERSION);
});

/** Random types of all representations, read as text and laid out, and the same text compiled by rustc. */
describe(`random types on ${TRIPLE}`, () => {
  const samples = sampleTypes(new Random(SEED), sampleSize(400));
  const declarations = samples.map(({ text }) => text).join('\n');
  let layouts: readonly Layouts[];
  let truths: readonly (readonly number[])[];

  beforeAll(async () => {
    layouts = await layoutsOf(
      declarations,
      samples.map(({ name }) => name),
    );
    truths = measure(declarations, samples);
  });

  test('guaranteed representations are exact and as rustc has them', () => {
    const guaranteed = samples.filter((sample) => sample.guaranteed);
    expect(guaranteed.length).toBeGreaterThan(samples.length / 10);
    for (const [index, { guaranteed, text }] of samples.entries()) {
      if (guaranteed) expect(layouts[index]?.own.status, text).toBe('exact');
    }
  });

  test('every size, alignment and offset is as rustc has it', () => {
    for (const [index, { name, text }] of samples.entries()) {
      const figures = layouts[index] && figuresOf(layouts[index]);
      expect(figures, `${name}: ${text}`).toEqual(truths[index]);
    }
  });
});

/** The other data models, by what the compiler computes for a target without its standard library. */
test.each([
  'i686-unknown-linux-gnu',
  'armv7-unknown-linux-gnueabihf',
  'aarch64-apple-darwin',
  'i686-pc-windows-msvc',
  'wasm32-unknown-unknown',
])('random types on %s', async (triple) => {
  const samples = sampleTypes(new Random(SEED), sampleSize(150), BARE);
  const declarations = samples.map(({ text }) => text).join('\n');
  const spelled = samples.map(({ name }) => name);
  const layouts = await readRustLayouts(BARE_PRELUDE + declarations, spelled, triple);
  const probes = spelled.map((name, i) => `#[rustc_layout(debug)] type Probe${i} = ${name};`);
  const truths = rustDumps([BARE_PRELUDE, declarations, ...probes].join('\n'), triple);
  expect(truths.size).toBe(samples.length);
  for (const [index, { name, text, guaranteed }] of samples.entries()) {
    const layout = layouts[index] as Known<RustLayout>;
    const truth = truths.get(name.replace(/<.*/, ''));
    if (guaranteed) expect(layout.status, text).toBe('exact');
    expect([sizeOf(layout), alignOf(layout)], text).toEqual([truth?.size, truth?.align]);
    if (layout.status === 'unknown' || layout.value.variants.length > 0) continue;
    expect(offsetsOf(layout.value), text).toEqual(truth?.offsets);
  }
});

test('the types of the standard library are laid out as rustc has them', async () => {
  const samples = LIBRARY_TYPES.map((name) => ({ name, paths: [] }));
  const layouts = await layoutsOf('', LIBRARY_TYPES);
  const truths = measure('', samples);
  for (const [index, name] of LIBRARY_TYPES.entries()) {
    const { own, option, twice } = layouts[index] as Layouts;
    expect([sizeOf(own), alignOf(own), sizeOf(option), sizeOf(twice)], name).toEqual(truths[index]);
  }
});

/** A type, an `Option` of it, and an `Option` of that: their sizes tell its niche. */
interface Layouts {
  readonly own: Known<RustLayout>;
  readonly option: Known<RustLayout>;
  readonly twice: Known<RustLayout>;
}

async function layoutsOf(declarations: string, names: readonly string[]): Promise<Layouts[]> {
  const spelled = names.flatMap((name) => [name, `Option<${name}>`, `Option<Option<${name}>>`]);
  const known = await readRustLayouts(PRELUDE + declarations, spelled, TRIPLE);
  return names.map((_, i) => ({
    own: known[3 * i] as Known<RustLayout>,
    option: known[3 * i + 1] as Known<RustLayout>,
    twice: known[3 * i + 2] as Known<RustLayout>,
  }));
}

const sizeOf = (layout: Known<RustLayout>): number | string =>
  layout.status === 'unknown' ? layout.reason : layout.value.size;

const alignOf = (layout: Known<RustLayout>): number | null =>
  layout.status === 'unknown' ? null : layout.value.align;

function figuresOf({ own, option, twice }: Layouts): (number | string | null)[] {
  const offsets = own.status === 'unknown' ? [] : offsetsOf(own.value);
  return [sizeOf(own), alignOf(own), ...offsets, sizeOf(option), sizeOf(twice)];
}

const offsetsOf = ({ fields, variants }: RustLayout): number[] =>
  [...fields, ...variants.flatMap((variant) => variant.fields)].map((field) => field.offset);

/** Size, alignment, offsets of the paths, and the sizes of one and of two `Option`s around each. */
function measure(declarations: string, samples: readonly Pick<SampleType, 'name' | 'paths'>[]): number[][] {
  const probes = samples.map(({ name, paths }) => {
    const figures = [
      `size_of::<${name}>()`,
      `align_of::<${name}>()`,
      ...paths.map((path) => `offset_of!(${name}, ${path})`),
      `size_of::<Option<${name}>>()`,
      `size_of::<Option<Option<${name}>>>()`,
    ];
    return `println!("${figures.map(() => '{}').join(' ')}", ${figures.join(', ')});`;
  });
  const features = '#![feature(offset_of_enum)]\n#![allow(warnings)]';
  const source = [features, PRELUDE, declarations, 'fn main() {', ...probes, '}'].join('\n');
  return runRust(source)
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
}
