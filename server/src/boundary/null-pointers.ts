import { nearestTo } from '../base/uri.js';
import type { Location } from '../base/range.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import { definitionsOf, isThere } from './definitions.js';
import { passedParameters, passesAsC, type CppFunctionSide, type FunctionCrossing } from './crossing.js';
import type { TargetView } from './target-view.js';

/** A value of a crossing that Rust declares never to be null, and of which C++ makes a null pointer. */
export interface NullPointer {
  /** The result where Rust calls, else the parameter by its index. */
  readonly of: 'result' | number;
  readonly type: RustType;
  /** Where C++ returns or gives null. At least one. */
  readonly places: readonly Location[];
}

/** What C++ returns to Rust, or gives to it, as a null pointer where Rust has a type without one. */
export function nullPointersOf(crossing: FunctionCrossing, view: TargetView): NullPointer[] {
  if (!passesAsC(crossing.mechanism)) return [];
  return crossing.direction === 'rust-calls-cpp'
    ? nullResult(crossing, view)
    : nullParameters(crossing, view);
}

/** By the bodies of all definitions that are nearest to the declaration. */
function nullResult({ rust, cpp }: FunctionCrossing, view: TargetView): NullPointer[] {
  const { result } = rust.signature;
  if (!isNeverNull(result)) return [];
  const definitions = nearestTo(definitionsOf(cpp, view), cpp.uri);
  if (definitions.length === 0) {
    view.program.cpp.wantDefinition(cpp.item.name, 'cppNullReturner');
    return [];
  }
  const places = definitions.flatMap(({ uri, item }) =>
    item.body?.returnsNull ? [{ uri, range: item.body.returnsNull }] : [],
  );
  return places.length < definitions.length ? [] : [{ of: 'result', type: result, places }];
}

/** By the calls in all bodies that were read. */
function nullParameters({ rust, cpp, name }: FunctionCrossing, view: TargetView): NullPointer[] {
  const { parameters } = rust.signature;
  const passed = passedParameters(cpp).length;
  if (passed !== parameters.length || !parameters.some(({ type }) => isNeverNull(type))) return [];
  const callers = view.program.cpp
    .nullGiversTo(name)
    .filter(isThere(view))
    .filter((caller) => !hasItsOwn(caller, name, view));
  return parameters.flatMap(({ type }, index): NullPointer[] => {
    if (!isNeverNull(type)) return [];
    const places = callers.flatMap(({ uri, item }) =>
      (item.body?.givesNull ?? [])
        .filter(({ called, argument }) => called === name && argument === index)
        .map(({ range }) => ({ uri, range })),
    );
    return places.length > 0 ? [{ of: index, type, places }] : [];
  });
}

/** Whether the name means another function where the caller stands: of a scope around it, or of its file alone. */
function hasItsOwn({ uri, item }: CppFunctionSide, name: string, view: TargetView): boolean {
  const scope = view.program.cpp.expandedScope(item.scope).map((each) => each.name);
  const known = (depth: number): readonly CppFunctionSide[] =>
    view.program.cpp.knownFunctions([...scope.slice(0, depth), name]);
  for (let depth = scope.length; depth > 0; depth--)
    if (known(depth).some((each) => each.item.linkage !== 'c')) return true;
  return known(0).some((each) => each.uri === uri && (each.item.static || each.item.linkage !== 'c'));
}

/** Types with a niche at null. @see Rust reference, "Type layout", and std::option, "Representation" */
const isNeverNull = (type: RustType): boolean =>
  type.kind === 'reference' ||
  type.kind === 'function' ||
  (type.kind === 'path' && /^(?:Box|NonNull)$/.test(type.path.at(-1) ?? ''));
