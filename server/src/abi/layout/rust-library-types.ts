import type { RustAbiType, RustLibraryType, RustPrimitive } from '../model.js';
import type { Target } from '../target.js';
import type { RustForm } from './rust-fields.js';
import { greatest, ranged } from './rust-scalars.js';

/** A field of a standard type: of a type that users can name, or a private one by its form. */
export type LibraryField = RustAbiType | RustForm;

type Arguments = readonly RustAbiType[];
type Table<T> = Readonly<Partial<Record<RustLibraryType, T>>>;

/**
 * Structs of the standard library by the fields that its source declares, private ones included; null
 * where the arguments are too few or too many (an allocator), or where the target's is another one.
 *
 * @see library/{core,alloc,std}/src of rustc 1.95; `test/referee/rust-layout.test.ts` asks rustc
 */
export const STRUCTS: Table<(args: Arguments, target: Target) => readonly LibraryField[] | null> = {
  Vec: (args, target) => one(args, () => [capacity(target), address(U8), USIZE]),
  String: () => [VEC_OF_BYTES],
  VecDeque: (args, target) => one(args, () => [USIZE, USIZE, capacity(target), address(U8)]),
  BinaryHeap: (args) => one(args, (element) => [library('Vec', element)]),
  LinkedList: (args) => one(args, () => [OPTIONAL_ADDRESS, OPTIONAL_ADDRESS, USIZE]),
  HashMap: ([key, value, hasher = RANDOM_STATE, ...more]) =>
    key && value && more.length === 0 ? [hasher, ...HASH_TABLE] : null,
  HashSet: ([key, hasher = RANDOM_STATE, ...more]) =>
    key && more.length === 0 ? [hasher, ...HASH_TABLE] : null,
  // The root is an `Option`, which takes the only invalid address.
  BTreeMap: (args) => (args.length === 2 ? [USIZE, USIZE, USIZE] : null),
  BTreeSet: (args) => one(args, () => [USIZE, USIZE, USIZE]),
  OsString: (_, target) => osString(target),
  PathBuf: (_, target) => osString(target),
  CString: () => [{ kind: 'pointer', form: 'box', mutable: true, pointee: { kind: 'slice', element: U8 } }],
  RandomState: () => [U64, U64],
  Weak: (args) => one(args, (pointee) => [address(pointee)]),
  RefCell: (args) => one(args, (value) => [ISIZE, library('UnsafeCell', value)]),
  OnceCell: (args) => one(args, (value) => [library('UnsafeCell', library('Option', value))]),
  // A futex, and whether a thread panicked with the lock held.
  Mutex: (args, target) =>
    onLinux(
      target,
      one(args, (value) => [U32, U8, library('UnsafeCell', value)]),
    ),
  RwLock: (args, target) =>
    onLinux(
      target,
      one(args, (value) => [FUTEX_AND_WAKER, U8, library('UnsafeCell', value)]),
    ),
  Condvar: (_, target) => onLinux(target, [library('AtomicU32')]),
  Once: (_, target) => onLinux(target, [library('AtomicU32')]),
  OnceLock: (args, target) =>
    onLinux(
      target,
      one(args, (value) => [library('Once'), library('UnsafeCell', library('MaybeUninit', value))]),
    ),
  Duration: (_, target) => [U64, nanoseconds(target)],
  SystemTime: (_, target) => onLinux(target, [I64, nanoseconds(target)]),
  Instant: (_, target) => onLinux(target, [I64, nanoseconds(target)]),
  Ordering: (_, target) => [ranged(1, 255n, 1n, target)],
  Range: (args) => one(args, (index) => [index, index]),
  RangeInclusive: (args) => one(args, (index) => [index, index, BOOL]),
  RangeFrom: (args) => one(args, (index) => [index]),
  RangeTo: (args) => one(args, (index) => [index]),
  RangeToInclusive: (args) => one(args, (index) => [index]),
  RangeFull: () => [],
  Ipv4Addr: () => [{ kind: 'array', element: U8, count: 4 }],
  Ipv6Addr: () => [{ kind: 'array', element: U8, count: 16 }],
  SocketAddrV4: () => [library('Ipv4Addr'), U16],
  SocketAddrV6: () => [library('Ipv6Addr'), U16, U32, U32],
  // A descriptor is never -1. Windows has handles instead.
  OwnedFd: (_, target) => (isWindows(target) ? null : [ranged(4, 0n, 0xffff_fffen, target)]),
  BorrowedFd: (_, target) => (isWindows(target) ? null : [ranged(4, 0n, 0xffff_fffen, target)]),
  File: (_, target) => (isWindows(target) ? null : [library('OwnedFd')]),
};

