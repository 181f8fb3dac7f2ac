import type { CppDeclarationOf } from '../program/cpp-names.js';
import type { TargetView } from './target-view.js';

/**
 * The friends among the declarations of one qualified name, where nothing but the classes that befriend them declares
 * them: only a call with an argument of such a class finds them.
 *
 * @param named all declarations of the name, at least those in headers
 * @returns none where a declaration or a `using` outside of classes makes the name visible
 * @see C++ [namespace.memdef] paragraph 3, [basic.lookup.argdep]
 */
export function hiddenFriends(
  named: readonly CppDeclarationOf<'function'>[],
  { program }: TargetView,
): readonly CppDeclarationOf<'function'>[] {
  const [first] = named;
  if (!first || !named.every((each) => each.item.friend && isHidden(each))) return [];
  // A header that was not read may declare it for everybody.
  program.cpp.wantFunction(first.item.name);
  return named;

  /** A friend with a qualified name is declared before. */
  function isHidden({ uri, item: { name, scope } }: CppDeclarationOf<'function'>): boolean {
    if (scope.some(({ kind }) => kind !== 'namespace')) return false;
    return program.cpp.throughUsings([name], { uri, scope }).every(({ certain }) => !certain);
  }
}
