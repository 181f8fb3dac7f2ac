import { isGroup, isIdentifier, isToken, type TokenTree } from './token-tree.js';

type Trees = readonly TokenTree[];

/**
 * Where a fragment ends that begins at an index; null where there is none. What follows one is restricted, so that the
 * extent of most is seen without knowing all of Rust's grammar.
 *
 * @param fragment `ident`, `ty` …
 * @see Rust reference, "Macros By Example", Metavariables and Follow-set Ambiguity Restrictions
 */
export function endOfFragment(fragment: string, trees: Trees, from: number): number | null {
  const first = trees[from];
  if (first?.kind === 'fragment' && isSame(fragment, first.fragment)) return from + 1;
  switch (fragment) {
    case 'vis':
      return endOfVisibility(trees, from);
    case 'ident':
      return isIdentifier(first) && first.text !== '_' ? from + 1 : null;
    case 'lifetime':
      return first?.kind === 'lifetime' ? from + 1 : null;
    case 'literal':
      return endOfLiteral(trees, from);
    case 'tt':
      return first ? from + 1 : null;
    case 'block':
      return isGroup(first, '{') ? from + 1 : null;
    case 'path':
      return endOfPath(trees, from);
    case 'ty':
      return endOfType(trees, from);
    case 'meta':
      return endOfMeta(trees, from);
    case 'item':
      return endOfItem(trees, from);
    case 'expr':
    case 'expr_2021':
      return endOfExpression(trees, from);
    case 'stmt':
      return endBefore([';'], trees, from);
    case 'pat':
    case 'pat_param':
      return endBefore(['=>', ',', '=', '|', 'if', 'in'], trees, from);
    default:
      return null;
  }
}

/**
 * What was matched as one kind of thing before need not be looked into to be matched as the same again; an expression
 * may go on after it.
 */
const isSame = (wanted: string, held: string): boolean =>
  (wanted === held && !wanted.startsWith('expr')) ||
  (wanted === 'ty' && held === 'path') ||
  (wanted === 'path' && held === 'ty');

/** Of `pub` and `pub(crate)`; of nothing as well. */
function endOfVisibility(trees: Trees, from: number): number {
  if (!isToken(trees[from], 'pub')) return from;
  const restriction = trees[from + 1];
  const [scope] = isGroup(restriction, '(') ? restriction.trees : [];
  const isScope = isIdentifier(scope) && /^(?:crate|self|super|in)$/.test(scope.text);
  return from + (isScope ? 2 : 1);
}

function endOfLiteral(trees: Trees, from: number): number | null {
  const at = isToken(trees[from], '-') ? from + 1 : from;
  const value = trees[at];
  const isLiteral = value?.kind === 'literal' || isToken(value, 'true') || isToken(value, 'false');
  return isLiteral ? at + 1 : null;
}

/** The next of these tokens, or the end; null where there is nothing before it. */
function endBefore(stops: readonly string[], trees: Trees, from: number): number | null {
  let end = from;
  while (end < trees.length && !stops.some((stop) => isToken(trees[end], stop))) end++;
  return end > from ? end : null;
}

/** Up to `=>`, `,` or `;`, of which those in the arguments of a path and in the parameters of a closure are its own. */
function endOfExpression(trees: Trees, from: number): number | null {
  let end = from;
  while (end < trees.length) {
    if (isToken(trees[end], '::') && isToken(trees[end + 1], '<')) {
      const after = endOfArguments(trees, end + 1);
      if (after === null) return null;
      end = after;
    } else if (isToken(trees[end], '|') && isAtOperand(trees, from, end)) {
      const closing = trees.findIndex((tree, i) => i > end && isToken(tree, '|'));
      if (closing === -1) return null;
      end = closing + 1;
    } else if (['=>', ',', ';'].some((stop) => isToken(trees[end], stop))) break;
    else end++;
  }
  return end > from ? end : null;
}

/** Nothing stands before that an operator could have on its left. */
function isAtOperand(trees: Trees, from: number, at: number): boolean {
  const before = trees[at - 1];
  if (at === from || before === undefined) return true;
  return before.kind === 'punctuation' ? !isToken(before, '?') : isToken(before, 'move');
}

/** `a::b(…)`, `a = "…"`, `unsafe(a)` */
function endOfMeta(trees: Trees, from: number): number | null {
  const path = endOfPath(trees, from);
  if (path === null) return null;
  if (trees[path]?.kind === 'group') return path + 1;
  return isToken(trees[path], '=') ? endOfExpression(trees, path + 1) : path;
}

