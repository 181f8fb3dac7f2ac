import type { CppType } from '../facts/cpp/cpp-facts.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import { cppContext } from './lowering/cpp-lowering.js';
import { rustContext } from './lowering/rust-types.js';
import {
  passesAsCxx,
  type CppFunctionSide,
  type FunctionCrossing,
  type RustFunctionSide,
} from './crossing.js';
import { differenceOf, neutralOfCpp, neutralOfRust, type NeutralValue } from './neutral.js';
import type { TargetView } from './target-view.js';

/** A record of cxx's own (`rust::Str`, `std::unique_ptr` …): passed as a class, and no more is said. */
const CLASS: NeutralValue = { kind: 'aggregate', rust: null, cpp: null };

/** Rust types that cxx passes as a class of its own or of the standard library. @see cxx book, "Built-in bindings" */
const CLASSES: ReadonlySet<string> = new Set(
  'String Box Vec UniquePtr SharedPtr WeakPtr CxxVector CxxString'.split(' '),
);

/**
 * A Rust type of a bridge as C++ has to declare it: `&str` is `rust::Str`, a class; `&T` and `Pin<&mut T>`
 * are references; `Result<T>` is `T`, or an exception.
 *
 * @see cxx: gen/src/write.rs, write_type
 */
function neutralUnderCxx(type: RustType, side: RustFunctionSide, view: TargetView): NeutralValue {
  if (type.kind === 'reference') {
    const { referent } = type;
    const wide = referent.kind === 'slice' || (referent.kind === 'path' && referent.path.join() === 'str');
    return wide ? CLASS : { kind: 'pointer', wide: false };
  }
  if (type.kind === 'pointer') return { kind: 'pointer', wide: false };
  if (type.kind === 'array' || type.kind === 'function') return CLASS;
  if (type.kind !== 'path')
    return neutralOfRust(view.rust.type(type, rustContext(side.uri, side.modulePath)), view);
  const name = type.path[type.path.length - 1] ?? '';
  const first = type.arguments[0];
  if (name === 'Result') {
    return first?.kind === 'type' ? neutralUnderCxx(first.type, side, view) : { kind: 'void' };
  }
  if (name === 'Pin' && first?.kind === 'type') return neutralUnderCxx(first.type, side, view);
  if (CLASSES.has(name)) return CLASS;
  const lowered = view.rust.type(type, rustContext(side.uri, side.modulePath));
  // A type of the bridge may be a class, an enum or an alias of a scalar: what C++ makes of it decides.
  return lowered.kind === 'primitive'
    ? neutralOfRust(lowered, view)
    : { kind: 'unknown', reason: `\`${name}\` is the bridge's own` };
}

/** A parameter or result of one side as the mechanism of the crossing passes it. */
export function neutralRustValue(
  type: RustType,
  crossing: Pick<FunctionCrossing, 'mechanism' | 'rust'>,
  view: TargetView,
): NeutralValue {
  return passesAsCxx(crossing.mechanism)
    ? neutralUnderCxx(type, crossing.rust, view)
    : neutralOfRust(view.rust.type(type, rustContext(crossing.rust.uri, crossing.rust.modulePath)), view);
}

/** Where the types of a C++ function's signature are looked up. */
export const signatureContext = ({ uri, item }: CppFunctionSide): ReturnType<typeof cppContext> =>
  cppContext(uri, item.scope, item.range.end);

/**
 * How a value of the Rust type differs from one of the C++ type as the crossing's mechanism passes them; null
 * where they agree or it cannot be said.
 */
export const differenceBetween = (
  rust: RustType,
  cpp: CppType,
  crossing: Pick<FunctionCrossing, 'mechanism' | 'rust' | 'cpp'>,
  view: TargetView,
): string | null =>
  differenceOf(
    neutralRustValue(rust, crossing, view),
    neutralOfCpp(view.cpp.type(cpp, signatureContext(crossing.cpp)), view),
    view,
  );

/** True where nothing known speaks against `cpp` being the overload that the bridge declares. */
export function agreesUnderCxx(rust: RustFunctionSide, cpp: CppFunctionSide, view: TargetView): boolean {
  const { signature } = cpp.item;
  if (signature.parameters.length !== rust.signature.parameters.length || signature.variadic) return false;
  const agrees = (rustType: RustType, cppType: CppType): boolean =>
    differenceBetween(rustType, cppType, { mechanism: 'cxx', rust, cpp }, view) === null;
  return (
    rust.signature.parameters.every((parameter, i) => {
      const other = signature.parameters[i];
      return other !== undefined && agrees(parameter.type, other.type);
    }) && agrees(rust.signature.result, signature.result)
  );
}
