import type { CppItem } from '../facts/cpp/cpp-facts.js';
import type { CppDeclarationOf } from '../program/cpp-names.js';
import type { Crossing, CppFunctionSide, FunctionCrossing, TypeCrossing, Unpaired } from './crossing.js';
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
  const items: SurfaceItem[] = [];
  const functions = new Map<string, CppDeclarationOf<'function'>[]>();
  for (const [uri, facts] of view.program.cppFiles()) {
    if (!view.program.isSurface(uri)) continue;
    const records = facts.records.filter((item) => isOffered(item) && item.definition && !item.template);
    for (const item of records) {
      if (isIncludedIn(item.condition, uri, view) === false || item.anonymous) continue;
      const name = qualified(item);
      if (!bound.has(name)) items.push({ kind: 'surface', what: 'record', name, cpp: { uri, item } });
    }
    const members = records.flatMap(({ methods }) => methods.filter(({ access }) => access === 'public'));
    for (const item of [...facts.functions.filter(isOffered), ...members]) {
      const name = qualified(item);
      const isCalled = item.kind === 'function' || item.kind === 'method';
      if (!isCalled || item.deleted || bound.has(name)) continue;
      if (isIncludedIn(item.condition, uri, view) === false) continue;
      const named = functions.get(name) ?? [];
      if (named.length === 0) functions.set(name, named);
      if (!named.some((other) => isRedeclared(other.item, item))) named.push({ kind: 'function', uri, item });
    }
  }
  return [...items, ...[...functions].flatMap(([name, named]) => surfaceFunctions(name, named, view))];
}

/** Those of one name. */
function surfaceFunctions(
  name: string,
  named: readonly CppDeclarationOf<'function'>[],
  view: TargetView,
): SurfaceFunction[] {
  const isHidden = hiddenFriends(named, view).length > 0;
  // Two that stand under conditions may be one for each build.
  const [first, ...others] = named.filter(({ item: { condition } }) => condition.length === 0);
  return named.map(({ uri, item }) => ({
    kind: 'surface',
    what: 'function',
    name,
    direction: 'rust-calls-cpp',
    cpp: { uri, item },
    overloads:
      item === first?.item && !isHidden ? others.map((other) => ({ uri: other.uri, item: other.item })) : [],
    isHidden,
  }));
}

/** The qualified names of the C++ that crosses, or is meant to. */
function boundNames(crossings: readonly Crossing[], unpaired: readonly Unpaired[]): ReadonlySet<string> {
  const names = new Set(crossings.map(({ cpp: { item } }) => qualified(item)));
  for (const { obstructed, ways = [] } of unpaired)
    for (const { cpp } of obstructed ? [obstructed.crossing, ...ways] : ways) names.add(qualified(cpp.item));
  return names;
}

const isOffered = ({ scope }: CppItem): boolean =>
  scope.every(({ kind, name, macro }) => kind === 'namespace' && (name !== '' || macro !== undefined));

const isRedeclared = (
  a: CppDeclarationOf<'function'>['item'],
  b: CppDeclarationOf<'function'>['item'],
): boolean => shapeOf(a) === shapeOf(b) && (a.template === null) === (b.template === null);

/** What tells overloads apart. @see C++ [over.load] */
function shapeOf(item: CppDeclarationOf<'function'>['item']): string {
  const { const: isConst, volatile: isVolatile, reference } = item.signature;
  return `${parametersOf(item)} ${isConst} ${isVolatile} ${reference}`;
}

const qualified = ({ scope, name }: CppItem): string =>
  [...scope.filter((each) => each.name !== '').map((each) => each.name), name].join('::');
