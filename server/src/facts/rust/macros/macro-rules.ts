import {
  type Group,
  isGroup,
  isIdentifier,
  isToken,
  readTokenTrees,
  type Token,
  type TokenTree,
} from './token-tree.js';

/** One `(matcher) => { transcriber }` of a `macro_rules!`. */
export interface MacroRule {
  readonly matcher: readonly Pattern[];
  readonly transcriber: readonly Pattern[];
}

/** A part of a matcher or of a transcriber. */
export type Pattern =
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'group'; readonly group: Group; readonly content: readonly Pattern[] }
  /** `$name:fragment`, and `$name` in a transcriber, where `fragment` is null. */
  | { readonly kind: 'variable'; readonly name: string; readonly fragment: string | null }
  /** `$crate` */
  | { readonly kind: 'crate'; readonly token: Token }
  | {
      readonly kind: 'repetition';
      readonly content: readonly Pattern[];
      readonly separator: Token | null;
      readonly operator: '*' | '+' | '?';
      /** Of the variables anywhere in it. */
      readonly names: ReadonlySet<string>;
    };

/**
 * The rules of a `macro_rules!`, by their text between the braces around them.
 *
 * @returns null where it does not follow the grammar, or uses metavariable expressions, which are unstable
 * @see Rust reference, "Macros By Example"
 */
export function readMacroRules(text: string): readonly MacroRule[] | null {
  const trees = readTokenTrees(text, false);
  if (!trees) return null;
  const rules: MacroRule[] = [];
  for (let i = 0; i < trees.length;) {
    const [matcher, arrow, transcriber, end] = trees.slice(i, i + 4);
    if (matcher?.kind !== 'group' || !isToken(arrow, '=>') || transcriber?.kind !== 'group') return null;
    if (end !== undefined && !isToken(end, ';')) return null;
    const [matched, transcribed] = [
      readPatterns(matcher.trees, true),
      readPatterns(transcriber.trees, false),
    ];
    if (!matched || !transcribed) return null;
    rules.push({ matcher: matched, transcriber: transcribed });
    i += 4;
  }
  return rules;
}

function readPatterns(trees: readonly TokenTree[], inMatcher: boolean): readonly Pattern[] | null {
  const patterns: Pattern[] = [];
  for (let i = 0; i < trees.length;) {
    const tree = trees[i] as TokenTree;
    const read = isToken(tree, '$')
      ? readDollar(trees.slice(i + 1, i + 4), inMatcher)
      : { pattern: readTree(tree, inMatcher), length: 0 };
    if (!read?.pattern) return null;
    patterns.push(read.pattern);
    i += 1 + read.length;
  }
  return patterns;
}

function readTree(tree: TokenTree, inMatcher: boolean): Pattern | null {
  if (tree.kind === 'fragment') return null;
  if (tree.kind !== 'group') return { kind: 'token', token: tree };
  const content = readPatterns(tree.trees, inMatcher);
  return content && { kind: 'group', group: tree, content };
}

/** @returns what a `$` begins, and how many trees follow it there */
function readDollar(
  [first, second, third]: readonly TokenTree[],
  inMatcher: boolean,
): { readonly pattern: Pattern; readonly length: number } | null {
  if (isGroup(first, '(')) {
    const content = readPatterns(first.trees, inMatcher);
    if (!content) return null;
    const names = new Set(content.flatMap(namesIn));
    const operator = operatorOf(second);
    if (operator)
      return { pattern: { kind: 'repetition', content, separator: null, operator, names }, length: 2 };
    const separated = operatorOf(third);
    if (!second || second.kind === 'group' || second.kind === 'fragment' || !separated) return null;
    return {
      pattern: { kind: 'repetition', content, separator: second, operator: separated, names },
      length: 3,
    };
  }
  if (!isIdentifier(first)) return null;
  if (first.text === 'crate') return { pattern: { kind: 'crate', token: first }, length: 1 };
  if (!inMatcher) return { pattern: { kind: 'variable', name: first.text, fragment: null }, length: 1 };
  if (!isToken(second, ':') || !isIdentifier(third)) return null;
  return { pattern: { kind: 'variable', name: first.text, fragment: third.text }, length: 3 };
}

const OPERATORS = ['*', '+', '?'] as const;

const operatorOf = (tree: TokenTree | undefined): '*' | '+' | '?' | null =>
  OPERATORS.find((operator) => isToken(tree, operator)) ?? null;

function namesIn(pattern: Pattern): readonly string[] {
  switch (pattern.kind) {
    case 'variable':
      return [pattern.name];
    case 'group':
      return pattern.content.flatMap(namesIn);
    case 'repetition':
      return [...pattern.names];
    case 'token':
    case 'crate':
      return [];
    default:
      return pattern satisfies never;
  }
}
