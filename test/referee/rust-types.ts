import type { Random } from './random.js';

/** A Rust type as source text. */
export interface SampleType {
  /** How it is named where it is used: `T3`, `T4<u8, 2>`. */
  readonly name: string;
  /** Its declaration. */
  readonly text: string;
  /** Paths of its fields as `offset_of!` takes them: `f0`, for an enum `V1.f0`. */
  readonly paths: readonly string[];
  /** True where only `repr(C)`, integers and the like decide: no default representation inside. */
  readonly guaranteed: boolean;
}

/** What the samples need in scope, for rustc and for Ferrule. */
export const PRELUDE = `
use std::{borrow::Cow, cell::*, cmp::Ordering, collections::*, ffi::*, marker::PhantomData, mem::*, net::*, num::*};
use std::{ops::*, path::*, ptr::NonNull, rc::Rc, rc::Weak, sync::{Arc, Mutex, RwLock, atomic::AtomicU64}, time::Duration};
use std::sync::atomic::{AtomicBool, Ordering as Order};
pub trait Tr {}
pub enum Void {}
pub const THREE: usize = 1 + 2;
pub mod sizes { pub const SOME: usize = super::THREE * 2 - 1; }
pub type Handle = Option<NonNull<c_void>>;
pub type Pair<A, B = A> = (A, B);
`;

/** The same for targets whose standard library is not installed: nothing but the language. */
export const BARE_PRELUDE = `
pub const THREE: usize = 3;
pub mod sizes { pub const SOME: usize = 5; }
pub enum Void {}
pub enum Maybe<T> { No, Yes(T) }
#[repr(transparent)] pub struct Only<T: ?Sized>(T);
`;

/** What samples are made of, beside primitives and each other. */
export interface Vocabulary {
  readonly guaranteed: readonly string[];
  readonly assumed: readonly string[];
  /** Types of one parameter with its layout, but for the niche. */
  readonly transparent: readonly string[];
  readonly wrappers: readonly string[];
  /** How a generic struct holds its parameter. */
  readonly holders: readonly string[];
  /** Arguments for a const parameter. */
  readonly lengths: readonly string[];
}

/** Random structs, unions and enums, each made of those before it. */
export function sampleTypes(random: Random, count: number, vocabulary = STANDARD): SampleType[] {
  const made: SampleType[] = [];
  for (let index = 0; index < count; index++)
    made.push(new Sampler(random, vocabulary, made, `T${index}`).sample());
  return made;
}

/** A type within a sample, and whether its layout is the same with every compiler. */
interface Part {
  readonly text: string;
  readonly guaranteed: boolean;
}

interface Fields {
  /** `{ f0: u8 }`, `(u8)` or nothing. */
  readonly text: string;
  readonly paths: readonly string[];
  readonly guaranteed: boolean;
}

class Sampler {
  readonly #random: Random;
  readonly #vocabulary: Vocabulary;
  readonly #made: readonly SampleType[];
  readonly #name: string;

  constructor(random: Random, vocabulary: Vocabulary, made: readonly SampleType[], name: string) {
    this.#random = random;
    this.#vocabulary = vocabulary;
    this.#made = made;
    this.#name = name;
  }

  sample(): SampleType {
    const roll = this.#random.next();
    if (roll < 0.35) return this.#struct();
    if (roll < 0.5) return this.#generic();
    return roll < 0.58 ? this.#union() : this.#enum();
  }

