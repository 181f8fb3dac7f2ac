import type { CppAbiType, RustAbiType } from '../abi/model.js';
import { formatType } from '../abi/names.js';
import { formatRustType } from '../abi/layout/rust-format.js';
import { describe, neutralOfCpp, neutralOfRust, type NeutralValue } from './neutral.js';
import type { TargetView } from './target-view.js';

/**
 * How two fields of one place and width hold values of other classes, in words: a float where the other
 * side has an integer or a pointer, a record where it has a float or a pointer.
 *
 * Bytes that are an array on one side only, a union or a word for a pointer may be meant: they are no proof.
 *
 * @returns null where they agree or it cannot be said
 */
export function classDifference(rust: RustAbiType, cpp: CppAbiType, view: TargetView): string | null {
  const left = unwrapRust(rust, view);
  const right = unwrapCpp(cpp);
  if (left.kind === 'array' || right.kind === 'array') {
    if (left.kind !== 'array' || right.kind !== 'array' || left.count !== right.count) return null;
    const elements = classDifference(left.element, right.element, view);
    return elements === null ? null : `an array whose elements are ${elements}`;
  }
  const rustValue = neutralOfRust(left, view);
  const cppValue = neutralOfCpp(right, view);
  if (!isOther(rustValue, cppValue)) return null;
  return `${describe(rustValue, view)} in Rust (\`${formatRustType(rust)}\`), ${describe(cppValue, view)} in C++ (\`${formatType(cpp)}\`)`;
}

function isOther(rust: NeutralValue, cpp: NeutralValue): boolean {
  if (rust.kind === cpp.kind || rust.kind === 'unknown' || cpp.kind === 'unknown') return false;
  // A word may stand for a pointer, and two integers for one of twice the width.
  const kinds = [rust.kind, cpp.kind];
  if (!kinds.includes('integer')) return true;
  return kinds.includes('float');
}

/** A record of one field, named for what it means, is that field. Unions and what cannot be read stay. */
function unwrapRust(type: RustAbiType, view: TargetView): RustAbiType {
  if (type.kind === 'library') {
    const [first] = type.arguments;
    return first && TRANSPARENT.has(type.name) ? unwrapRust(first, view) : type;
  }
  if (type.kind !== 'record') return type;
  const definition = type.record.define();
  if (definition.status === 'unknown' || type.record.kind === 'union') return NO_CLASS;
  const sized = definition.value.fields.filter(({ type: field }) => {
    const layout = view.rustLayouts.layOut(field);
    return layout.status === 'unknown' || layout.value.size > 0;
  });
  return sized.length === 1 && sized[0] ? unwrapRust(sized[0].type, view) : type;
}

function unwrapCpp(type: CppAbiType): CppAbiType {
  if (type.kind === 'aligned') return unwrapCpp(type.type);
  if (type.kind !== 'record') return type.kind === 'library' ? NO_CLASS : type;
  const definition = type.record.define();
  if (definition.status === 'unknown' || type.record.kind === 'union') return NO_CLASS;
  const { fields, bases } = definition.value;
  // Bases and bit-fields make more of a record than its one member.
  if (bases.length > 0 || fields.some(({ bitWidth }) => bitWidth !== null)) return NO_CLASS;
  return fields.length === 1 && fields[0] ? unwrapCpp(fields[0].type) : type;
}

const NO_CLASS = {
  kind: 'unknown' as const,
  text: '',
  reason: 'its bytes may stand for anything',
  because: [],
};

const TRANSPARENT: ReadonlySet<string> = new Set([
  ...['ManuallyDrop', 'MaybeUninit', 'Cell', 'UnsafeCell', 'Wrapping'],
]);
