import type { CppFunction, CppItem, CppParameter, CppRecord } from '../facts/cpp/cpp-facts.js';
import type { Crossing, CppFunctionSide, FunctionCrossing, TypeCrossing, Unpaired } from './crossing.js';
import { signatureContext } from './cxx-signature.js';
import { parametersOf } from './definitions.js';
import { hiddenFriends } from './hidden-friends.js';
import { isIncludedIn } from './known-macros.js';
import type { TargetView } from './target-view.js';

/** C++ that the settings call API, and that nothing binds yet. */
export type SurfaceItem = SurfaceFunction | SurfaceRecord;

export interface SurfaceFunction {
  readonly kind: 'surface';
  readonly what: 'function';
  /** Qualified. */
  readonly name: string;
  readonly direction: FunctionCrossing['direction'];
  readonly cpp: CppFunctionSide;
  /** The others of its name on the surface, with the first of them; none with the others. */
  readonly overloads: readonly CppFunctionSide[];
  /** Only a class declares it, as a friend: nothing but its arguments finds it. */
  readonly isHidden: boolean;
}

/** A class that is defined there. */
export interface SurfaceRecord {
  readonly kind: 'surface';
  readonly what: 'record';
  /** Qualified. */
  readonly name: string;
  readonly cpp: TypeCrossing['cpp'];
  /** A function of the surface that takes one by value or as a `const T &`, for which C++ takes a temporary. */
  readonly taker: CppFunctionSide | null;
}

/**
 * What the files of the surface offer to everybody: the functions and classes of named namespaces and the public
 * members of those classes, without what crosses already. A class template has neither a layout nor symbols before
 * somebody chooses its arguments, and is left out with its members.
 */
export function surfaceItems(
  view: TargetView,
  crossings: readonly Crossing[],
  unpaired: readonly Unpaired[],
): readonly SurfaceItem[] {
  const bound = boundNames(crossings, unpaired);
  const records: TypeCrossing['cpp'][] = [];
  const functions = new Map<string, CppFunctionSide[]>();
  for (const [uri, facts] of view.program.cppFiles()) {
    if (!view.program.isSurface(uri)) continue;
    const isThere = ({ condition }: CppItem): boolean => isIncludedIn(condition, uri, view) !== false;
    const defined = facts.records.filter(
      (item) => isOffered(item) && item.definition && !item.anonymous && !item.template && isThere(item),
    );
    for (const item of defined) records.push({ uri, item });
    const members = defined.flatMap(({ methods }) => methods.filter(({ access }) => access === 'public'));
    for (const item of [...facts.functions.filter(isOffered), ...members]) {
      const isCalled = item.kind === 'function' || item.kind === 'method';
      if (!isCalled || item.deleted || !isThere(item)) continue;
      const name = qualified(item);
      const named = functions.get(name);
      if (named) named.push({ uri, item });
      else functions.set(name, [{ uri, item }]);
    }
  }
  const taken = takers(records, [...functions.values()].flat(), view);
  return [
    ...records.map((cpp): SurfaceRecord => ({
      kind: 'surface',
      what: 'record',
      name: qualified(cpp.item),
      cpp,
      taker: taken.get(cpp.item) ?? null,
    })),
    ...[...functions].flatMap(([name, named]) => surfaceFunctions(name, named, view)),
  ].filter(({ name }) => !bound.has(name));
}

/** For each class the first function that takes one of what C++ callers have: by value or as a `const T &`. */
function takers(
  records: readonly TypeCrossing['cpp'][],
  functions: readonly CppFunctionSide[],
  view: TargetView,
): ReadonlyMap<CppRecord, CppFunctionSide> {
  const names = new Set(records.map(({ item }) => item.name));
  const found = new Map<CppRecord, CppFunctionSide>();
  for (const side of functions) {
    if (side.item.template !== null) continue;
    for (const { type } of side.item.signature.parameters) {
      const value = type.kind === 'reference' && !type.rvalue && type.referent.const ? type.referent : type;
      if (value.kind !== 'named' || !names.has(value.name.segments.at(-1)?.name ?? '')) continue;
      const resolved = view.cpp.type(value, signatureContext(side));
      const record = resolved.kind === 'record' ? view.cpp.sourceOf(resolved.record)?.item : undefined;
      if (record && !found.has(record)) found.set(record, side);
    }
  }
  return found;
}

/** Those of one name. What a friend repeats is declared elsewhere. */
function surfaceFunctions(
  name: string,
  named: readonly CppFunctionSide[],
  view: TargetView,
): SurfaceFunction[] {
  const isHidden =
    named.every(({ item }) => item.friend) &&
    hiddenFriends(view.program.cpp.knownFunctions(name.split('::')), view).length > 0;
  const shapes = new Set<string>();
  const distinct = named.filter(({ item }) => {
    const shape = shapeOf(item);
    const isNew = isHidden ? item.signature.parameters.some(isOfClass) : !item.friend;
    if (!isNew || shapes.has(shape)) return false;
    shapes.add(shape);
    return true;
  });
  // Two that stand under conditions may be one for each build.
  const [first, ...others] = distinct.filter(({ item: { condition } }) => condition.length === 0);
  return distinct.map((cpp) => ({
    kind: 'surface',
    what: 'function',
    name,
    direction: 'rust-calls-cpp',
    cpp,
    overloads: cpp === first && !isHidden ? others : [],
    isHidden,
  }));
}

/** Whether an argument may lead to a class that befriends the function; others are befriended for what they do within. */
const isOfClass = ({ type }: CppParameter): boolean =>
  (type.kind === 'reference' ? type.referent : type).kind === 'named';

/** The qualified names of the C++ that crosses, or is meant to. */
function boundNames(crossings: readonly Crossing[], unpaired: readonly Unpaired[]): ReadonlySet<string> {
  const names = new Set(crossings.map(({ cpp: { item } }) => qualified(item)));
  for (const { obstructed, ways = [] } of unpaired)
    for (const { cpp } of obstructed ? [obstructed.crossing, ...ways] : ways) names.add(qualified(cpp.item));
  return names;
}

const isOffered = ({ scope }: CppItem): boolean =>
  scope.every(({ kind, name, macro }) => kind === 'namespace' && (name !== '' || macro !== undefined));

/** What tells overloads apart. @see C++ [over.load] */
function shapeOf(item: CppFunction): string {
  const { const: isConst, volatile: isVolatile, reference } = item.signature;
  return `${parametersOf(item)} ${isConst} ${isVolatile} ${reference} ${item.template === null}`;
}

const qualified = ({ scope, name }: CppItem): string =>
  [...scope.filter((each) => each.name !== '').map((each) => each.name), name].join('::');
