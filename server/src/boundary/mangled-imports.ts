import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { ForeignFunction } from '../facts/rust/rust-facts.js';
import type { CppFunctionSide } from './crossing.js';
import { isIncludedIn } from './known-macros.js';
import { linkNameOn, qualifiedNameIn } from './link-name.js';
import { asCalled } from './member-functions.js';
import { hasSymbol, symbolOf } from './symbols.js';
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

/** Finds the overload with exactly this symbol. */
export function findBySymbol(
  view: TargetView,
  from: Uri,
  item: ForeignFunction,
  symbol: string,
): MangledImport {
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
    const called = asCalled(match, symbol, view);
    return called.kind === 'known'
      ? { kind: 'found', function: called.side, others }
      : unpaired(`, which is that of a member function: ${called.reason}`);
  }
  // An overload that was not read may be the one: every file that may declare one is asked for.
  view.program.cpp.wantFunction(path[path.length - 1] ?? '');
  if (!candidates.every((candidate) => symbolOf(candidate, view).status === 'exact'))
    return unpaired(', and the symbol of a C++ function of that name is not known');
  return isBoundElsewhere(view, from, item, candidates)
    ? unpaired(', and another file binds it by the name that it has on this target')
    : { kind: 'stale', candidates };
}

/** Whether another file binds one of the candidates under the same name: generated bindings have a file for each target. */
function isBoundElsewhere(
  view: TargetView,
  from: Uri,
  { name }: ForeignFunction,
  candidates: readonly CppFunctionSide[],
): boolean {
  for (const [uri, facts] of view.program.rustFiles()) {
    if (uri === from) continue;
    for (const other of facts.foreignFunctions) {
      if (other.name !== name) continue;
      const symbol = linkNameOn(other.linkNames, view.target, view.program.rustOptions(uri))?.name;
      if (symbol !== undefined && candidates.some((candidate) => hasSymbol(candidate, symbol, view)))
        return true;
    }
  }
  return false;
}

/**
 * The functions of a qualified name, those of a class among them: one for each overload, declarations before
 * definitions and the nearest first. Templates have no symbol.
 */
export function functionsAt(view: TargetView, from: Uri, path: readonly string[]): CppFunctionSide[] {
  const members = membersAt(view, from, path);
  const all = (members.length > 0 ? members : view.program.cpp.functionsNamed(path)).filter(
    ({ uri, item }) => item.template === null && isIncludedIn(item.condition, uri, view) !== false,
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
