import type { CppAbiType, RustAbiType } from '../abi/model.js';
import { callbackDifference } from './compare-callbacks.js';
import { constDifference, pointeeDifference, pointeeOf } from './compare-pointees.js';
import type { Flow } from './crossing.js';
import { improperReason } from './improper-types.js';
import { describe, differenceOf, neutralOfCpp, neutralOfRust, type NeutralValue } from './neutral.js';
import { functionPointer, withoutWrappers } from './rust-forms.js';
import type { TargetView } from './target-view.js';

/**
 * How a Rust value and a C++ value that should be one differ, as C passes them. One place has one difference,
 * the most serious:
 *
 * - `form`: width or class (integer, floating-point number, pointer, record)
 * - `char`: a `char` of Rust, which is none of C++
 * - `improper`: a Rust type that has no form in C
 * - `bool`: a `bool` made of any byte
 * - `callback`: function pointers of other signatures or conventions
 * - `pointee`: pointers to things that do not correspond
 * - `const`: a reference that promises what C++ does not keep, or the other way round
 * - `sign`: integers of one width and other signedness
 */
export interface ValueDifference {
  readonly kind:
    'form' | 'char' | 'improper' | 'bool' | 'callback' | 'pointee' | 'const' | 'raw-const' | 'sign';
  /** In words, as a clause. */
  readonly text: string;
}

/** The difference of two values as C passes them; null where they agree or it cannot be said. */
export function valueDifference(
  rust: RustAbiType,
  cpp: CppAbiType,
  flow: Flow,
  view: TargetView,
): ValueDifference | null {
  const bare = withoutWrappers(rust, view);
  const rustValue = neutralOfRust(rust, view);
  const cppValue = neutralOfCpp(cpp, view);
  const character = charDifference(bare, cppValue, flow);
  if (character !== null) return { kind: 'char', text: character };
  const form = differenceOf(rustValue, cppValue, view);
  if (form !== null) return { kind: 'form', text: form };
  const improper = improperReason(rust, view);
  if (improper !== null) return { kind: 'improper', text: improper };
  if (rustValue.kind === 'integer' && cppValue.kind === 'integer')
    return integerDifference(bare, rustValue, cpp, cppValue, flow, view);
  return pointerDifference(bare, cpp, flow, view);
}

type IntegerValue = Extract<NeutralValue, { kind: 'integer' }>;

/** A scalar value of Unicode has 4 bytes and not all values of them. @see Rust reference, "Textual types" */
function charDifference(rust: RustAbiType, cpp: NeutralValue, flow: Flow): string | null {
  if (rust.kind !== 'primitive' || rust.name !== 'char' || cpp.kind !== 'integer') return null;
  if (cpp.size === 4)
    return flow === 'to-rust'
      ? 'C++ may give any number of 4 bytes, a Rust `char` is a Unicode scalar value'
      : null;
  return cpp.size < 4 ? `${cpp.size === 1 ? '1 byte' : '2 bytes'} in C++, 4 bytes in Rust` : null;
}

function integerDifference(
  rust: RustAbiType,
  rustValue: IntegerValue,
  cpp: CppAbiType,
  cppValue: IntegerValue,
  flow: Flow,
  view: TargetView,
): ValueDifference | null {
  if (rust.kind === 'primitive' && rust.name === 'bool')
    return flow === 'to-rust' && !isBuiltin(cpp, 'bool') ? { kind: 'bool', text: ANY_BYTE } : null;
  if (rust.kind !== 'primitive' || rust.name === 'char' || cpp.kind !== 'builtin') return null;
  if (rustValue.signed === cppValue.signed || SIGNLESS.has(cpp.name)) return null;
  return {
    kind: 'sign',
    text: `${describe(cppValue, view)} ${signed(cppValue)} in C++, ${rustValue.signed ? 'with one' : 'without one'} in Rust`,
  };
}

const ANY_BYTE = 'C++ may give any byte, a Rust `bool` is 0 or 1';

const signed = ({ signed }: IntegerValue): string => (signed ? 'with a sign' : 'without a sign');

const isBuiltin = (type: CppAbiType, name: string): boolean =>
  type.kind === 'aligned' ? isBuiltin(type.type, name) : type.kind === 'builtin' && type.name === name;

/** Truth values and characters, whose sign nobody means. */
const SIGNLESS: ReadonlySet<string> = new Set('bool char wchar_t char8_t char16_t char32_t'.split(' '));

function pointerDifference(
  rust: RustAbiType,
  cpp: CppAbiType,
  flow: Flow,
  view: TargetView,
): ValueDifference | null {
  const callback = functionPointer(rust, view);
  const to = pointeeOf(cpp);
  if (to === null) return null;
  if (callback) {
    const text = to.kind === 'function' ? callbackDifference(callback, to, view) : null;
    return text === null ? null : { kind: 'callback', text };
  }
  if (rust.kind !== 'pointer' || to.kind === 'function') return null;
  const pointee = withoutWrappers(rust.pointee, view);
  if (pointee.kind === 'primitive' && pointee.name === 'char') {
    const text = charDifference(pointee, neutralOfCpp(to, view), 'to-cpp');
    if (text !== null) return { kind: 'char', text: `what it points to has ${text}` };
  }
  const other = pointeeDifference(rust.pointee, to, view);
  if (other !== null) return { kind: 'pointee', text: other };
  if (writesBytes(pointee, rust.mutable, to, view)) return { kind: 'bool', text: ANY_BYTE };
  return constDifference(rust, to, flow, view);
}

/** C++ writes bytes where Rust reads a `bool`. */
function writesBytes(rust: RustAbiType, mutable: boolean, cpp: CppAbiType, view: TargetView): boolean {
  if (rust.kind !== 'primitive' || rust.name !== 'bool' || !mutable || cpp.const === true) return false;
  const value = neutralOfCpp(cpp, view);
  return value.kind === 'integer' && value.size === 1 && !isBuiltin(cpp, 'bool');
}
