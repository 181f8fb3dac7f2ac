import type { Random } from './random.js';

type Integer = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'u128' | 'usize' | 'isize';
const INTEGERS: readonly Integer[] = [
  'u8',
  'i8',
  'u16',
  'i16',
  'u32',
  'i32',
  'u64',
  'i64',
  'u128',
  'usize',
  'isize',
];
const DEEPEST = 4;

/** What every sample may name. */
export const CONSTANT_PRELUDE = `
use std::mem::{align_of, size_of};
pub const THREE: usize = 3;
pub const MASK: u8 = 0xA5;
pub const NAME: &str = "n\\u{e9}m\\n";
pub const TABLE: [u32; 4] = [1, 20, 0x300, 1 << 12];
pub const fn gcd(a: u64, b: u64) -> u64 { if b == 0 { a } else { gcd(b, a % b) } }
pub const fn log(mut n: u32) -> u32 { let mut bits = 0; while n > 0 { n >>= 1; bits += 1; } bits }
pub const fn pick(n: u8) -> i64 { match n { 0 => -1, 1 | 2 => 10, 3..=9 => return 20, x if x % 2 == 0 => x as i64, _ => 30 } }
pub const fn first(limit: u32) -> u32 { let mut n = 1; loop { n += 1; if n % 2 == 0 { continue; } if n * n > limit { break n; } } }
pub const fn bytes<T>() -> usize { size_of::<T>() * 8 }
pub mod inner { pub const DEEP: i32 = -9; pub const fn twice(n: i32) -> i32 { n.wrapping_mul(2) } }
pub enum Kind { A = 4, B, C = Self::BASE, D }
impl Kind { const BASE: isize = 40; pub const COUNT: usize = 4; pub const fn up(n: u16) -> u16 { n.saturating_add(Self::COUNT as u16) } }
pub trait Sized2 { const N: u32; }
#[repr(C)] pub struct Pair { a: u8, b: u64, c: [u16; THREE] }
impl Sized2 for Pair { const N: u32 = size_of::<Self>() as u32; }
impl Pair { pub const POINT: (u8, i16) = (7, -7); }
`;

/** A constant expression of a type, which may overflow: then it is no constant. */
export function sampleConstant(random: Random): { readonly type: Integer; readonly text: string } {
  const type = random.pick(INTEGERS);
  return { type, text: expressionOf(random, type, 0) };
}

function expressionOf(random: Random, type: Integer, depth: number): string {
  const inner = (of: Integer = type): string => expressionOf(random, of, depth + 1);
  if (depth >= DEEPEST || random.chance(0.2)) return leafOf(random, type);
  switch (random.integer(0, 13)) {
    case 0:
    case 1:
      return `(${inner()} ${random.pick(['+', '-', '*'])} ${inner()})`;
    case 2:
      return `(${inner()} ${random.pick(['/', '%'])} ${inner()})`;
    case 3:
    case 4:
      return `${inner()} ${random.pick(['&', '|', '^'])} (${inner()})`;
    case 5:
      return `(${inner()} ${random.pick(['<<', '>>'])} ${random.integer(0, random.chance(0.9) ? 7 : 70)})`;
    case 6:
      return type.startsWith('i') && random.chance(0.5) ? `-(${inner()})` : `!(${inner()})`;
    case 7:
    case 8:
      return `(${inner(random.pick(INTEGERS))} as ${type})`;
    case 9:
      return `if ${conditionOf(random, depth + 1)} { ${inner()} } else { ${inner()} }`.replace(
        /^.*$/s,
        '($&)',
      );
    case 10:
      return `{ let x: ${type} = ${inner()}; let y = ${inner()}; x ^ y }`.replace(/^.*$/s, '($&)');
    case 11:
      return `(${inner()}).${random.pick(['wrapping_add', 'wrapping_sub', 'wrapping_mul', 'saturating_add', 'saturating_sub'])}(${inner()})`;
    case 12:
      return `(match ${inner('u8')} { 0..=9 => ${inner()}, 10 | 11 => ${inner()}, _ => ${inner()} })`;
    default:
      return `(${otherOf(random, depth)} as ${type})`;
  }
}

/** An expression of some other type. */
function otherOf(random: Random, depth: number): string {
  const inner = (of: Integer): string => expressionOf(random, of, depth + 1);
  return random.pick([
    () => `gcd(${inner('u64')}, ${inner('u64')})`,
    () => `log(${inner('u32')})`,
    () => `pick(${inner('u8')})`,
    () => `first(${inner('u32')} % 5000)`,
    () => `bytes::<${random.pick(['u16', 'Pair', '*const u8', '[u64; THREE + 1]', '(u8, u8)'])}>()`,
    () => `inner::twice(${inner('i32')})`,
    () => `Kind::up(${inner('u16')})`,
    () => `TABLE[(${inner('usize')} % 4) as usize]`,
    () => `(${conditionOf(random, depth + 1)})`,
    () => `(${inner(random.pick(INTEGERS))}).count_ones()`,
    () => `(${inner(random.pick(INTEGERS))}).leading_zeros()`,
    () => `(${inner(random.pick(INTEGERS))}).trailing_zeros()`,
    () => `(${inner('u16')} as u64).pow(${random.integer(0, 4)})`,
  ])();
}

function conditionOf(random: Random, depth: number): string {
  const type = random.pick(INTEGERS);
  const inner = (): string => expressionOf(random, type, depth + 1);
  if (random.chance(0.15))
    return random.pick(['cfg!(unix)', 'cfg!(windows)', '!cfg!(target_pointer_width = "64")']);
  if (depth < DEEPEST && random.chance(0.3))
    return `(${conditionOf(random, depth + 1)}) ${random.pick(['&&', '||', '^', '=='])} (${conditionOf(random, depth + 1)})`;
  return `(${inner()}) ${random.pick(['<', '>', '==', '!=', '<=', '>='])} (${inner()})`;
}

function leafOf(random: Random, type: Integer): string {
  const small = random.integer(0, 100);
  return random.pick([
    () => String(small),
    () => `${small}${type}`,
    () => `0x${small.toString(16)}_${type}`,
    () => `0b${small.toString(2)}`,
    () => `${type}::${random.pick(['MAX', 'MIN'])}`,
    () => `(${type}::BITS as ${type})`,
    () =>
      `(${random.pick(['THREE', 'MASK', 'inner::DEEP', 'Kind::B', 'Kind::D', 'Kind::COUNT', 'NAME.len()', 'TABLE[2]', 'Pair::POINT.1', '<Pair as Sized2>::N', 'size_of::<Pair>()', 'align_of::<u128>()', 'std::mem::size_of::<usize>()', "b'x'", "'\\u{e9}'", 'true', 'b"ab\\0".len()', '[1u8, 2, 3].len()'])} as ${type})`,
  ])();
}
