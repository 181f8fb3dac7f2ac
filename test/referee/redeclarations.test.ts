import { beforeAll, describe, expect, test } from 'vitest';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { compileCpp, irFunctions, rustIrFunctions, rustLints } from './compilers.js';
import { Random, sampleSize, SEED } from './random.js';

const TYPES = `
pub type Ticks = u64;
pub type Wide = [u8];
#[repr(transparent)] #[derive(Clone, Copy)] pub struct Id(pub u32);
#[repr(C)] #[derive(Clone, Copy)] pub enum Mode { Read, Write }
#[repr(u8)] #[derive(Clone, Copy)] pub enum Small { No, Yes }
#[repr(C)] #[derive(Clone, Copy)] pub struct Point { pub x: f64, pub y: f64, pub z: f64 }
#[repr(C)] #[derive(Clone, Copy)] pub struct Span { pub low: Point, pub high: Point }
`;

/** What is passed in a register or two. */
const SCALARS = [
  ...'u8 i8 u16 i16 u32 i32 u64 i64 usize isize f32 f64 bool char Ticks Id Mode Small'.split(' '),
  ...'std::ffi::c_int std::ffi::c_long std::ffi::c_char std::num::NonZeroU16 std::mem::MaybeUninit<u32>'.split(
    ' ',
  ),
  ...[
    '*const u8',
    '*mut Point',
    "&'static u32",
    "Option<&'static mut Id>",
    'Option<extern "C" fn(u8)>',
    'std::ptr::NonNull<u8>',
  ],
  ...['*const [u32]', "&'static str", '*mut Wide'],
];

const RECORDS = ['Point', 'Span'];

const CPP_TYPES = `
typedef unsigned long ticks_t;
enum Mode { READ, WRITE };
enum class Small : unsigned char { NO, YES };
struct Point;
typedef void (*callback_t)(int);
`;

const CPP_SCALARS = [
  ...[
    'char',
    'signed char',
    'unsigned char',
    'short',
    'unsigned short',
    'int',
    'unsigned',
    'long',
    'unsigned long',
  ],
  ...[
    'long long',
    'bool',
    'wchar_t',
    'char16_t',
    'float',
    'double',
    'long double',
    'ticks_t',
    'Mode',
    'Small',
  ],
  ...['const char *', 'void *', 'Point *', 'Point &', 'const Point **', 'callback_t'],
];

interface Declaration {
  readonly parameters: readonly string[];
  readonly result: string;
  readonly variadic: boolean;
}

const written = ({ parameters, result, variadic }: Declaration): string =>
  `(${[...parameters.map((type, i) => `p${i}: ${type}`), ...(variadic ? ['...'] : [])].join(', ')})${result === '()' ? '' : ` -> ${result}`}`;

const inCpp = (name: string, { parameters, result, variadic }: Declaration): string =>
  `${result === '()' ? 'void' : result} ${name}(${[...parameters, ...(variadic ? ['...'] : [])].join(', ')})`;

/** A declaration, and one that has been changed in one place or none. */
function samplePair(random: Random, types: readonly string[]): readonly [Declaration, Declaration] {
  const parameters = Array.from({ length: random.integer(0, 4) }, () => random.pick(types));
  const result = random.pick(['()', ...types]);
  const first: Declaration = { parameters, result, variadic: false };
  switch (random.integer(0, 4)) {
    case 0:
      return [first, first];
    case 1:
      return [first, { ...first, result: random.pick(['()', ...types]) }];
    case 2:
      return [first, { ...first, parameters: [...parameters, random.pick(types)] }];
    case 3:
      return parameters.length === 0 ? [first, first] : [first, { ...first, variadic: true }];
    default: {
      const changed = random.integer(0, parameters.length - 1);
      const others = parameters.map((type, i) => (i === changed ? random.pick(types) : type));
      return [first, { ...first, parameters: others }];
    }
  }
}

/** The pairs of declarations of one symbol that clash, as Ferrule says. */
async function clashing(pairs: readonly (readonly [Declaration, Declaration])[], source: string) {
  const workspace = await MemoryWorkspace.of({ 'src/lib.rs': source });
  const { findings } = await workspace.check();
  const lines = findings
    .filter(({ hazard }) => hazard === 'clashing-declarations')
    .map(({ range }) => range.start.line);
  const before = source.split('\n').findIndex((line) => line.startsWith('mod second'));
  return new Set(pairs.flatMap((_, i) => (lines.includes(before + 2 + i) ? [i] : [])));
}

