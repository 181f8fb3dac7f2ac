import { linkNameOf } from '../abi/mangling/link-name.js';
import { editOf, type TextChange } from '../base/source-edit.js';
import type { CppFunctionSide, FunctionCrossing } from '../boundary/crossing.js';
import { symbolOf } from '../boundary/symbols.js';
import type { TargetView } from '../boundary/target-view.js';
import { formatCppDeclaration } from '../facts/cpp/format-declaration.js';
import type { Remedy } from './hazard.js';
import { insertAttribute } from './insert-attribute.js';
import { signatureChanges } from './signature-remedies.js';

/** A remedy, and how much of the Rust signature it has to change. */
export interface Binding {
  readonly remedy: Remedy;
  readonly changes: readonly TextChange[];
}

/**
 * `#[link_name]` with the mangled name of a C++ function, and its signature where Rust's differs; null where the symbol
 * is not known, the signature cannot be spelled in Rust, or bindgen would
 * undo it.
 */
export function bindBySymbol(
  crossing: FunctionCrossing,
  cpp: CppFunctionSide,
  view: TargetView,
): Binding | null {
  if (crossing.mechanism === 'bindgen') return null;
  const changes = signatureChanges({ ...crossing, cpp, resolved: true }, view);
  const symbol = symbolOf(cpp, view);
  if (changes === null || symbol.status === 'unknown') return null;
  const attribute = `#[link_name = "${linkNameOf(symbol.value.symbol, view.target)}"]`;
  const remedy: Remedy = {
    title: `Bind \`${formatCppDeclaration(cpp.item)}\` by its mangled name`,
    edit: (read) => {
      const { uri, range } = crossing.rust;
      const named = insertAttribute(uri, range.start, attribute, read);
      return named && editOf(uri, ...(named.changes[0]?.edits ?? []), ...changes);
    },
  };
  return { remedy, changes };
}