  #struct(): SampleType {
    const random = this.#random;
    if (random.chance(0.08)) {
      const fields = this.#fields(1, random.chance(0.5) ? ['()'] : []);
      return this.#declare('struct', ['transparent'], fields, fields.guaranteed);
    }
    const c = random.chance(0.5);
    const packed = random.chance(0.12);
    const hints = [
      ...(c ? ['C'] : []),
      ...(packed ? [`packed(${random.pick([1, 2, 4])})`] : []),
      ...(!packed && random.chance(0.12) ? [`align(${random.pick([2, 8, 16, 64])})`] : []),
    ];
    const count = random.integer(0, 6);
    // A packed type must not contain an aligned one, so that it is made of scalars.
    const fields = packed ? this.#fieldsOf(this.#scalars(count)) : this.#fields(count);
    return this.#declare('struct', hints, fields, c && fields.guaranteed);
  }

  /** A struct with parameters, named by one instance of it. */
  #generic(): SampleType {
    const random = this.#random;
    const c = random.chance(0.4);
    const unsized = random.chance(0.4);
    const argument = this.#type(1);
    const bound = unsized && random.chance(0.5) ? ' where T: ?Sized' : '';
    const parameter = unsized && bound === '' ? 'T: ?Sized' : 'T';
    const others = this.#parts(random.integer(0, 4));
    const own = random.pick(this.#vocabulary.holders);
    const array = random.chance(0.3) ? ['[u16; N]'] : [];
    const texts = [...array, ...others.map(({ text }) => text), own];
    const at = unsized ? texts.length - 1 : random.integer(0, texts.length - 1);
    [texts[at], texts[texts.length - 1]] = [own, texts[at] ?? own];
    const names = texts.map((_, index) => `f${index}`);
    const body = texts.map((text, index) => `${names[index]}: ${text}`).join(', ');
    const defaulted = array.length > 0 ? ', const N: usize = THREE' : '';
    const written =
      array.length === 0 || random.chance(0.4) ? '' : `, ${random.pick(this.#vocabulary.lengths)}`;
    return {
      name: `${this.#name}<${argument.text}${written}>`,
      text: `${attribute(c ? ['C'] : [])}pub struct ${this.#name}<${parameter}${defaulted}>${bound} { ${body} }`,
      paths: names,
      guaranteed: c && argument.guaranteed && others.every(({ guaranteed }) => guaranteed),
    };
  }

  #union(): SampleType {
    const c = this.#random.chance(0.7);
    const fields = this.#fieldsOf(this.#scalars(this.#random.integer(1, 4)));
    return this.#declare('union', c ? ['C'] : [], fields, c);
  }

  #enum(): SampleType {
    const random = this.#random;
    const fieldless = random.chance(0.3);
    const integer = random.chance(0.35)
      ? random.pick(INTEGERS.filter((name) => !name.endsWith('128')))
      : null;
    const variants = Array.from({ length: random.integer(1, 5) }, () =>
      fieldless || random.chance(0.2) ? NO_FIELDS : this.#fields(random.integer(1, 4)),
    );
    const dataless = variants.every(({ paths }) => paths.length === 0);
    // E0566: on a field-less enum `C` and an integer exclude each other.
    const c = dataless && integer !== null ? false : random.chance(0.3);
    const least = integer?.startsWith('i') === true && random.chance(0.4) ? ' = -5' : '';
    const spelled = variants.map(({ text }, index) => `V${index}${text}${index === 0 ? least : ''}`);
    return {
      name: this.#name,
      text: `${attribute([...(c ? ['C'] : []), ...(integer ? [integer] : [])])}pub enum ${this.#name} { ${spelled.join(', ')} }`,
      paths: variants.flatMap(({ paths }, index) => paths.map((path) => `V${index}.${path}`)),
      guaranteed: (c || integer !== null) && variants.every(({ guaranteed }) => guaranteed),
    };
  }

  #declare(
    kind: 'struct' | 'union',
    hints: readonly string[],
    fields: Fields,
    guaranteed: boolean,
  ): SampleType {
    const text = `${attribute(hints)}pub ${kind} ${this.#name}${fields.text}${fields.text.endsWith('}') ? '' : ';'}`;
    return { name: this.#name, text, paths: fields.paths, guaranteed };
  }

  #fields(count: number, more: readonly string[] = []): Fields {
    return this.#fieldsOf([...this.#parts(count), ...more.map(sure)], this.#random.chance(0.3));
  }

  #fieldsOf(parts: readonly Part[], tuple = false): Fields {
    if (parts.length === 0) return NO_FIELDS;
    const paths = parts.map((_, index) => (tuple ? `${index}` : `f${index}`));
    const body = parts.map(({ text }, index) => (tuple ? text : `f${index}: ${text}`)).join(', ');
    return {
      text: tuple ? `(${body})` : ` { ${body} }`,
      paths,
      guaranteed: parts.every(({ guaranteed }) => guaranteed),
    };
  }

  #parts(count: number): Part[] {
    return Array.from({ length: count }, () => this.#type(0));
  }

  #scalars(count: number): Part[] {
    return Array.from({ length: count }, () => sure(this.#random.pick(PRIMITIVES)));
  }

  #type(depth: number): Part {
    const random = this.#random;
    const roll = random.next();
    if (roll < 0.4 || depth > 2) return sure(random.pick(PRIMITIVES));
    if (roll < 0.48) return sure(random.pick(this.#vocabulary.guaranteed));
    if (roll < 0.56) return likely(random.pick(this.#vocabulary.assumed));
    if (roll < 0.62) {
      const element = this.#type(depth + 1);
      const length = random.pick(['0', '1', '3', 'THREE', 'sizes::SOME']);
      return { ...element, text: `[${element.text}; ${length}]` };
    }
    if (roll < 0.74) {
      const inner = this.#type(depth + 1);
      if (random.chance(0.5))
        return { ...inner, text: `${random.pick(this.#vocabulary.transparent)}<${inner.text}>` };
      return likely(`${random.pick(this.#vocabulary.wrappers)}<${inner.text}>`);
    }
    if (roll < 0.8) {
      const elements = Array.from({ length: random.integer(1, 4) }, () => this.#type(depth + 1).text);
      return likely(`(${elements.join(', ')},)`);
    }
    const other = this.#made.length > 0 ? random.pick(this.#made.slice(-12)) : null;
    return other === null ? sure('u32') : { text: other.name, guaranteed: other.guaranteed };
  }
}

const sure = (text: string): Part => ({ text, guaranteed: true });
const likely = (text: string): Part => ({ text, guaranteed: false });

const NO_FIELDS: Fields = { text: '', paths: [], guaranteed: true };

const attribute = (hints: readonly string[]): string =>
  hints.length === 0 ? '' : `#[repr(${hints.join(', ')})] `;

const INTEGERS = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64', 'u128', 'usize', 'isize'];
const PRIMITIVES = [...INTEGERS, 'bool', 'char', 'f32', 'f64'];

const STANDARD: Vocabulary = {
  guaranteed: [
    ...['*const u8', "&'static u8", 'Box<u8>', 'NonNull<u8>', 'extern "C" fn(u8)', '()', 'Handle'],
    ...['Option<Box<u8>>', 'Option<NonZeroU32>', 'Option<extern "C" fn()>', 'Result<NonZero<u16>, ()>'],
    ...['NonZeroI64', 'AtomicU64', 'AtomicBool', 'PhantomData<u64>', 'c_long', 'c_char', 'Wrapping<i16>'],
  ],
  assumed: [
    ...['Box<[u8]>', '*const [u8]', "&'static str", "&'static dyn Tr", "&'static CStr", 'Rc<u8>'],
    ...['Arc<Mutex<u8>>', 'Vec<u8>', 'String', 'Ordering', 'Order', 'Duration', 'Result<u32, ()>', 'Void'],
    'Pair<u8, u16>',
  ],
  transparent: ['Cell', 'MaybeUninit', 'ManuallyDrop', 'UnsafeCell'],
  wrappers: ['Option', 'RefCell', 'Range', 'OnceCell', 'Mutex', 'Pair', 'VecDeque', 'Weak'],
  holders: ['T', 'T', 'Cell<T>', 'ManuallyDrop<T>'],
  lengths: ['0', '2', 'THREE', '{ THREE + 1 }'],
};

/** For `BARE_PRELUDE`. */
export const BARE: Vocabulary = {
  guaranteed: ['*const u8', "&'static u8", 'extern "C" fn(u8)', '()', 'Only<u64>', 'Only<f64>', 'Only<u128>'],
  assumed: ['Void', 'Maybe<char>', '(u8, u64)', "Maybe<&'static u8>"],
  transparent: ['Only'],
  wrappers: ['Maybe'],
  holders: ['T', 'T', 'Only<T>'],
  lengths: ['0', '2', 'THREE'],
};

/** Each of the standard library's types that Ferrule lays out, in an instance or two. */
export const LIBRARY_TYPES: readonly string[] = [
  ...['Vec<u64>', 'String', 'VecDeque<u64>', 'BinaryHeap<u8>', 'LinkedList<u8>', 'HashMap<u8, u64>'],
  ...['HashMap<u8, u8, ()>', 'HashSet<u32>', 'HashSet<u32, ()>', 'BTreeMap<u8, u64>', 'BTreeSet<u8>'],
  ...[
    'std::hash::RandomState',
    'CString',
    'OsString',
    'PathBuf',
    'Box<CStr>',
    "&'static OsStr",
    "&'static Path",
  ],
  ...[
    "Cow<'static, str>",
    "Cow<'static, [u8]>",
    "Cow<'static, u32>",
    "Cow<'static, Path>",
    "Cow<'static, CStr>",
  ],
  ...[
    'Option<bool>',
    'Option<Option<char>>',
    'Result<u8, String>',
    'std::task::Poll<u8>',
    'ControlFlow<u8, u16>',
  ],
  ...['ControlFlow<u8>', 'std::convert::Infallible', 'Bound<u32>', 'Ordering', 'Order', 'MaybeUninit<bool>'],
  ...['ManuallyDrop<bool>', 'std::pin::Pin<Box<u8>>', 'Weak<u8>', 'std::sync::Weak<[u8]>', 'NonZeroU128'],
  ...['Wrapping<u8>', 'Saturating<u8>', 'Cell<bool>', 'UnsafeCell<u16>', 'RefCell<u8>', 'OnceCell<bool>'],
  ...['Mutex<u8>', 'Mutex<u64>', 'Mutex<bool>', 'RwLock<u8>', 'RwLock<u64>', 'std::sync::Condvar'],
  ...['std::sync::Once', 'std::sync::OnceLock<u8>', 'std::sync::OnceLock<u64>', 'Range<u8>', 'RangeFull'],
  ...['RangeInclusive<u32>', 'RangeFrom<u16>', 'RangeTo<bool>', 'RangeToInclusive<u8>', 'Duration'],
  ...['std::time::SystemTime', 'std::time::Instant', 'Ipv4Addr', 'Ipv6Addr', 'IpAddr', 'SocketAddrV4'],
  ...[
    'SocketAddrV6',
    'SocketAddr',
    'std::os::fd::OwnedFd',
    "std::os::fd::BorrowedFd<'static>",
    'std::fs::File',
  ],
  ...[
    'std::os::fd::RawFd',
    'Box<dyn Fn(u8) -> u8>',
    'Rc<str>',
    'Arc<[u8]>',
    'NonNull<[u8]>',
    'Box<Cell<str>>',
  ],
  ...['Box<RefCell<[u8]>>', 'std::os::raw::c_ulong', 'core::ffi::c_ushort', 'c_void', '[Option<Box<u8>>; 3]'],
];
