import { beforeAll, describe, expect, test } from 'vitest';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { rustLints } from './compilers.js';
import { Random, sampleSize, SEED } from './random.js';

const RUST = 'src/lib.rs';

const PRELUDE = `
use std::{cell::*, collections::*, mem::*, num::*, ptr::NonNull, time::Duration};
#[repr(C)] pub struct Point { pub x: f64, pub y: f64 }
#[repr(transparent)] pub struct Id(pub u64);
#[repr(transparent)] pub struct Owned(pub NonNull<u8>);
#[repr(u8)] #[derive(Clone, Copy)] pub enum Mode { Read, Write }
pub trait Visitor {}
pub type Pair<A> = (A, A);
`;

const PROPER = 'u8 i16 u32 i64 usize f32 f64 bool i128 Point Id Mode'.split(' ');

/** What is never null, which `Option` has room to say. */
const NEVER_NULL = ['&u32', '&mut Point', 'NonNull<u8>', 'NonZeroU32', 'extern "C" fn(u8)', 'Owned'];

const IMPROPER = [
  'String',
  'Vec<u8>',
  'Duration',
  'BTreeMap<u8, u8>',
  '&str',
  '&[u8]',
  '*const [u32]',
  '&dyn Visitor',
];

/** A random type, some proper in C and some not. */
function sampleType(random: Random, depth = 0): string {
  const inner = (): string => sampleType(random, depth + 1);
  const forms: (() => string)[] = [
    () => random.pick(PROPER),
    () => random.pick(NEVER_NULL),
    () => random.pick(IMPROPER),
    () => `${random.pick(['*const', '*mut', '&'])} ${random.pick(PROPER)}`,
  ];
  if (depth < 2)
    forms.push(
      () => `(${inner()}, ${inner()})`,
      () => `Pair<${inner()}>`,
      () => `[${inner()}; 3]`,
      () => `Option<${random.pick(NEVER_NULL)}>`,
      () => `Option<${random.pick(PROPER)}>`,
      () => `${random.pick(['ManuallyDrop', 'MaybeUninit', 'Cell', 'UnsafeCell'])}<${random.pick(PROPER)}>`,
    );
  return random.pick(forms)();
}

/** Random types of parameters, and what rustc's lint says of them. */
describe('types that have no form in C', () => {
  const random = new Random(SEED);
  const types = Array.from({ length: sampleSize(200) }, () => sampleType(random));
  let found: ReadonlySet<number>;
  let linted: ReadonlySet<number>;

  beforeAll(async () => {
    const imports = types.map((type, i) => `pub fn use_${i}(value: ${type});`);
    // What C++ declares is not known, so that the Rust type alone decides.
    const declarations = types.map((_, i) => `extern "C" void use_${i}(missing_t value);`);
    const source = `extern "C" {\n${imports.join('\n')}\n}\n${PRELUDE}`;
    const workspace = await MemoryWorkspace.of({
      [RUST]: source,
      'include/all.hpp': declarations.join('\n'),
    });
    const { findings, unpaired } = await workspace.check();
    expect(unpaired).toEqual([]);
    const improper = findings.filter(({ hazard }) => hazard === 'improper-type');
    found = new Set(improper.map(({ range }) => range.start.line));
    linted = new Set(rustLints(source, 'improper_ctypes'));
  });

  test('are those that rustc warns about', () => {
    const disagreements = types.filter((_, i) => found.has(i + 1) !== linted.has(i + 1));
    expect(disagreements).toEqual([]);
  });

  test('are some of the sample, and not all', () => {
    expect(linted.size / types.length).toBeGreaterThan(0.2);
    expect(linted.size / types.length).toBeLessThan(0.8);
  });
});
