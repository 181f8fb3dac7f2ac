import type { CppItem, CppScope } from '../facts/cpp/cpp-facts.js';

/**
 * True where `path` is the whole qualified name; inline and anonymous namespaces may be left out of it.
 *
 * @param exact how many names of the path come from the scopes of a place: no anonymous namespace was left out there
 */
export function matchesPath(
  item: Pick<CppItem, 'name' | 'scope'>,
  path: readonly string[],
  exact = 0,
): boolean {
  let next = path.length - 2;
  for (let i = item.scope.length - 1; i >= 0; i--) {
    const scope = item.scope[i];
    if (!scope) return false;
    if (next >= 0 && scope.name === path[next]) next--;
    else if (!scope.inline && (scope.name !== '' || next + 1 < exact)) return false;
  }
  return next < 0;
}

/** True where the scopes are those of `names`; inline and anonymous namespaces may be left out of it. */
export const isScope = (scopes: readonly CppScope[], names: readonly string[]): boolean =>
  matchesPath({ name: '', scope: scopes }, [...names, '']);

/** The names of scopes, outermost first. */
export const namesOf = (scopes: readonly CppScope[]): string[] => scopes.map(({ name }) => name);
