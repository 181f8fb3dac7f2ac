import { endOfFragment } from './fragments.js';
import type { Pattern } from './macro-rules.js';
import { isToken, type TokenTree } from './token-tree.js';

/** What a variable of a matcher stands for; one entry for each time that the repetition around it matched. */
export type Binding =
  | { readonly kind: 'fragment'; readonly fragment: string; readonly trees: readonly TokenTree[] }
  | { readonly kind: 'repeated'; readonly times: readonly Binding[] };

export type Bindings = ReadonlyMap<string, Binding>;

/**
 * What the variables of a matcher stand for where it matches the whole of what a macro is given; null where it does
 * not.
 *
 * A repetition takes as much as it can. Where that would be wrong the compiler refuses the macro as ambiguous.
 *
 * @see Rust reference, "Macros By Example", Transcribing
 */
export function matchRule(matcher: readonly Pattern[], trees: readonly TokenTree[]): Bindings | null {
  const bound = new Map<string, Binding>();
  const end = match(matcher, trees, 0, bound);
  return end === trees.length ? bound : null;
}

/** @returns the index after what was matched */
function match(
  patterns: readonly Pattern[],
  trees: readonly TokenTree[],
  from: number,
  bound: Map<string, Binding>,
): number | null {
  let at: number | null = from;
  for (const pattern of patterns) {
    at = matchOne(pattern, trees, at, bound);
    if (at === null) return null;
  }
  return at;
}

function matchOne(
  pattern: Pattern,
  trees: readonly TokenTree[],
  from: number,
  bound: Map<string, Binding>,
): number | null {
  const tree = trees[from];
  switch (pattern.kind) {
    case 'token':
      return isToken(tree, pattern.token.text) ? from + 1 : null;
    case 'crate':
      return null;
    case 'group': {
      if (tree?.kind !== 'group' || tree.delimiter !== pattern.group.delimiter) return null;
      const end = match(pattern.content, tree.trees, 0, bound);
      return end === tree.trees.length ? from + 1 : null;
    }
    case 'variable': {
      const fragment = pattern.fragment ?? '';
      const end = endOfFragment(fragment, trees, from);
      if (end === null) return null;
      bound.set(pattern.name, { kind: 'fragment', fragment, trees: trees.slice(from, end) });
      return end;
    }
    case 'repetition':
      return matchRepetition(pattern, trees, from, bound);
    default:
      return pattern satisfies never;
  }
}

function matchRepetition(
  { content, separator, operator, names }: Extract<Pattern, { kind: 'repetition' }>,
  trees: readonly TokenTree[],
  from: number,
  bound: Map<string, Binding>,
): number | null {
  const times: ReadonlyMap<string, Binding>[] = [];
  let at = from;
  while (operator !== '?' || times.length === 0) {
    const isFurther = times.length > 0 && separator !== null;
    if (isFurther && !isToken(trees[at], separator.text)) break;
    const own = new Map<string, Binding>();
    const end = match(content, trees, isFurther ? at + 1 : at, own);
    if (end === null || end === at) break;
    times.push(own);
    at = end;
  }
  if (operator === '+' && times.length === 0) return null;
  for (const name of names) {
    const each = times.flatMap((own) => own.get(name) ?? []);
    bound.set(name, { kind: 'repeated', times: each });
  }
  return at;
}
