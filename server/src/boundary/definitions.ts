import type { Uri } from '../base/range.js';
import type { CppFunction } from '../facts/cpp/cpp-facts.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import type { CppFunctionSide } from './crossing.js';
import { isIncludedIn } from './known-macros.js';
import type { TargetView } from './target-view.js';

/** The definitions of a function that is declared: by its name with C linkage, else by its parameters as well. */
export function definitionsOf(side: CppFunctionSide, view: TargetView): readonly CppFunctionSide[] {
  const { item } = side;
  if (item.definition) return [side];
  const scope = view.program.cpp.expandedScope(item.scope).filter(({ name }) => name !== '');
  const path = item.linkage === 'c' ? [item.name] : [...scope.map(({ name }) => name), item.name];
  const found = view.program.cpp.definitionsNamed(path).filter(isThere(view));
  if (item.linkage === 'c')
    return found.filter(({ item: other }) => other.linkage === 'c' || other.scope.length === 0);
  const alike = found.filter(({ item: other }) => parametersOf(other) === parametersOf(item));
  return alike.filter(({ item: other }) => other.signature.const === item.signature.const);
}

/** Whether the target and the builds leave a declaration in. */
export const isThere =
  (view: TargetView) =>
  ({ uri, item }: { readonly uri: Uri; readonly item: Pick<CppFunction, 'condition'> }): boolean =>
    isIncludedIn(item.condition, uri, view) !== false;

/** Parameter types as written. */
export const parametersOf = ({ signature }: CppFunction): string =>
  signature.parameters.map(({ type }) => formatCppType(type)).join(', ');
