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
  const times = new Map<string, Binding[]>([...names].map((name) => [name, []]));
  // Nearly all of what macros are given goes through `$($rest:tt)*`, which needs no bindings of its own each time.
  const single = content.length === 1 && content[0]?.kind === 'variable' ? content[0] : null;
  const all = single && times.get(single.name);
  let count = 0;
  let at = from;
  while (operator !== '?' || count === 0) {
    const isFurther = count > 0 && separator !== null;
    if (isFurther && !isToken(trees[at], separator.text)) break;
    const start = isFurther ? at + 1 : at;
    const own = all ? null : new Map<string, Binding>();
    const end = own ? match(content, trees, start, own) : endOfFragment(single?.fragment ?? '', trees, start);
    if (end === null || end === at) break;
    if (own) for (const [name, binding] of own) times.get(name)?.push(binding);
    else all?.push({ kind: 'fragment', fragment: single?.fragment ?? '', trees: trees.slice(start, end) });
    count++;
    at = end;
  }
  if (operator === '+' && count === 0) return null;
  for (const [name, each] of times) bound.set(name, { kind: 'repeated', times: each });
  return at;
}
