import type { CppNamespaceAlias, CppUsing } from './cpp-facts.js';

/**
 * What `using a::b, typename C<T>::d;` or `using namespace a;` names. Inherited constructors (`using Base::Base;`) are
 * no names.
 *
 * @param isMember written in a class
 * @see C++ [namespace.udecl], [namespace.udir], [enum.udecl]
 */
export function readUsings(text: string, isMember: boolean): Pick<CppUsing, 'kind' | 'global' | 'path'>[] {
  const words = /^using\s+(namespace\s+|enum\s+)?([^]+?)\s*;?$/.exec(text);
  if (!words) return [];
  const kind = words[1] === undefined ? 'name' : words[1].startsWith('enum') ? 'enum' : 'namespace';
  return splitOutside(words[2] ?? '', ',').flatMap((declarator) => {
    const written = declarator.replace(/^\s*typename\s/, '');
    const path = pathOf(written);
    const last = path.at(-1);
    const before = path.at(-2);
    const inherits = isMember && last !== undefined && before?.replace(/\s*<[^]*$/, '') === last;
    return path.length === 0 || inherits ? [] : [{ kind, global: isGlobal(written), path }];
  });
}

/** `namespace fs = std::filesystem;` */
export function readNamespaceAlias(text: string): Pick<CppNamespaceAlias, 'name' | 'global' | 'path'> | null {
  const match = /^namespace\s+(\w+)\s*=\s*([\w:\s]+?)\s*;?$/.exec(text);
  if (!match) return null;
  const [, name = '', target = ''] = match;
  return { name, global: isGlobal(target), path: pathOf(target) };
}

const isGlobal = (text: string): boolean => text.trimStart().startsWith('::');

const pathOf = (text: string): string[] =>
  splitOutside(text, '::')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Parts between separators that stand in no brackets. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if ('<(['.includes(character)) depth++;
    else if ('>)]'.includes(character)) depth--;
    else if (depth === 0 && text.startsWith(separator, i)) {
      parts.push(text.slice(begin, i));
      begin = i + separator.length;
      i = begin - 1;
    }
  }
  return [...parts, text.slice(begin)];
}