function sourceOf(pairs: readonly (readonly [Declaration, Declaration])[]): string {
  const block = (side: 0 | 1): string =>
    pairs.map((pair, i) => `pub fn f${i}${written(pair[side])};`).join('\n');
  const module = (name: string, side: 0 | 1): string =>
    `mod ${name} { use super::*;\nextern "C" {\n${block(side)}\n} }`;
  return `#![allow(improper_ctypes, dead_code)]\n${TYPES}\n${module('first', 0)}\n${module('second', 1)}\n`;
}

describe('declarations of one symbol', () => {
  test('that clash are among those that rustc warns about', async () => {
    const random = new Random(SEED);
    const pairs = Array.from({ length: sampleSize(300) }, () => samplePair(random, [...SCALARS, ...RECORDS]));
    const source = sourceOf(pairs);
    const found = await clashing(pairs, source);
    const before = source.split('\n').findIndex((line) => line.startsWith('mod second'));
    const linted = new Set(
      rustLints(source, 'clashing_extern_declarations').map((line) => line - before - 2),
    );
    const more = [...found].filter((i) => !linted.has(i));
    expect(more.map((i) => pairs[i]?.map(written))).toEqual([]);
    expect(found.size).toBeGreaterThan(pairs.length / 5);
  });

  describe('of scalars', () => {
    const random = new Random(SEED + 1);
    const pairs = Array.from({ length: sampleSize(300) }, () => samplePair(random, SCALARS));
    let found: ReadonlySet<number>;
    let passed: ReadonlyMap<string, string>;

    beforeAll(async () => {
      found = await clashing(pairs, sourceOf(pairs));
      const definitions = pairs.flatMap((pair, i) =>
        pair.map((each, side) => {
          const fixed = written({ ...each, variadic: false });
          return `#[no_mangle] pub extern "C" fn ${side === 0 ? 'first' : 'second'}${i}${fixed} { loop {} }`;
        }),
      );
      passed = rustIrFunctions(`#![allow(improper_ctypes_definitions)]\n${TYPES}\n${definitions.join('\n')}`);
    });

    test('clash where the machine passes something else', () => {
      expect(passed.size).toBe(2 * pairs.length);
      expect(found.size).toBeGreaterThan(pairs.length / 3);
      const disagreements = pairs.filter(([first, second], i) => {
        const clash =
          first.variadic !== second.variadic || passed.get(`first${i}`) !== passed.get(`second${i}`);
        return clash !== found.has(i);
      });
      expect(disagreements.map((pair) => pair.map(written))).toEqual([]);
    });
  });

  describe('of C++', () => {
    const random = new Random(SEED + 2);
    const pairs = Array.from({ length: sampleSize(300) }, () => samplePair(random, CPP_SCALARS));
    let found: ReadonlySet<number>;
    let passed: ReadonlyMap<string, string>;

    beforeAll(async () => {
      const exports = pairs.map((_, i) => `#[no_mangle] pub extern "C" fn f${i}() {}`);
      const declarations = (side: 0 | 1): string =>
        [CPP_TYPES, ...pairs.map((pair, i) => `extern "C" ${inCpp(`f${i}`, pair[side])};`)].join('\n');
      const workspace = await MemoryWorkspace.of({
        'Cargo.toml': '[package]\nname = "sample"\n',
        'build.rs': 'fn main() { cc::Build::new().file("first.cpp").file("second.cpp").compile("both"); }',
        'src/lib.rs': exports.join('\n'),
        'first.cpp': declarations(0),
        'second.cpp': declarations(1),
      });
      const { findings } = await workspace.check();
      const before = CPP_TYPES.split('\n').length;
      found = new Set(
        findings
          .filter(({ hazard }) => hazard === 'clashing-declarations')
          .map(({ range }) => range.start.line - before),
      );
      const definitions = pairs.flatMap((pair, i) =>
        pair.map((each, side) => {
          const head = inCpp(`${side === 0 ? 'first' : 'second'}${i}`, { ...each, variadic: false });
          return `extern "C" ${head} { for (;;) ; }`;
        }),
      );
      const source = [CPP_TYPES, ...definitions].join('\n');
      passed = irFunctions(compileCpp(source, 'x86_64-unknown-linux-gnu').ir);
    });

    test('clash where the machine passes something else', () => {
      expect(passed.size).toBe(2 * pairs.length);
      expect(found.size).toBeGreaterThan(pairs.length / 3);
      const disagreements = pairs.filter(([first, second], i) => {
        const differs = passed.get(`first${i}`) !== passed.get(`second${i}`);
        return (first.variadic !== second.variadic || differs) !== found.has(i);
      });
      expect(disagreements.map((pair) => pair.map((each) => inCpp('f', each)))).toEqual([]);
    });
  });
});
