import type { TargetView } from '../boundary/target-view.js';
import { qualifiedName } from '../program/cpp-names.js';
import type { CppEnum } from '../facts/cpp/cpp-facts.js';
import type { Uri } from '../base/range.js';
import type { CxxTypes } from './cxx-types.js';

/** A C++ enum as a shared enum of a bridge; cxx checks its size and every value against the C++ one. */
export interface SharedEnum {
  /** `i32`, `u8` … */
  readonly repr: string;
  /** Empty where C++ only declares the enum: values are then made with `E { repr: 1 }`. */
  readonly variants: readonly { readonly name: string; readonly value: bigint }[];
}

/**
 * An enum as `#[repr(…)] enum` of a bridge, or the reason why it cannot be one. Without a fixed
 * underlying type it is taken to have the size of `int`, as on all platforms without `-fshort-enums`;
 * where that is wrong, cxx's assertion says so.
 *
 * @param complete false where the header does not see the enumerators
 * @see cxx: write.rs, check_enum; C++ [dcl.enum]
 */
export function sharedEnum(
  { uri, item }: { readonly uri: Uri; readonly item: CppEnum },
  complete: boolean,
  types: CxxTypes,
  view: TargetView,
): SharedEnum | { readonly refused: string } {
  const variants = complete ? variantsOf(uri, item, view) : [];
  if ('refused' in variants) return variants;
  const repr = reprOf(uri, item, variants, types);
  return repr === null
    ? { refused: `the underlying type of the enum \`${qualifiedName(item)}\` has no fixed size` }
    : { repr, variants };
}

function variantsOf(uri: Uri, item: CppEnum, view: TargetView): SharedEnum['variants'] | { refused: string } {
  const reserved = item.enumerators.find(({ name }) => name.includes('__'));
  if (reserved) {
    return { refused: `cxx reserves names like \`${reserved.name}\` of the enum \`${qualifiedName(item)}\`` };
  }
  const known = view.cpp.enumerators(uri, item);
  if (known.status === 'unknown') {
    return { refused: `the values of \`${qualifiedName(item)}\` are not known: ${known.reason}` };
  }
  return [...known.value].map(([name, value]) => ({ name, value }));
}

function reprOf(uri: Uri, item: CppEnum, variants: SharedEnum['variants'], types: CxxTypes): string | null {
  const fits = (least: bigint, greatest: bigint): boolean =>
    variants.every(({ value }) => least <= value && value <= greatest);
  if (!item.underlying) {
    if (item.scoped || fits(-(2n ** 31n), 2n ** 31n - 1n)) return 'i32';
    return fits(0n, 2n ** 32n - 1n) ? 'u32' : null;
  }
  const reading = types.read(item.underlying, { uri, scope: item.scope });
  if ('refused' in reading || reading.shape.kind !== 'scalar') return null;
  const { name } = reading.shape;
  // Only the size and the values of these two are fixed.
  if (name === 'bool') return 'u8';
  if (name === 'c_char') return fits(0n, 255n) ? 'u8' : 'i8';
  return /^[iu](?:8|16|32|64|size)$/.test(name) ? name : null;
}
