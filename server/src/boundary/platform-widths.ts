import { findTarget, type Target } from '../abi/target.js';
import type { CppBuiltin, CppType } from '../facts/cpp/cpp-facts.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import { compareSignatures } from './compare.js';
import { isThere } from './conditions.js';
import { passedParameters, passesAsC, type FunctionCrossing } from './crossing.js';
import { isIncludedIn } from './known-macros.js';
import type { TargetView } from './target-view.js';

/** A place where both sides agree on this target, and would not on another one. */
export interface PlatformWidth {
  readonly place: { readonly parameter: number } | 'result';
  /** In words, as a clause. */
  readonly text: string;
}

/** One for each way in which the types of C differ: 64-bit Windows, 64-bit Unix, `char` without a sign. */
const WELL_KNOWN = [
  'x86_64-pc-windows-msvc',
  'x86_64-unknown-linux-gnu',
  'aarch64-unknown-linux-gnu',
].flatMap((triple) => findTarget(triple) ?? []);

/**
 * Where Rust writes an integer of a fixed width for a type of C whose width or sign is the platform's own. Only of what
 * is written out on both sides: an alias may have another meaning elsewhere. Targets that are configured are left to
 * the comparison on them.
 */
export function platformWidths(crossing: FunctionCrossing, view: TargetView): PlatformWidth[] {
  const { rust, cpp, mechanism, resolved } = crossing;
  const comparison = compareSignatures(crossing, view);
  if (!passesAsC(mechanism) || !resolved || comparison.arity || comparison.variadic) return [];
  const others = WELL_KNOWN.filter(
    (target) =>
      view.configured.every(({ triple }) => triple !== target.triple) && mayBeThere(crossing, target, view),
  );
  const passed = passedParameters(cpp);
  const differing = new Set(comparison.parameters.map(({ index }) => index));
  const widths = rust.signature.parameters.flatMap((parameter, index): PlatformWidth[] => {
    const other = passed[index];
    const text =
      other && !differing.has(index) ? otherElsewhere(parameter.type, other.type, view, others) : null;
    return text === null ? [] : [{ place: { parameter: index }, text }];
  });
  const text = comparison.result
    ? null
    : otherElsewhere(rust.signature.result, cpp.item.signature.result, view, others);
  return text === null ? widths : [...widths, { place: 'result', text }];
}

/** Nothing is known to keep the declarations from a build for the target. */
const mayBeThere = ({ rust, cpp }: FunctionCrossing, target: Target, { program }: TargetView): boolean =>
  isThere(program, rust.uri, rust.condition, target, { inTests: true }) !== false &&
  isIncludedIn(cpp.item.condition, cpp.uri, { program, target }) !== false;

function otherElsewhere(
  rust: RustType,
  cpp: CppType,
  { target }: TargetView,
  others: readonly Target[],
): string | null {
  const [ours, theirs] = pointsTo(rust, cpp) ?? [rust, cpp];
  if (theirs.kind !== 'builtin' || !isFixedInteger(ours)) return null;
  const { name } = theirs;
  const here = formOn(target, name);
  const other = others.find((each) => {
    const there = formOn(each, name);
    // Behind a pointer nobody minds the sign of a byte.
    return there.size !== here.size || (ours === rust && there.signed !== here.signed);
  });
  if (!other) return null;
  const there = formOn(other, name);
  const [is, would] =
    there.size === here.size
      ? [here.signed ? 'signed' : 'unsigned', there.signed ? 'signed' : 'unsigned']
      : [`${here.size} bytes`, `${there.size} bytes`];
  return `\`${name}\` is ${is} on ${target.triple}, ${would} on ${other.triple}`;
}

/** What both sides point to, where they do. */
function pointsTo(rust: RustType, cpp: CppType): readonly [RustType, CppType] | null {
  const to = rust.kind === 'pointer' ? rust.pointee : rust.kind === 'reference' ? rust.referent : null;
  if (to === null || (cpp.kind !== 'pointer' && cpp.kind !== 'reference')) return null;
  return [to, cpp.kind === 'pointer' ? cpp.pointee : cpp.referent];
}

const isFixedInteger = (type: RustType): boolean =>
  type.kind === 'path' && type.path.length === 1 && /^[iu](?:8|16|32|64)$/.test(type.path[0] ?? '');

/** Bytes, and the sign where it is the platform's to choose. */
function formOn(target: Target, name: CppBuiltin): { readonly size: number; readonly signed: boolean } {
  const size = target.fundamental[name]?.size ?? 0;
  return { size, signed: name === 'char' ? target.charSigned : true };
}
