import type { CppType } from '../facts/cpp/cpp-facts.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import { mayBeSeveral, saysNoParameters } from './compare.js';
import type { CppFunctionSide, RustFunctionSide } from './crossing.js';
import { signatureContext } from './cxx-signature.js';
import { rustContext } from './lowering/rust-types.js';
import { areAlike, describe, neutralOfCpp, neutralOfRust, type NeutralValue } from './neutral.js';
import type { Redeclaration } from './redeclarations.js';
import type { TargetView } from './target-view.js';

/** How two declarations of one function differ in what is passed. */
export type DeclarationDifference =
  | { readonly kind: 'arity'; readonly first: number; readonly second: number }
  /** Which of them has `...`. */
  | { readonly kind: 'variadic'; readonly has: 'first' | 'second' }
  /** In words: what the value is in each. */
  | { readonly kind: 'parameter'; readonly index: number; readonly first: string; readonly second: string }
  | { readonly kind: 'result'; readonly first: string; readonly second: string };

/**
 * What differs between two declarations of one function on one target: the number of the parameters, else each value that
 * has another width or class. Two pointers are alike, whatever they point to: each file has its own types for what it
 * does not look into.
 *
 * @see rustc: compiler/rustc_lint/src/foreign_modules.rs, structurally_same_type, which asks for more within one crate
 */
export function differencesBetween(pair: Redeclaration, view: TargetView): readonly DeclarationDifference[] {
  return pair.language === 'rust'
    ? compare(inRust(pair.first, view), inRust(pair.second, view), view)
    : compare(inCpp(pair.first, view), inCpp(pair.second, view), view);
}

interface Value {
  readonly written: string;
  readonly value: NeutralValue;
  /** Bytes; null where they are not known. */
  readonly size: number | null;
}

interface Values {
  /** Null where it is not known how many there are. */
  readonly parameters: readonly Value[] | null;
  readonly variadic: boolean;
  readonly result: Value;
}

function inRust({ uri, modulePath, signature }: RustFunctionSide, view: TargetView): Values {
  const context = rustContext(uri, modulePath);
  const valueOf = (type: RustType): Value => {
    const lowered = view.rust.type(type, context);
    const layout = view.rustLayouts.layOut(lowered);
    return {
      written: formatRustType(type),
      value: neutralOfRust(lowered, view),
      size: layout.status === 'exact' ? layout.value.size : null,
    };
  };
  return {
    parameters: signature.conditional === true ? null : signature.parameters.map(({ type }) => valueOf(type)),
    variadic: signature.variadic,
    result: valueOf(signature.result),
  };
}

function inCpp(side: CppFunctionSide, view: TargetView): Values {
  const { signature } = side.item;
  const context = signatureContext(side);
  const valueOf = (type: CppType): Value => {
    const lowered = view.cpp.type(type, context);
    const size = view.cppAbi.sizeOf(lowered);
    return {
      written: formatCppType(type),
      value: neutralOfCpp(lowered, view),
      size: size.status === 'exact' ? size.value.size : null,
    };
  };
  const isOpen =
    saysNoParameters(side) || signature.parameters.some((parameter) => mayBeSeveral(parameter, side, view));
  return {
    parameters: isOpen ? null : signature.parameters.map(({ type }) => valueOf(type)),
    variadic: signature.variadic,
    result: valueOf(signature.result),
  };
}

function compare(first: Values, second: Values, view: TargetView): readonly DeclarationDifference[] {
  if (isHiddenResult(first, second) || isHiddenResult(second, first)) return [];
  const differences: DeclarationDifference[] = [];
  if (!areSame(first.result, second.result, view))
    differences.push({ kind: 'result', ...inWords(first.result, second.result, view) });
  const [one, other] = [first.parameters, second.parameters];
  if (!one || !other) return differences;
  if (first.variadic !== second.variadic)
    return [...differences, { kind: 'variadic', has: first.variadic ? 'first' : 'second' }];
  const counts = { first: one.length, second: other.length };
  if (counts.first !== counts.second) return [...differences, { kind: 'arity', ...counts }];
  one.forEach((value, index) => {
    const also = other[index];
    if (also && !areSame(value, also, view))
      differences.push({ kind: 'parameter', index, ...inWords(value, also, view) });
  });
  return differences;
}

/** Records of one size may be two ways to write one. */
function areSame(one: Value, other: Value, view: TargetView): boolean {
  if (one.value.kind === 'aggregate' && other.value.kind === 'aggregate')
    return one.size === null || other.size === null || one.size === other.size;
  return areAlike(one.value, other.value, view);
}

/** Whether the second spells out the pointer through which the first returns a record. */
const isHiddenResult = (first: Values, second: Values): boolean =>
  first.result.value.kind === 'aggregate' &&
  second.parameters?.length === (first.parameters?.length ?? 0) + 1 &&
  second.parameters[0]?.value.kind === 'pointer';

function inWords(
  one: Value,
  other: Value,
  view: TargetView,
): { readonly first: string; readonly second: string } {
  return { first: wordsOf(one, view), second: wordsOf(other, view) };
}

const wordsOf = ({ written, value, size }: Value, view: TargetView): string =>
  value.kind === 'void'
    ? 'nothing'
    : `${value.kind === 'aggregate' && size !== null ? `a record of ${size} byte${size === 1 ? '' : 's'}` : describe(value, view)} (\`${written}\`)`;
