import type { Range } from '../../base/range.js';
import { declaresName } from './body-names.js';
import type { BodyTokens } from './body-tokens.js';
import type { BodyQuestion } from './function-body.js';

/** A call by name that gives a null pointer, as a literal. */
export interface NullArgument {
  /** As written, without what it is qualified by. */
  readonly called: string;
  /** Index of the argument. */
  readonly argument: number;
  readonly range: Range;
}

/** Whether a body may have one. */
export const mayGiveNull = (body: string): boolean => /\b(?:nullptr|NULL)\s*[,)]/.test(body);

/**
 * The null pointers that a body gives to functions it calls by their names, the first for each argument of each. Not
 * where an `#if` decides, nor where the body declares the name itself: then it is another function.
 */
export function nullArguments(tokens: BodyTokens, { lines, start }: BodyQuestion): readonly NullArgument[] {
  const declared = new Set<string>();
  const found = new Map<string, NullArgument>();
  for (let i = 0; i < tokens.count; i++) {
    if (declaresName(tokens, i)) declared.add(tokens.word(i));
    if (!isCall(tokens, i) || tokens.isConditional(i)) continue;
    const called = tokens.word(i);
    for (const { argument, from, to } of argumentsAt(tokens, i + 1)) {
      const key = `${called} ${argument}`;
      if (found.has(key) || !NULL.test(tokens.textBetween(from, to))) continue;
      const range = lines.rangeOf(start + tokens.startOf(from), start + tokens.endOf(to - 1));
      found.set(key, { called, argument, range });
    }
  }
  return [...found.values()].filter(({ called }) => !declared.has(called));
}

const NULL = /^(?:\([\w\s:]+\*\s*\)\s*)?(?:nullptr|NULL)$/;

/** `f(`, not `x.f(`, `T f(` or `Class::f(`. */
function isCall(tokens: BodyTokens, i: number): boolean {
  if (!tokens.isIdentifier(i) || tokens.word(i + 1) !== '(') return false;
  const before = tokens.word(i - 1);
  if (/^(?:\.|->|[>*&~])$/.test(before)) return false;
  if (before === '::') return !tokens.isIdentifier(i - 2);
  return !tokens.isIdentifier(i - 1) || /^(?:return|else|do|co_return|case|throw)$/.test(before);
}

/** The arguments of a call, by the tokens of each; the second exclusive. */
function* argumentsAt(
  tokens: BodyTokens,
  open: number,
): Iterable<{ readonly argument: number; readonly from: number; readonly to: number }> {
  const close = tokens.partner(open);
  let from = open + 1;
  let argument = 0;
  for (let i = from; i <= close; i++) {
    if (i === close || tokens.word(i) === ',') {
      yield { argument: argument++, from, to: i };
      from = i + 1;
    } else if (tokens.word(i) === '<') {
      // A comma may be one of template arguments: nobody can count them here.
      return;
    }
    i = tokens.partner(i);
  }
}
