import type { CppCall, CppThrow } from '../facts/cpp/function-body.js';
import { hasAttribute } from '../facts/cpp/attributes.js';
import type { CppFunction } from '../facts/cpp/cpp-facts.js';
import { nearestTo } from '../base/uri.js';
import { definitionsOf, isThere, parametersOf } from './definitions.js';
import type { CppFunctionSide, FunctionCrossing } from './crossing.js';
import type { TargetView } from './target-view.js';

/** How an exception leaves a function. */
export interface Throwing {
  readonly definition: CppFunctionSide;
  /** The calls that lead from its body to who throws, outermost first. */
  readonly calls: readonly { readonly from: CppFunctionSide; readonly call: CppCall }[];
  readonly thrower: CppFunctionSide;
  readonly thrown: CppThrow;
}

/** Calls that are followed from a body to who throws. */
const DEEPEST = 2;

/**
 * How an exception leaves a C++ function that Rust calls, or may call, by the bodies that were read. Null where it promises that
 * none does, where its body was not read or is not the same everywhere, and where the builds turn exceptions off.
 *
 * @see C++ [except.spec]
 */
export function throwingOf(
  { cpp, direction }: Pick<FunctionCrossing, 'cpp' | 'direction'>,
  view: TargetView,
): Throwing | null {
  if (direction !== 'rust-calls-cpp' || !mayThrow(cpp.item)) return null;
  const definitions = definitionsOf(cpp, view);
  if (definitions.length === 0) {
    view.program.cpp.wantDefinition(cpp.item.name, 'cppThrower');
    return null;
  }
  return throwingAlike(definitions, cpp, view, DEEPEST);
}

/** The first of several definitions of one function, where all of them throw. */
function throwingAlike(
  definitions: readonly CppFunctionSide[],
  from: CppFunctionSide,
  view: TargetView,
  depth: number,
): Throwing | null {
  const all = nearestTo(definitions, from.uri).map((each) => throwing(each, view, depth));
  return all.every((each) => each !== null) ? (all[0] ?? null) : null;
}

function throwing(definition: CppFunctionSide, view: TargetView, depth: number): Throwing | null {
  const { uri, item } = definition;
  if (!mayThrow(item) || view.program.fileBuild(uri, view.target.triple)?.noExceptions) return null;
  const { throws: thrown, calls = [] } = item.body ?? {};
  if (thrown) return { definition, calls: [], thrower: definition, thrown };
  if (depth === 0) return null;
  for (const call of calls) {
    const inner = throwingAlike(calledBy(definition, call, view), definition, view, depth - 1);
    if (inner) return { ...inner, definition, calls: [{ from: definition, call }, ...inner.calls] };
  }
  return null;
}

/**
 * What a call by name may mean: of the innermost scope that has the name, of its own file first, and nothing where
 * several functions have it. What another file keeps to itself is not seen.
 */
function calledBy(caller: CppFunctionSide, { path }: CppCall, view: TargetView): readonly CppFunctionSide[] {
  const scopes = view.program.cpp.expandedScope(caller.item.scope).filter(({ name }) => name !== '');
  const names = scopes.map(({ name }) => name);
  for (let depth = names.length; depth >= 0; depth--) {
    const known = view.program.cpp.knownFunctions([...names.slice(0, depth), ...path]).filter(isThere(view));
    const found = known.filter(({ uri, item }) => uri === caller.uri || !isOfItsFile(item));
    // A header that was not read may have the name in a scope within.
    if (found.length === 0 && path.length === 1) return [];
    if (found.length === 0) continue;
    const own = found.filter(({ uri }) => uri === caller.uri);
    const meant = own.some(({ item }) => item.definition) ? own : found;
    const shapes = new Set(meant.map(({ item }) => `${qualifiers(item)} ${parametersOf(item)}`));
    if (shapes.size > 1 || meant.some(({ item }) => item.template !== null)) return [];
    return meant.filter(({ item }) => item.definition);
  }
  return [];
}

/** Internal linkage. @see C++ [basic.link] */
const isOfItsFile = ({ kind, scope, static: isStatic }: CppFunction): boolean =>
  scope.some(({ name, macro }) => name === '' && macro === undefined) ||
  (isStatic && kind === 'function' && scope.every((each) => each.kind === 'namespace'));

const mayThrow = ({ signature, attributes }: CppFunction): boolean =>
  signature.noexcept === false && !hasAttribute(attributes, 'nothrow', 'gnu');

const qualifiers = ({ scope }: CppFunction): string => scope.map(({ name }) => name).join('::');
