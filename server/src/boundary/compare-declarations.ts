import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustFunctionSide } from './crossing.js';
import { rustContext } from './lowering/rust-types.js';
import { areAlike, describe, neutralOfRust, type NeutralValue } from './neutral.js';
import type { TargetView } from './target-view.js';

/** How two Rust declarations of one function differ in what is passed. */
export type DeclarationDifference =
  | { readonly kind: 'arity'; readonly first: number; readonly second: number }
  /** Which of them has `...`. */
  | { readonly kind: 'variadic'; readonly has: 'first' | 'second' }
  /** In words: what the value is in each. */
  | { readonly kind: 'parameter'; readonly index: number; readonly first: string; readonly second: string }
  | { readonly kind: 'result'; readonly first: string; readonly second: string };

/**
 * What differs between two Rust declarations of one function on one target: the number of the parameters, else each value
 * that has another width or class. Two pointers are alike, whatever they point to: each crate has its own types for what
 * it does not look into.
 *
 * @see rustc: compiler/rustc_lint/src/foreign_modules.rs, structurally_same_type, which asks for more within one crate
 */
export function differencesBetween(
  first: RustFunctionSide,
  second: RustFunctionSide,
  view: TargetView,
): readonly DeclarationDifference[] {
  const [one, other] = [valuesOf(first, view), valuesOf(second, view)];
  if (first.signature.conditional || second.signature.conditional) return [];
  if (isHiddenResult(one, other) || isHiddenResult(other, one)) return [];
  const differences: DeclarationDifference[] = [];
  if (!areSame(one.result, other.result, view))
    differences.push({ kind: 'result', ...inWords(one.result, other.result, view) });
  if (first.signature.variadic !== second.signature.variadic)
    return [...differences, { kind: 'variadic', has: first.signature.variadic ? 'first' : 'second' }];
  const counts = { first: one.parameters.length, second: other.parameters.length };
  if (counts.first !== counts.second) return [...differences, { kind: 'arity', ...counts }];
  one.parameters.forEach((value, index) => {
    const also = other.parameters[index];
    if (also && !areSame(value, also, view))
      differences.push({ kind: 'parameter', index, ...inWords(value, also, view) });
  });
  return differences;
}

interface Value {
  readonly written: string;
  readonly value: NeutralValue;
  /** Bytes; null where they are not known. */
  readonly size: number | null;
}

interface Values {
  readonly parameters: readonly Value[];
  readonly result: Value;
}

function valuesOf({ uri, modulePath, signature }: RustFunctionSide, view: TargetView): Values {
  const context = rustContext(uri, modulePath);
  const valueOf = (type: (typeof signature)['result']): Value => {
    const lowered = view.rust.type(type, context);
    const layout = view.rustLayouts.layOut(lowered);
    return {
      written: formatRustType(type),
      value: neutralOfRust(lowered, view),
      size: layout.status === 'exact' ? layout.value.size : null,
    };
  };
  return {
    parameters: signature.parameters.map(({ type }) => valueOf(type)),
    result: valueOf(signature.result),
  };
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
  second.parameters.length === first.parameters.length + 1 &&
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
