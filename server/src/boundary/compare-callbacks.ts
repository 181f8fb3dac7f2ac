import type { CppAbiFunctionType, CppAbiType, RustAbiFunctionPointer, RustAbiType } from '../abi/model.js';
import { conventionOfAbi, conventionOfType } from './calling-conventions.js';
import { nontrivialRecord } from './hidden-references.js';
import { differenceOf, neutralOfCpp, neutralOfRust } from './neutral.js';
import type { TargetView } from './target-view.js';

/**
 * How a function pointer of Rust and one of C++ that should be one differ, in words: convention, number and form of
 * parameters, result.
 *
 * @returns null where they agree or it cannot be said
 */
export function callbackDifference(
  rust: RustAbiFunctionPointer,
  cpp: CppAbiFunctionType,
  view: TargetView,
): string | null {
  if (rust.abi === 'Rust')
    return 'C++ calls it as C does, a `fn` without `extern "C"` has a convention of Rust\'s own';
  const ours = conventionOfAbi(rust.abi, rust.variadic, view.target);
  const theirs = conventionOfType(cpp.callingConvention, cpp.variadic, view.target);
  if (ours !== null && ours !== theirs)
    return `C++ calls it by the convention \`${theirs}\`, Rust declares \`${ours}\``;
  if (rust.variadic !== cpp.variadic)
    return `only ${rust.variadic ? 'Rust' : 'C++'} has \`...\` in its parameters`;
  // `void (*)()` says nothing about the parameters in C, and stands for functions of all kinds in C APIs.
  if (cpp.parameters.length === 0 && rust.parameters.length > 0) return null;
  if (rust.parameters.length !== cpp.parameters.length)
    return `C++ calls it with ${cpp.parameters.length} ${cpp.parameters.length === 1 ? 'parameter' : 'parameters'}, Rust declares ${rust.parameters.length}`;
  for (const [index, parameter] of rust.parameters.entries()) {
    const other = cpp.parameters[index];
    const text = other ? formDifference(parameter, other, view) : null;
    if (text !== null) return `its parameter ${index + 1} is ${text}`;
  }
  const result = formDifference(rust.result, cpp.result, view);
  return result === null ? null : `its result is ${result}`;
}

function formDifference(rust: RustAbiType, cpp: CppAbiType, view: TargetView): string | null {
  if (nontrivialRecord(cpp, view)) return null;
  return differenceOf(neutralOfRust(rust, view), neutralOfCpp(cpp, view), view);
}
