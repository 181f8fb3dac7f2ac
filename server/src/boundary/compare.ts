import type { CallForms } from '../abi/call-forms.js';
import type { CppAbiRecord, CppAbiType } from '../abi/model.js';
import type { Known } from '../base/known.js';
import { WeakMemory } from '../base/weak-memory.js';
import { passedParameters, passesAsC, type FunctionCrossing } from './crossing.js';
import { differenceBetween, neutralRustValue, signatureContext } from './cxx-signature.js';
import type { TargetView } from './target-view.js';

/** How the two signatures of a function crossing differ on one target. */
export interface SignatureComparison {
  readonly arity: { readonly rust: number; readonly cpp: number } | null;
  /** Each in words; null where the results agree or it cannot be said. */
  readonly result: string | null;
  readonly parameters: readonly { readonly index: number; readonly difference: string }[];
}

const AGREEMENT: SignatureComparison = { arity: null, result: null, parameters: [] };

/** Several hazards ask, each for its part of the answer. */
const comparisons = new WeakMemory<[TargetView, FunctionCrossing], SignatureComparison>();

/**
 * Compares what both sides say of one function, as the crossing's mechanism passes it. A class that is not
 * trivial for the purposes of calls is left to `nontrivial-by-value`: what the two sides write says nothing
 * about how it is passed.
 */
export const compareSignatures = (crossing: FunctionCrossing, view: TargetView): SignatureComparison =>
  comparisons.recall([view, crossing], () => compare(crossing, view));

function compare(crossing: FunctionCrossing, view: TargetView): SignatureComparison {
  if (!crossing.resolved) return AGREEMENT;
  const rust = crossing.rust.signature;
  const cpp = crossing.cpp.item.signature;
  const context = signatureContext(crossing.cpp);
  const result = view.cpp.type(cpp.result, context);
  const resultDiffers =
    !isReturnedByHiddenPointer(result, view) && !isStructor(crossing)
      ? differenceBetween(rust.result, cpp.result, crossing, view)
      : null;
  if (rust.variadic !== cpp.variadic || rust.conditional) return { ...AGREEMENT, result: resultDiffers };
  const passed = passedParameters(crossing.cpp);
  const counts = { rust: rust.parameters.length, cpp: passed.length };
  if (passesHiddenResult(crossing, view)) return AGREEMENT;
  if (counts.rust !== counts.cpp) {
    return { arity: mayTakeAnything(crossing) ? null : counts, result: resultDiffers, parameters: [] };
  }
  const parameters = rust.parameters.flatMap((parameter, index) => {
    const other = passed[index];
    if (!other) return [];
    if (nontrivialRecord(view.cpp.type(other.type, context), view)) return [];
    const difference = differenceBetween(parameter.type, other.type, crossing, view);
    return difference === null ? [] : [{ index, difference }];
  });
  return { arity: null, result: resultDiffers, parameters };
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

const isReturnedByHiddenPointer = (type: CppAbiType, view: TargetView): boolean =>
  formUnlikeC(type, 'returned', view) !== null || nontrivialRecord(type, view) !== null;

/** The class that a value has, where it is known not to be trivial for the purposes of calls. */
export function nontrivialRecord(type: CppAbiType, view: TargetView): CppAbiRecord | 'library' | null {
  if (type.kind === 'aligned') return nontrivialRecord(type.type, view);
  if (type.kind !== 'record' && type.kind !== 'library') return null;
  const calls = view.cppAbi.callsOf(type);
  if (calls.status === 'unknown' || calls.value.trivial) return null;
  return type.kind === 'record' ? type.record : 'library';
}

/**
 * Why C++ passes or returns a class by a hidden reference where it would not do so with a C struct of the same
 * fields; null where it does as C, or it is not known. `trivial`: for the purposes of calls.
 */
export function formUnlikeC(
  type: CppAbiType,
  way: keyof CallForms,
  view: TargetView,
): (Known<CallForms> & { readonly trivial: boolean }) | null {
  if (type.kind === 'aligned') return formUnlikeC(type.type, way, view);
  if (type.kind !== 'record' && type.kind !== 'library') return null;
  const calls = view.cppAbi.callsOf(type);
  const forms = view.cppAbi.callFormsOf(type);
  if (calls.status === 'unknown' || forms.status === 'unknown') return null;
  if (forms.value[way] !== 'hidden-reference') return null;
  const { trivial } = calls.value;
  // What makes a class non-trivial is told alike on all targets.
  return { ...forms, because: trivial ? forms.because : calls.because, trivial };
}

/** `f()` in C before C23 says nothing about the parameters. @see C17 6.7.6.3 */
function mayTakeAnything({ cpp, mangledNames }: FunctionCrossing): boolean {
  const { item } = cpp;
  if (mangledNames) return false;
  return item.signature.parameters.length === 0 && (item.linkage === 'cpp' || cpp.uri.endsWith('.c'));
}
