import type { CallForms } from '../abi/call-forms.js';
import type { CppAbiRecord, CppAbiType } from '../abi/model.js';
import type { Known } from '../base/known.js';
import type { TargetView } from './target-view.js';

/** Whether C++ returns a class through a pointer that the caller passes, where C would not say so. */
export const isReturnedByHiddenPointer = (type: CppAbiType, view: TargetView): boolean =>
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
