import type { MacroUse } from '../../syntax/mask/masked-text.js';
import type { Context } from './context.js';
import type { CppMacroUse } from './cpp-facts.js';
import type { CppSource } from './source.js';

/**
 * A macro between two declarations, where its definition may make declarations of it: with what ends it, `;` or a
 * body, or alone on its line. Null for one that goes on with the declaration behind it, as `API_EXPORT int f();` does.
 */
export function readMacroUse(
  source: CppSource,
  { name, start, end }: MacroUse,
  { scope, condition, linkage }: Pick<Context, 'scope' | 'condition' | 'linkage'>,
): CppMacroUse | null {
  const [, terminator = ''] = /^\s*([;{]?)/.exec(source.text.slice(end, end + 200)) ?? [];
  const hasArguments = end - start > name.length;
  if (terminator === '' && !(hasArguments && ENDS_LINE.test(source.masked.text.slice(end, end + 200))))
    return null;
  return {
    macro: name,
    text: `${source.text.slice(start, end)}${terminator === '{' ? '{}' : terminator}`,
    scope,
    condition: [...condition, ...source.keptConditions(start, end)],
    linkage: source.linkageAt(start, linkage),
    range: source.lines.rangeOf(start, end),
  };
}

/** Comments count as nothing. */
const ENDS_LINE = /^[ \t]*(?:\/\/|(?:\/\*[^]*?\*\/[ \t]*)*(?:[\r\n]|$))/;

/** True where a declaration behind the macro has nothing to do with it. */
export const endsItself = ({ text }: CppMacroUse): boolean => /[;}]$/.test(text);
