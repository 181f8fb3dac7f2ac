import type { CppItem, CppScope } from '../facts/cpp/cpp-facts.js';

/** A qualified name that may be declared. */
export interface FullName {
  readonly path: readonly string[];
  /** How many of its names are those of the scopes around the place. */
  readonly exact: number;
  /** Then what is around its last name is no enumeration. */
  readonly inClass: boolean;
}

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
  // Nearly all scopes are plain: then the path names each of them. Templates may have hundreds of namesakes to compare.
  if (item.scope.every(isPlain)) {
    return item.scope.length === path.length - 1 && item.scope.every(({ name }, i) => name === path[i]);
  }
  // How much of the path may be left before each scope: unnamed scopes may be those of the path, or left out of it.
  let open = new Set([path.length - 1]);
  for (let i = item.scope.length - 1; i >= 0 && open.size > 0; i--) {
    const { name, inline } = item.scope[i] ?? { name: '', inline: false };
    const before = new Set<number>();
    for (const left of open) {
      if (left > 0 && path[left - 1] === name) before.add(left - 1);
      if (inline || (name === '' && left >= exact)) before.add(left);
    }
    open = before;
  }
  return open.has(0);
}

/** True where the scopes are those of `names`; inline and anonymous namespaces may be left out of it. */
export const isScope = (scopes: readonly CppScope[], names: readonly string[]): boolean =>
  matchesPath({ name: '', scope: scopes }, [...names, '']);

const isPlain = ({ name, inline }: CppScope): boolean => !inline && name !== '';

/** The names of scopes, outermost first. */
export const namesOf = (scopes: readonly CppScope[]): string[] => scopes.map(({ name }) => name);
