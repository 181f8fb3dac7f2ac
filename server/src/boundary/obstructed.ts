import { compareSignatures } from './compare.js';
import type { FunctionCrossing, ObstructedCrossing } from './crossing.js';
import type { TargetView } from './target-view.js';
import type { CppFunction } from '../facts/cpp/cpp-facts.js';

/**
 * What keeps two declarations of one name from being a crossing, where they are plainly meant for each other: they have
 * the same parameters and the same result. A name alone says nothing, for many libraries have an `open`.
 */
export function obstructed(
  obstacle: ObstructedCrossing['obstacle'],
  crossing: FunctionCrossing,
  view: TargetView,
): ObstructedCrossing | null {
  const { arity, result, parameters } = compareSignatures(crossing, view);
  const agrees = arity === null && result === null && parameters.length === 0;
  return agrees && crossing.rust.signature.parameters.length === crossing.cpp.item.signature.parameters.length
    ? { kind: 'obstructed', obstacle, crossing }
    : null;
}

/** Why no other file can link to a function; null where one can. @see C++ [basic.link], [dcl.fct.def.delete] */
export function withoutSymbol(item: CppFunction): 'static' | 'deleted' | 'template' | null {
  if (item.deleted) return 'deleted';
  if (item.template !== null) return 'template';
  return item.static ? 'static' : null;
}
