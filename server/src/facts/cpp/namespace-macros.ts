import { closesNamespace, opensNamespace } from '../../syntax/mask/macro-definitions.js';
import type { CppScope } from './cpp-facts.js';

/** What a macro opens, until its definition is found. */
export const macroScope = (macro: string): CppScope => ({ kind: 'namespace', name: '', inline: true, macro });

/** Far more namespaces within each other than people write. */
const DEEPEST_NESTING = 200;

/**
 * The scope behind a macro that may open or close a namespace.
 *
 * @param outer how many of the scopes no macro may close
 */
export function scopeAfter(scope: readonly CppScope[], macro: string, outer: number): readonly CppScope[] {
  if (opensNamespace(macro)) return scope.length < DEEPEST_NESTING ? [...scope, macroScope(macro)] : scope;
  return closesNamespace(macro) && scope.length > outer ? scope.slice(0, -1) : scope;
}

/** An unnamed namespace: not one that a macro opens. */
export const isAnonymous = ({ name, macro }: CppScope): boolean => name === '' && macro === undefined;

/** A linkage block opens a brace and no scope: `extern "C++" { namespace icu {`. */
const LINKAGE = /^extern\s*"[^"]*"\s*\{\s*/;
const HEAD = /^(inline\s+)?namespace\b\s*(?:__attribute__\s*\(\(.*?\)\)\s*)?([\w:\s]*?)\s*\{\s*/;

/** The namespaces that a macro's text opens; none where it is empty, null where it says more than that. */
export function namespacesIn(text: string): readonly CppScope[] | null {
  const scopes: CppScope[] = [];
  const linkage = (words: string): string => words.replace(LINKAGE, '');
  let rest = linkage(text.trim());
  while (rest !== '') {
    const match = HEAD.exec(rest);
    if (!match) return null;
    for (const part of (match[2] ?? '').split('::')) {
      const name = part.trim().replace(/^inline\s+/, '');
      if (!/^\w*$/.test(name)) return null;
      scopes.push({ kind: 'namespace', name, inline: match[1] !== undefined || part.trim() !== name });
    }
    rest = linkage(rest.slice(match[0].length));
  }
  return scopes;
}

/** The namespaces of the words before a `{`; macros and attributes among them say nothing. */
export function namespacesOfHead(text: string): readonly CppScope[] {
  const words = /(?:\binline\s+)?\bnamespace\b[^]*$/.exec(text.replace(/\[\[[^\]]*\]\]/g, ' '))?.[0];
  return words === undefined ? [] : (namespacesIn(`${words}{`) ?? [macroScope(words)]);
}
