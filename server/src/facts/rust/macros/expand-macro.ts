import type { MacroRule } from './macro-rules.js';
import { matchRule } from './match-rule.js';
import { isGroup, isIdentifier, isToken, readTokenTrees, type TokenTree } from './token-tree.js';
import { type Budget, transcribe } from './transcribe.js';

/** One definition of a macro. */
export interface MacroMeaning {
  readonly rules: readonly MacroRule[];
  /** How the place of the use names the crate of the definition: `crate`, or `::name`. */
  readonly crate: readonly string[];
}

/** The meaning of a macro by its name; null where it is not known, or not needed. */
export type Meanings = (name: string) => MacroMeaning | null;

/** As rustc's own `recursion_limit`. */
const DEEPEST_EXPANSION = 128;

/** Of all that a use is expanded to on the way; the largest that people write have some ten thousand. */
const MOST_TREES = 200_000;

/**
 * What a use of a macro among items comes to, the macros among the items that it writes expanded as well. Those whose
 * meaning is not known stay as they are.
 *
 * @param argument what the macro is given, between its delimiters
 * @returns null where no rule matches, or it comes to too much
 */
export function expandMacro(name: string, argument: string, meanings: Meanings): readonly TokenTree[] | null {
  const given = readTokenTrees(argument, true);
  return given && new Expansion(meanings).expand(name, given, 0);
}

class Expansion {
  readonly #meanings: Meanings;
  readonly #budget: Budget = { left: MOST_TREES };

  constructor(meanings: Meanings) {
    this.#meanings = meanings;
  }

  expand(name: string, given: readonly TokenTree[], depth: number): readonly TokenTree[] | null {
    const meaning = this.#meanings(name);
    if (!meaning || depth === DEEPEST_EXPANSION) return null;
    for (const { matcher, transcriber } of meaning.rules) {
      const bindings = matchRule(matcher, given);
      if (!bindings) continue;
      const trees = transcribe(transcriber, bindings, meaning.crate, this.#budget);
      return trees && this.#expandItems(trees, depth + 1);
    }
    return null;
  }

  /** Expands what stands among the items: at the outset, and in modules and blocks of foreign items. */
  #expandItems(trees: readonly TokenTree[], depth: number): readonly TokenTree[] | null {
    const expanded: TokenTree[] = [];
    let isAtItem = true;
    for (let i = 0; i < trees.length; i++) {
      const tree = trees[i] as TokenTree;
      const use = isAtItem ? useAt(trees, i) : null;
      if (use && this.#meanings(use.name)) {
        const parts = this.expand(use.name, use.given, depth);
        if (!parts) return null;
        for (const part of parts) expanded.push(part);
        i += use.length - 1;
        continue;
      }
      const inside = this.#expandInside(tree, trees.slice(Math.max(0, i - 2), i), depth);
      if (!inside) return null;
      expanded.push(inside);
      isAtItem = isToken(tree, ';') || isGroup(tree, '{') || tree.kind === 'fragment';
    }
    return expanded;
  }

  #expandInside(tree: TokenTree, before: readonly TokenTree[], depth: number): TokenTree | null {
    const isItems =
      isGroup(tree, '{') && before.some((each) => isToken(each, 'mod') || isToken(each, 'extern'));
    if (!isItems && !(tree.kind === 'fragment' && tree.fragment === 'item')) return tree;
    const trees = this.#expandItems(tree.trees, depth);
    return trees && { ...tree, trees };
  }
}

/** `name! { … }`, `name!(…);` and the same by a path, of which the last name counts. */
function useAt(
  trees: readonly TokenTree[],
  from: number,
): { readonly name: string; readonly given: readonly TokenTree[]; readonly length: number } | null {
  let at = from;
  let name: string | null = null;
  for (let tree = trees[at]; isIdentifier(tree) || isToken(tree, '::'); tree = trees[++at]) name = tree.text;
  const given = trees[at + 1];
  if (name === null || !isToken(trees[at], '!') || given?.kind !== 'group') return null;
  const end = isToken(trees[at + 2], ';') ? at + 3 : at + 2;
  return { name, given: given.trees, length: end - from };
}
