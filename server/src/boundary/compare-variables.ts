import type { CppAbiType, RustAbiType } from '../abi/model.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { VariableCrossing } from './crossing.js';
import { classDifference } from './field-classes.js';
import { cppContext } from './lowering/cpp-lowering.js';
import { rustContext } from './lowering/rust-types.js';
import { neutralOfRust } from './neutral.js';
import { isCVoid } from './rust-forms.js';
import type { TargetView } from './target-view.js';

/**
 * How the types of one variable differ, as a clause about it; null where they agree or it cannot be said. What Rust gives
 * no size, or the size of `c_void`, stands for an address; of an array it may name the beginning alone.
 */
export function variableDifference(crossing: VariableCrossing, view: TargetView): string | null {
  const { rust, cpp } = crossing;
  const ours = view.rust.type(rust.item.type, rustContext(rust.uri, rust.item.modulePath));
  const theirs = view.cpp.type(cpp.item.type, cppContext(cpp.uri, cpp.item.scope, cpp.item.range.end));
  if (isCVoid(ours)) return null;
  const inRust = `in Rust (\`${formatRustType(rust.item.type)}\`)`;
  const inCpp = `in C++ (\`${formatCppType(cpp.item.type)}\`)`;
  // Of what is an array on one side alone the other takes elements for an address. @see C++ [conv.array]
  if (theirs.kind === 'array' && neutralOfRust(ours, view).kind === 'pointer')
    return `an array ${inCpp}, a pointer ${inRust}, which takes its first bytes for an address`;
  if (theirs.kind === 'pointer' && ours.kind === 'array')
    return `a pointer ${inCpp}, an array ${inRust}, which takes the address for its elements`;
  const sizes = sizesOf(ours, theirs, view);
  if (sizes?.rust === 0) return null;
  if (sizes && sizes.rust !== sizes.cpp)
    return isBeginning(ours, theirs, sizes)
      ? null
      : `${bytes(sizes.cpp)} ${inCpp}, ${bytes(sizes.rust)} ${inRust}`;
  return classDifference(ours, theirs, view);
}

interface Sizes {
  readonly rust: number;
  readonly cpp: number;
}

function sizesOf(rust: RustAbiType, cpp: CppAbiType, view: TargetView): Sizes | null {
  // Of `char names[]` only the definition tells how many there are.
  if (cpp.kind === 'array' && cpp.count === null) return null;
  const ours = view.rustLayouts.layOut(rust);
  const theirs = view.cppAbi.sizeOf(cpp);
  return ours.status === 'exact' && theirs.status === 'exact'
    ? { rust: ours.value.size, cpp: theirs.value.size }
    : null;
}

/** An array that is longer on the other side, or a byte that stands for the address of what is there. */
const isBeginning = (rust: RustAbiType, cpp: CppAbiType, sizes: Sizes): boolean =>
  sizes.rust < sizes.cpp &&
  ((rust.kind === 'array' && cpp.kind === 'array') || (rust.kind === 'primitive' && sizes.rust === 1));

const bytes = (count: number): string => `${count} byte${count === 1 ? '' : 's'}`;
