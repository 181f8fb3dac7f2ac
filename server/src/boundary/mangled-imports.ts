import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { CppFunctionSide } from './crossing.js';
import { isIncludedOn } from './cpp-conditions.js';
import { qualifiedNameIn } from './link-name.js';
import { symbolOf } from './symbols.js';
import type { TargetView } from './target-view.js';

/** What a Rust function that is bound by a mangled name finds in C++. */
export type MangledImport =
  | {
      readonly kind: 'found';
      readonly function: CppFunctionSide;
      readonly others: readonly CppFunctionSide[];
    }
  /** Functions of that name, all of whose symbols are known, and none is the one that Rust writes. */
  | { readonly kind: 'stale'; readonly candidates: readonly CppFunctionSide[] }
  | { readonly kind: 'unpaired'; readonly reason: string };

const BY_MANGLED_NAME = 'it is bound by its mangled name';

/** Finds the overload with exactly this symbol. A member function's object is no parameter in C++: not paired. */
export function findBySymbol(view: TargetView, from: Uri, symbol: string): MangledImport {
  const unpaired = (why: string): MangledImport => ({
    kind: 'unpaired',
    reason: `${BY_MANGLED_NAME}${why}`,
  });
  const path = qualifiedNameIn(symbol, view.target);
  if (!path) return unpaired('');
  const candidates = functionsAt(view, from, path);
  if (candidates.length === 0) return unpaired(', and no C++ declaration of that name was found');
  const match = candidates.find((candidate) => hasSymbol(candidate, symbol, view));
  if (match) {
    const others = candidates.filter((candidate) => !hasSymbol(candidate, symbol, view));
    return isFree(match)
      ? { kind: 'found', function: match, others }
      : unpaired(', which is that of a member function');
  }
  // An overload that was not read may be the one: every file that may declare one is asked for.
  view.program.cpp.wantFunction(path[path.length - 1] ?? '');
  return candidates.every((candidate) => symbolOf(candidate, view).status === 'exact')
    ? { kind: 'stale', candidates }
    : unpaired(', and the symbol of a C++ function of that name is not known');
}

/** True where the function, or a variant of the constructor or destructor, is known by this symbol. */
export function hasSymbol(side: CppFunctionSide, symbol: string, view: TargetView): boolean {
  const known = symbolOf(side, view);
  if (known.status === 'unknown') return false;
  return known.value.symbol === symbol || Object.values(known.value.variants).includes(symbol);
}

/** One for each overload, declarations before definitions and the nearest first; templates have no symbol. */
function functionsAt(view: TargetView, from: Uri, path: readonly string[]): CppFunctionSide[] {
  const members = membersAt(view, from, path);
  const all = (members.length > 0 ? members : view.program.cpp.functionsNamed(path)).filter(
    ({ item }) => item.template === null && isIncludedOn(item.condition, view.target) !== false,
  );
  const ordered = [
    ...nearestTo(
      all.filter(({ item }) => !item.definition),
      from,
    ),
    ...all,
  ].map(({ uri, item }): CppFunctionSide => ({ uri, item }));
  const seen = new Set<string>();
  return ordered.filter((side) => {
    const symbol = symbolOf(side, view);
    const key =
      symbol.status === 'unknown' ? JSON.stringify([side.uri, side.item.nameRange]) : symbol.value.symbol;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Member functions that the class itself declares. */
function membersAt(view: TargetView, from: Uri, path: readonly string[]): readonly CppFunctionSide[] {
  const owner = path.slice(0, -1).map((name) => ({ name, arguments: null }));
  if (owner.length === 0) return [];
  const found = view.program.cpp.lookUpType({ global: true, segments: owner }, { uri: from, scope: [] });
  if (found.kind !== 'found' || found.declaration.kind !== 'record') return [];
  const { uri, item } = found.declaration;
  return item.methods
    .filter(({ name }) => name === path[path.length - 1])
    .map((method) => ({ uri, item: method }));
}

const isFree = ({ item }: CppFunctionSide): boolean =>
  item.kind === 'function' && !item.scope.some(({ kind }) => kind === 'record');
