import type { CppAbiType, RustAbiType } from '../abi/model.js';
import type { Location, Uri } from '../base/range.js';
import type { RustEnum } from '../facts/rust/rust-facts.js';
import { passedParameters, passesAsC, type Crossing, type FunctionCrossing } from './crossing.js';
import { isCrubitThunk } from './crossing.js';
import { signatureContext } from './cxx-signature.js';
import { rustContext } from './lowering/rust-types.js';
import { neutralOfCpp } from './neutral.js';
import type { TargetView } from './target-view.js';

/** A Rust enum whose representation rustc may choose, where C++ has an integer. */
export interface UnfixedEnum {
  readonly uri: Uri;
  readonly item: RustEnum;
  /** Of C++. */
  readonly type: CppAbiType;
  /** `the parameter \`mode\` of \`f\``, with its places. */
  readonly what: string;
  readonly rust: Location;
  readonly cpp: Location | null;
}

/**
 * The enums of a crossing that have no `repr`, and none of whose variants has fields. What C++ has there is an
 * enumeration, or an integer.
 */
export function unfixedEnums(crossing: Crossing, view: TargetView): readonly UnfixedEnum[] {
  if (!passesAsC(crossing.mechanism)) return [];
  switch (crossing.kind) {
    case 'enum': {
      const { rust, cpp, uses } = crossing;
      const [use] = uses;
      if (!use || !isUnfixed(rust.item)) return [];
      const type = { kind: 'enum' as const, enum: view.cpp.enum(cpp.uri, cpp.item) };
      return [{ ...rust, type, what: use.what, rust: use.rust, cpp: use.cpp }];
    }
    case 'function':
      return crossing.resolved && !isCrubitThunk(crossing) ? ofFunction(crossing, view) : [];
    case 'variable':
    case 'type':
      return [];
    default:
      return crossing satisfies never;
  }
}

function ofFunction(crossing: FunctionCrossing, view: TargetView): UnfixedEnum[] {
  const { rust, cpp, name } = crossing;
  const { parameters, result, resultRange } = rust.signature;
  const passed = passedParameters(cpp);
  const place = rustContext(rust.uri, rust.modulePath);
  const other = signatureContext(cpp);
  const found: UnfixedEnum[] = [];
  const add = (
    ours: RustAbiType,
    theirs: CppAbiType,
    where: Pick<UnfixedEnum, 'what' | 'rust' | 'cpp'>,
  ): void => {
    if (ours.kind !== 'enum' || theirs.kind === 'enum') return;
    const source = view.rust.sourceOfEnum(ours.enum);
    if (source && isUnfixed(source.item) && neutralOfCpp(theirs, view).kind === 'integer')
      found.push({ ...source, type: theirs, ...where });
  };
  if (parameters.length === passed.length)
    parameters.forEach((parameter, i) => {
      const theirs = passed[i];
      if (theirs)
        add(view.rust.type(parameter.type, place), view.cpp.type(theirs.type, other), {
          what: `the parameter \`${parameter.name || theirs.name || i + 1}\` of \`${name}\``,
          rust: { uri: rust.uri, range: parameter.range },
          cpp: { uri: cpp.uri, range: theirs.range },
        });
    });
  add(view.rust.type(result, place), view.cpp.type(cpp.item.signature.result, other), {
    what: `returned by \`${name}\``,
    rust: { uri: rust.uri, range: resultRange ?? rust.nameRange },
    cpp: { uri: cpp.uri, range: cpp.item.signature.resultRange ?? cpp.item.nameRange },
  });
  return found;
}

/** An enum without variants stands for a type that Rust never looks into. */
function isUnfixed({ repr, variants, generics }: RustEnum): boolean {
  if (repr.c || repr.transparent || repr.integer !== null || repr.conditional) return false;
  return generics.length === 0 && variants.length > 0 && variants.every(({ fields }) => fields.length === 0);
}

/**
 * The representation under which a Rust enum is what C++ has there: `C` for an enumeration without a fixed type, else
 * the integer; null where that is not known, or does not hold all variants.
 */
export function fittingRepr({ uri, item, type }: UnfixedEnum, view: TargetView): string | null {
  const size = view.cppAbi.sizeOf(type);
  const underlying = type.kind === 'enum' ? type.enum.underlying : type;
  const isPlain = underlying === null && type.kind === 'enum' && !type.enum.scoped && !type.enum.packed;
  const definition = view.rust.enum(uri, item).define();
  if (size.status !== 'exact' || definition.status !== 'exact') return null;
  const bits = size.value.size * 8;
  const integer = underlying === null ? null : neutralOfCpp(underlying, view);
  if (isPlain && bits === view.target.enumSize * 8) return 'C';
  const signed = integer === null ? true : integer.kind === 'integer' && integer.signed;
  let next = 0n;
  for (const { discriminant } of definition.value.variants) {
    const value = discriminant ?? next;
    next = value + 1n;
    const held = signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
    if (held !== value) return null;
  }
  return `${signed ? 'i' : 'u'}${bits}`;
}
