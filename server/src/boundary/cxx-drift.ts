import type { CxxBridge } from '../facts/rust/rust-facts.js';
import { compareSignatures } from './compare.js';
import { passesAsCxx, type FunctionCrossing, type RustFunctionSide } from './crossing.js';
import { isAsWanted, type WantedType, wantedType } from './cxx-declared.js';
import type { CppAbiType } from '../abi/model.js';
import type { Answer } from './lowering/type-sameness.js';
import { signatureContext } from './cxx-signature.js';
import type { TargetView } from './target-view.js';

/** How a declared C++ function differs from the one that a bridge binds, in what no conversion makes good. */
export interface CxxDrift {
  /** What of the function as a member is not as the bridge has it. */
  readonly member: 'static' | 'not static' | 'const' | 'not const' | null;
  /** The type that cxx wants as the result, in C++; null where it has it or it is not known. */
  readonly result: string | null;
  readonly parameters: readonly { readonly index: number; readonly wanted: string }[];
}

/**
 * Compares what the bridge makes of a function with its declaration. Overloads are left alone: which of them is
 * meant is what their types decide.
 *
 * @returns null where there is nothing to say
 * @see cxx: write.rs, write_cxx_function_shim, which initialises a pointer of the wanted type with the function
 * @see C++ [over.over], [conv.fctptr]: of all conversions only `noexcept` may be dropped
 */
export function driftOf(crossing: FunctionCrossing, view: TargetView): CxxDrift | null {
  const { rust, cpp, mechanism } = crossing;
  if (!passesAsCxx(mechanism) || !crossing.resolved || crossing.overloads.length > 0) return null;
  const bridge = bridgeOf(rust, view);
  const known = compareSignatures(crossing, view);
  const declared = cpp.item.signature;
  if (!bridge || known.arity || declared.variadic || rust.signature.conditional) return null;
  const context = signatureContext(cpp);
  const answer = (type: WantedType, other: CppAbiType): Answer => isAsWanted(type, other, rust.uri, view);
  const wanted = wantedType(rust.signature.result, bridge);
  const returned = view.cpp.type(declared.result, context);
  const isOther = wanted !== null && (returned.const === true || answer(wanted, returned) === 'no');
  return {
    member: memberDrift(crossing),
    result: known.result === null && isOther && !isStillByValue(wanted.text, returned) ? wanted.text : null,
    parameters: rust.signature.parameters.flatMap((parameter, index) => {
      const other = declared.parameters[index];
      const type = wantedType(parameter.type, bridge);
      if (!type || !other || known.parameters.some((each) => each.index === index)) return [];
      return answer(type, view.cpp.type(other.type, context)) === 'no' ? [{ index, wanted: type.text }] : [];
    }),
  };
}

/**
 * A class that C++ returns by value and the bridge in a `UniquePtr`: halfway to what cxx can carry, for whoever
 * changes the bridge first.
 */
const isStillByValue = (wanted: string, returned: CppAbiType): boolean =>
  returned.kind === 'record' && wanted.startsWith('std::unique_ptr<');

function bridgeOf(rust: RustFunctionSide, view: TargetView): CxxBridge | null {
  const facts = view.program.facts(rust.uri);
  const path = rust.modulePath.join('::');
  return facts?.language === 'rust'
    ? (facts.bridges.find(({ modulePath, name }) => [...modulePath, name].join('::') === path) ?? null)
    : null;
}

/** The type of a pointer to a member function has its `const`, both ways. @see C++ [dcl.mptr], [dcl.fct] */
function memberDrift({ rust: { bridged }, cpp: { item } }: FunctionCrossing): CxxDrift['member'] {
  // A macro among the specifiers may say `static`.
  if (!bridged || bridged.owner === null || item.kind !== 'method' || item.macros.length > 0) return null;
  const { receiver } = bridged;
  if (!receiver) return item.static ? null : 'not static';
  if (item.static) return 'static';
  if (item.signature.reference !== '' || item.signature.volatile) return null;
  if (item.signature.const) return receiver.kind === 'shared' ? null : 'const';
  return receiver.kind === 'shared' ? 'not const' : null;
}