/** Enums of the standard library: name and fields of each variant, in order. */
export const ENUMS: Table<
  (args: Arguments) => readonly (readonly [name: string, ...fields: RustAbiType[]])[] | null
> = {
  Option: (args) => one(args, (some) => [['None'], ['Some', some]]),
  Result: ([ok, error]) =>
    ok && error
      ? [
          ['Ok', ok],
          ['Err', error],
        ]
      : null,
  Cow: (args) =>
    one(args, (borrowed) => [
      ['Borrowed', reference(borrowed)],
      ['Owned', ownedOf(borrowed)],
    ]),
  Poll: (args) => one(args, (ready) => [['Ready', ready], ['Pending']]),
  Bound: (args) => one(args, (index) => [['Included', index], ['Excluded', index], ['Unbounded']]),
  ControlFlow: ([stop, go = { kind: 'tuple', elements: [] }]) =>
    stop
      ? [
          ['Continue', go],
          ['Break', stop],
        ]
      : null,
  Infallible: () => [],
  IpAddr: () => [
    ['V4', library('Ipv4Addr')],
    ['V6', library('Ipv6Addr')],
  ],
  SocketAddr: () => [
    ['V4', library('SocketAddrV4')],
    ['V6', library('SocketAddrV6')],
  ],
  AtomicOrdering: () => [['Relaxed'], ['Release'], ['Acquire'], ['AcqRel'], ['SeqCst']],
};

/** Types that only exist behind pointers, which then carry a length. */
export const UNSIZED: ReadonlySet<RustLibraryType> = new Set(['CStr', 'OsStr', 'Path']);

/** Types of a `T: ?Sized`, which stays their last field. */
export const LAST_FIELD_UNSIZED: ReadonlySet<RustLibraryType> = new Set([
  'Cell',
  'ManuallyDrop',
  'Mutex',
  'RefCell',
  'RwLock',
  'UnsafeCell',
]);

const primitive = (name: RustPrimitive): RustAbiType => ({ kind: 'primitive', name });
const library = (name: RustLibraryType, ...args: RustAbiType[]): RustAbiType => ({
  kind: 'library',
  name,
  arguments: args,
});
const address = (pointee: RustAbiType): RustAbiType => ({
  kind: 'pointer',
  form: 'non-null',
  mutable: true,
  pointee,
});
const reference = (pointee: RustAbiType): RustAbiType => ({
  kind: 'pointer',
  form: 'reference',
  mutable: false,
  pointee,
});

const BOOL = primitive('bool');
const U8 = primitive('u8');
const U16 = primitive('u16');
const U32 = primitive('u32');
const U64 = primitive('u64');
const I64 = primitive('i64');
const USIZE = primitive('usize');
const ISIZE = primitive('isize');
const VEC_OF_BYTES = library('Vec', U8);
const RANDOM_STATE = library('RandomState');
const OPTIONAL_ADDRESS = library('Option', address(U8));
/** Mask, control bytes, room left, length. @see hashbrown, `RawTableInner` */
const HASH_TABLE: readonly RustAbiType[] = [USIZE, address(U8), USIZE, USIZE];
const FUTEX_AND_WAKER: RustAbiType = { kind: 'array', element: U32, count: 2 };

/** A capacity is at most `isize::MAX`. @see alloc::raw_vec, `Cap` */
const capacity = (target: Target): RustForm =>
  ranged(target.pointerSize, 0n, greatest(target.pointerSize) >> 1n, target);

const nanoseconds = (target: Target): RustForm => ranged(4, 0n, 999_999_999n, target);

const osString = (target: Target): readonly LibraryField[] =>
  isWindows(target) ? [VEC_OF_BYTES, BOOL] : [VEC_OF_BYTES];

const isWindows = ({ triple }: Target): boolean => triple.includes('-windows-');

const onLinux = <T>({ triple }: Target, fields: T): T | null => (triple.includes('-linux-') ? fields : null);

/** For types of exactly one argument; a second one is an allocator, which may take room. */
function one<T>([first, ...others]: Arguments, use: (argument: RustAbiType) => T): T | null {
  return first && others.length === 0 ? use(first) : null;
}

/** @see `std::borrow::ToOwned` */
function ownedOf(borrowed: RustAbiType): RustAbiType {
  switch (borrowed.kind) {
    case 'str':
      return library('String');
    case 'slice':
      return library('Vec', borrowed.element);
    case 'library':
      return borrowed.name === 'CStr'
        ? library('CString')
        : borrowed.name === 'OsStr'
          ? library('OsString')
          : borrowed.name === 'Path'
            ? library('PathBuf')
            : borrowed;
    default:
      return borrowed;
  }
}
