import { WeakMemory } from '../base/weak-memory.js';
import type { CppParameter, CppType } from '../facts/cpp/cpp-facts.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import { conventionDifference, type Convention } from './calling-conventions.js';
import { valueDifference, type ValueDifference } from './compare-values.js';
import {
  isCrubitThunk,
  isWrittenByTool,
  passedParameters,
  passesAsC,
  type CppFunctionSide,
  type Direction,
  type Flow,
  type FunctionCrossing,
} from './crossing.js';
import { differenceBetween, neutralRustValue, signatureContext } from './cxx-signature.js';
import { isReturnedByHiddenPointer, nontrivialRecord } from './hidden-references.js';
import { rustContext } from './lowering/rust-types.js';
import type { TargetView } from './target-view.js';

/** How the two signatures of a function crossing differ on one target. */
export interface SignatureComparison {
  readonly arity: { readonly rust: number; readonly cpp: number } | null;
  /** Who has `...`, where one has it and the other has not. */
  readonly variadic: 'rust' | 'cpp' | null;
  readonly convention: { readonly rust: Convention; readonly cpp: Convention } | null;
  /** Null where the results agree or it cannot be said. */
  readonly result: ValueDifference | null;
  readonly parameters: readonly { readonly index: number; readonly difference: ValueDifference }[];
}

const AGREEMENT: SignatureComparison = {
  arity: null,
  variadic: null,
  convention: null,
  result: null,
  parameters: [],
};

/** Several hazards ask, each for its part of the answer. */
const comparisons = new WeakMemory<[TargetView, FunctionCrossing], SignatureComparison>();

/**
 * Compares what both sides say of one function, as the crossing's mechanism passes it. A class that is not
 * trivial for the purposes of calls is left to `nontrivial-by-value`: what the two sides write says nothing
 * about how it is passed.
 */
export const compareSignatures = (crossing: FunctionCrossing, view: TargetView): SignatureComparison =>
  comparisons.recall([view, crossing], () => compare(crossing, view));

/** Whether the two sides take the same number of values of the same widths and classes. */
export const haveOneForm = ({ arity, result, parameters }: SignatureComparison): boolean =>
  arity === null &&
  result?.kind !== 'form' &&
  parameters.every(({ difference: { kind } }) => kind !== 'form');

function compare(crossing: FunctionCrossing, view: TargetView): SignatureComparison {
  if (!crossing.resolved || isWrittenByTool(crossing)) return AGREEMENT;
  const rust = crossing.rust.signature;
  const cpp = crossing.cpp.item.signature;
  const context = signatureContext(crossing.cpp);
  const returned = view.cpp.type(cpp.result, context);
  const [given, taken] = FLOWS[crossing.direction];
  const result =
    !isReturnedByHiddenPointer(returned, view) && !isStructor(crossing)
      ? differenceIn(crossing, rust.result, cpp.result, taken, view)
      : null;
  const convention = passesAsC(crossing.mechanism) ? conventionDifference(crossing, view) : null;
  const comparison = { ...AGREEMENT, convention, result };
  if (rust.conditional) return comparison;
  if (rust.variadic !== cpp.variadic) {
    if (!passesAsC(crossing.mechanism) || mayTakeAnything(crossing)) return comparison;
    return { ...comparison, variadic: rust.variadic ? 'rust' : 'cpp' };
  }
  const passed = passedParameters(crossing.cpp);
  if (passed.some((parameter) => mayBeSeveral(parameter, crossing.cpp, view))) return comparison;
  const counts = { rust: rust.parameters.length, cpp: passed.length };
  if (passesHiddenResult(crossing, view)) return { ...AGREEMENT, convention };
  if (counts.rust !== counts.cpp) return { ...comparison, arity: mayTakeAnything(crossing) ? null : counts };
  const parameters = rust.parameters.flatMap((parameter, index) => {
    const other = passed[index];
    if (!other || nontrivialRecord(view.cpp.type(other.type, context), view)) return [];
    const difference = differenceIn(crossing, parameter.type, other.type, given, view);
    return difference === null ? [] : [{ index, difference }];
  });
  return { ...comparison, parameters };
}

/** Who is given the parameters, and who the result. */
export const FLOWS = {
  'rust-calls-cpp': ['to-cpp', 'to-rust'],
  'cpp-calls-rust': ['to-rust', 'to-cpp'],
} as const satisfies Record<Direction, readonly [Flow, Flow]>;

function differenceIn(
  crossing: FunctionCrossing,
  rust: RustType,
  cpp: CppType,
  flow: Flow,
  view: TargetView,
): ValueDifference | null {
  if (!passesAsC(crossing.mechanism)) {
    const text = differenceBetween(rust, cpp, crossing, view);
    return text === null ? null : { kind: 'form', text };
  }
  const { uri, modulePath } = crossing.rust;
  const difference = valueDifference(
    view.rust.type(rust, rustContext(uri, modulePath)),
    view.cpp.type(cpp, signatureContext(crossing.cpp)),
    flow,
    view,
  );
  return difference?.kind === 'improper' && isCrubitThunk(crossing) ? null : difference;
}

/** What a constructor returns is the ABI's own, and not C++'s. */
const isStructor = ({ cpp: { item } }: FunctionCrossing): boolean =>
  item.kind === 'constructor' || item.kind === 'destructor';

/** Whether Rust spells out the pointer through which C++ returns a class, as its own first parameter. */
export function passesHiddenResult(crossing: FunctionCrossing, view: TargetView): boolean {
  const { rust, cpp, mechanism } = crossing;
  const { parameters } = rust.signature;
  const [first] = parameters;
  if (!passesAsC(mechanism) || !first || parameters.length !== passedParameters(cpp).length + 1) return false;
  const result = view.cpp.type(cpp.item.signature.result, signatureContext(cpp));
  return (
    isReturnedByHiddenPointer(result, view) && neutralRustValue(first.type, crossing, view).kind === 'pointer'
  );
}

/** `f(EVENT_PARAMETERS)`: a name alone that means nothing may be a macro for any number of parameters. */
export const mayBeSeveral = ({ name, type }: CppParameter, cpp: CppFunctionSide, view: TargetView): boolean =>
  name === '' &&
  type.kind === 'named' &&
  type.elaborated === null &&
  type.name.segments.length === 1 &&
  view.cpp.type(type, signatureContext(cpp)).kind === 'unknown';

/** `f()` in C before C23 says nothing about the parameters. @see C17 6.7.6.3 */
export const saysNoParameters = ({ uri, item }: CppFunctionSide): boolean =>
  item.signature.parameters.length === 0 && (item.linkage === 'cpp' || uri.endsWith('.c'));

const mayTakeAnything = ({ cpp, mangledNames }: FunctionCrossing): boolean =>
  !mangledNames && saysNoParameters(cpp);
