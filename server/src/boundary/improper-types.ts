import type { RustAbiType, RustLibraryType } from '../abi/model.js';
import { formatRustType } from '../abi/layout/rust-format.js';
import { isUnsized } from '../abi/layout/rust.js';
import { isNeverNull } from '../abi/layout/rust-library.js';
import { withoutWrappers } from './rust-forms.js';
import type { TargetView } from './target-view.js';

/**
 * Why a Rust type cannot be a parameter or result of an `extern "C"` function, whatever C++ declares; null where
 * it can, or it is not known. Records and enums without a representation are for other hazards.
 *
 * @see rustc: compiler/rustc_lint/src/types/improper_ctypes.rs
 */
export function improperReason(type: RustAbiType, view: TargetView): string | null {
  const text = `\`${formatRustType(type)}\``;
  switch (type.kind) {
    case 'tuple':
      return type.elements.length === 0 ? null : `${text} is a tuple, whose layout is not specified`;
    case 'array':
      return `${text} is an array by value, which C passes as a pointer`;
    case 'slice':
    case 'str':
    case 'trait-object':
      return `${text} has no size of its own`;
    case 'pointer': {
      if (type.form === 'rc' || type.form === 'arc') return `the layout of ${text} is not specified`;
      const wide = isUnsized(type.pointee);
      return wide.status !== 'unknown' && wide.value
        ? `${text} is two words, a pointer and ${type.pointee.kind === 'trait-object' ? 'a table of functions' : 'a length'}`
        : null;
    }
    case 'library': {
      const [first] = type.arguments;
      if (type.name === 'Option' && first && mayBeNeverNull(first, view)) return null;
      if (type.name === 'Result') return null;
      if (TRANSPARENT.has(type.name)) return first ? improperReason(first, view) : null;
      return UNSPECIFIED.has(type.name) ? `the layout of ${text} is not specified` : null;
    }
    case 'primitive':
    case 'function-pointer':
    case 'record':
    case 'enum':
    case 'unknown':
      return null;
    default:
      return type satisfies never;
  }
}

/** What is not known may be never null, too. */
function mayBeNeverNull(type: RustAbiType, view: TargetView): boolean {
  const bare = withoutWrappers(type, view);
  const isOpen =
    bare.kind === 'unknown' || (bare.kind === 'record' && bare.record.define().status === 'unknown');
  return isOpen || isNeverNull(type) || isNeverNull(bare);
}

const TRANSPARENT: ReadonlySet<string> = new Set<RustLibraryType>([
  ...(['ManuallyDrop', 'MaybeUninit', 'Pin', 'Cell', 'UnsafeCell', 'Wrapping', 'Saturating'] as const),
]);

/** Types of the standard library whose documentation promises no form. */
const UNSPECIFIED: ReadonlySet<string> = new Set<RustLibraryType>([
  ...(['Option', 'Cow', 'Poll', 'ControlFlow', 'Vec', 'String', 'VecDeque', 'BinaryHeap'] as const),
  ...(['LinkedList', 'HashMap', 'HashSet', 'BTreeMap', 'BTreeSet', 'CString', 'OsString'] as const),
  ...(['PathBuf', 'RefCell', 'OnceCell', 'Mutex', 'RwLock', 'Condvar', 'Once', 'OnceLock'] as const),
  ...(['Range', 'RangeInclusive', 'RangeFrom', 'RangeTo', 'RangeToInclusive', 'Bound'] as const),
  ...(['Duration', 'SystemTime', 'Instant', 'IpAddr', 'SocketAddr', 'SocketAddrV4', 'SocketAddrV6'] as const),
]);