/** Attributes and all up to a `;` or the end of a body. */
function endOfItem(trees: Trees, from: number): number | null {
  let at = from;
  while (isToken(trees[at], '#') && isGroup(trees[at + 1], '[')) at += 2;
  const first = trees[at];
  if (first?.kind === 'fragment') return first.fragment === 'item' ? at + 1 : null;
  if (!isIdentifier(first) && !isToken(first, '::')) return null;
  for (let end = at; end < trees.length; end++) {
    if (isToken(trees[end], ';')) return end + 1;
    const closesItem = isGroup(trees[end], '{') && !isToken(trees[end - 1], '=');
    if (closesItem && !isInitializer(trees, at, end)) return end + 1;
  }
  return null;
}

/** Braces after the `=` of a constant, a static or an alias belong to its value. */
const isInitializer = (trees: Trees, from: number, at: number): boolean =>
  trees
    .slice(from, at)
    .some((tree) => isToken(tree, 'const') || isToken(tree, 'static') || isToken(tree, 'type')) &&
  trees.slice(from, at).some((tree) => isToken(tree, '=')) &&
  !trees.slice(from, at).some((tree) => isToken(tree, 'fn'));

/** Of `a::b<T>::c`, `<T as U>::V`, `Fn(A) -> B`. */
function endOfPath(trees: Trees, from: number): number | null {
  let at = from;
  if (isToken(trees[at], '<')) {
    const qualified = endOfArguments(trees, at);
    if (qualified === null || !isToken(trees[qualified], '::')) return null;
    at = qualified + 1;
  } else if (isToken(trees[at], '::')) at++;
  for (;;) {
    if (!isIdentifier(trees[at])) return null;
    at++;
    const afterColons = isToken(trees[at], '::') && isToken(trees[at + 1], '<') ? at + 1 : at;
    if (isToken(trees[afterColons], '<')) {
      const after = endOfArguments(trees, afterColons);
      if (after === null) return null;
      at = after;
    }
    if (!isToken(trees[at], '::')) return at;
    at++;
  }
}

/** @param from the index of a `<` */
function endOfArguments(trees: Trees, from: number): number | null {
  let depth = 0;
  for (let at = from; at < trees.length; at++) {
    if (isToken(trees[at], '<')) depth++;
    else if (isToken(trees[at], '>') && --depth === 0) return at + 1;
    else if (isToken(trees[at], ';')) return null;
  }
  return null;
}

/** @see Rust reference, "Type expressions" */
function endOfType(trees: Trees, from: number): number | null {
  const first = trees[from];
  if (!first) return null;
  if (first.kind === 'fragment') return isSame('ty', first.fragment) ? from + 1 : null;
  if (isGroup(first, '(') || isGroup(first, '[')) return from + 1;
  if (isToken(first, '!') || isToken(first, '_')) return from + 1;
  if (isToken(first, '*')) {
    const isPointer = isToken(trees[from + 1], 'const') || isToken(trees[from + 1], 'mut');
    return isPointer ? endOfType(trees, from + 2) : null;
  }
  if (isToken(first, '&') || isToken(first, '&&')) {
    let at = from + 1;
    if (trees[at]?.kind === 'lifetime') at++;
    if (isToken(trees[at], 'mut')) at++;
    return endOfType(trees, at);
  }
  if (isToken(first, 'dyn') || isToken(first, 'impl')) return endOfBounds(trees, from + 1);
  if (isToken(first, 'for')) {
    const parameters = endOfArguments(trees, from + 1);
    return parameters === null ? null : endOfType(trees, parameters);
  }
  return endOfFunctionType(trees, from) ?? endOfNamedType(trees, from);
}

/** `unsafe extern "C" fn(A) -> B` */
function endOfFunctionType(trees: Trees, from: number): number | null {
  let at = from;
  if (isToken(trees[at], 'unsafe')) at++;
  if (isToken(trees[at], 'extern')) at += trees[at + 1]?.kind === 'literal' ? 2 : 1;
  if (!isToken(trees[at], 'fn') || !isGroup(trees[at + 1], '(')) return null;
  return isToken(trees[at + 2], '->') ? endOfType(trees, at + 3) : at + 2;
}

/** A path, what a trait like `Fn` takes and gives, or a macro that stands for a type. */
function endOfNamedType(trees: Trees, from: number): number | null {
  const path = endOfPath(trees, from);
  if (path === null) return null;
  if (isToken(trees[path], '!') && trees[path + 1]?.kind === 'group') return path + 2;
  if (!isGroup(trees[path], '(')) return path;
  return isToken(trees[path + 1], '->') ? endOfType(trees, path + 2) : path + 1;
}

function endOfBounds(trees: Trees, from: number): number | null {
  for (let at = from; ;) {
    while (isToken(trees[at], '?')) at++;
    const end = trees[at]?.kind === 'lifetime' ? at + 1 : endOfType(trees, at);
    if (end === null || !isToken(trees[end], '+')) return end;
    at = end + 1;
  }
}
