import type { Span } from '../../syntax/mask/masked-text.js';
import type { CppRelocationMark, CppScope } from './cpp-facts.js';
import type { CppSource } from './source.js';

/** Where a namespace's declarations stand. */
export interface NamespaceBody extends Span {
  readonly scope: readonly CppScope[];
}

/** folly's, BDE's and Qt's. */
const MACROS: ReadonlySet<string> = new Set([
  'FOLLY_ASSUME_RELOCATABLE',
  'FOLLY_ASSUME_FBVECTOR_COMPATIBLE',
  'BSLMF_NESTED_TRAIT_DECLARATION',
  'Q_DECLARE_TYPEINFO',
]);

/** @param namespaces an outer one before those in it */
export function readRelocationMarks(
  source: CppSource,
  namespaces: readonly NamespaceBody[],
): CppRelocationMark[] {
  return source.masked.macroUses
    .filter(({ name }) => MACROS.has(name))
    .map(({ name, start, end }) => {
      const list = source.text
        .slice(start + name.length, end)
        .trim()
        .slice(1, -1);
      const semicolon = /^\s*;/.exec(source.text.slice(end, end + 8))?.[0].length ?? 0;
      return {
        macro: name,
        arguments: list.split(',').map((argument) => argument.trim()),
        scope: namespaces.findLast((body) => body.start < start && end <= body.end)?.scope ?? [],
        range: source.lines.rangeOf(start, end + semicolon),
      };
    });
}
