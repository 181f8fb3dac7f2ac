import type { CallForms } from '../abi/call-forms.js';
import type { CppAbiRecord, CppAbiType } from '../abi/model.js';
import type { Known } from '../base/known.js';
import { WeakMemory } from '../base/weak-memory.js';
import type { FunctionCrossing } from './crossing.js';
import { differenceBetween, signatureContext } from './cxx-signature.js';
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
    formUnlikeC(result, 'returned', view) === null && nontrivialRecord(result, view) === null
      ? differenceBetween(rust.result, cpp.result, crossing, view)
      : null;
  if (rust.variadic !== cpp.variadic || rust.conditional) return { ...AGREEMENT, result: resultDiffers };
  const counts = { rust: rust.parameters.length, cpp: cpp.parameters.length };
  if (counts.rust !== counts.cpp) {
    return { arity: mayTakeAnything(crossing) ? null : counts, result: resultDiffers, parameters: [] };
  }
  const parameters = rust.parameters.flatMap((parameter, index) => {
    const other = cpp.parameters[index];
    if (!other) return [];
    if (nontrivialRecord(view.cpp.type(other.type, context), view)) return [];
    const difference = differenceBetween(parameter.type, other.type, crossing, view);
    return difference === null ? [] : [{ index, difference }];
  });
  return { arity: null, result: resultDiffers, parameters };
}

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
function mayTakeAnything({ cpp }: FunctionCrossing): boolean {
  const { item } = cpp;
  return item.signature.parameters.length === 0 && (item.linkage === 'cpp' || cpp.uri.endsWith('.c'));
}
