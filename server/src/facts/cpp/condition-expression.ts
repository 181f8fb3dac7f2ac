import { nameTable } from '../../base/name-table.js';
import { expandMacros, type MacroMeaning } from './macro-expansion.js';
import {
  applyBinary,
  applyUnary,
  eitherOf,
  isTrue,
  readInteger,
  signed,
  truth,
  type ConditionNumber,
} from './condition-numbers.js';

/** What is known of a macro at an `#if`. */
export interface MacroState {
  /** Null where it may or may not be. */
  readonly defined: boolean | null;
  /** What it stands for where it is defined: a text, or a number of which only a range is known; null where neither is. */
  readonly meaning: MacroMeaning | ConditionNumber | null;
}

export type MacroStates = (name: string) => MacroState;

/**
 * The value of an `#if` expression: `defined` and the like answered, macros expanded, the rest computed. A macro
 * of which nothing is known is taken for an operand, as one is that is written in parentheses.
 *
 * @returns null where it is not known, or is no expression
 * @see C++ [cpp.cond]
 */
export function evaluateIf(text: string, states: MacroStates): boolean | null {
  // Most are of this kind, and they are asked often.
  const [, not, only] = /^(!?)defined\((\w+)\)$/.exec(text) ?? [];
  if (only !== undefined) {
    const { defined } = states(only);
    return defined === null ? null : defined !== (not === '!');
  }
  const expanded = expandMacros(withoutQueries(text, states), (name) => {
    if (name.includes('$') || name in WORDS || name === 'true' || name === 'false') return null;
    const { defined, meaning } = states(name);
    if (defined === false) return null;
    if (!meaning) return { parameters: null, text: OPEN };
    if ('low' in meaning) return { parameters: null, text: inPlaceOf(name) };
    // Compilers answer a `defined` that comes out of a macro, although no standard asks them to.
    return { parameters: meaning.parameters, text: withoutQueries(meaning.text, states) };
  });
  return expanded === null ? null : isTrue(new Expression(expanded, states).value());
}

/** Stands for a text that is not known: no name that a macro has, and what `##` joins to it is none either. */
const OPEN = '$$';
/** `$1$` stands for an answer, `$__GNUC__$` for a number of which a range is known. */
const inPlaceOf = (what: string): string => `$${what}$`;

/** `defined X` with X in one of the first two groups; what asks the compiler; a call with its name; parentheses. */
const QUERY =
  /\bdefined\s*(?:\(\s*(\w+)\s*\)|(\w+))|\b__has_\w+\s*\((?:"[^"]*"|<[^<>]*>|[^()"<>]|\([^()]*\))*\)|\b([A-Za-z_]\w*)\s*\(|[()]/g;

/**
 * `defined(X)`, `__has_include(<x>)` and their like are answered before any macro is expanded. What a compiler has, and
 * which files there are, nobody here knows. In the arguments of a macro X may be expanded before it is looked at.
 */
function withoutQueries(text: string, states: MacroStates): string {
  if (!/\bdefined\b|\b__has_/.test(text)) return text;
  /** Of each parenthesis that is open, whether it is within a call. */
  const calls: boolean[] = [];
  return text.replace(QUERY, (match, inParentheses?: string, plain?: string, called?: string) => {
    const isWithinCall = calls.at(-1) ?? false;
    if (match === ')') calls.pop();
    else if (match === '(' || called !== undefined)
      calls.push(isWithinCall || (called !== undefined && !(called in WORDS)));
    else {
      const name = inParentheses ?? plain;
      const defined = name === undefined || isWithinCall ? null : states(name).defined;
      return ` ${defined === null ? OPEN : inPlaceOf(defined ? '1' : '0')} `;
    }
    return match;
  });
}

const TOKEN = /'(?:[^'\\]|\\.)'|\.?\d(?:[eEpP][+-]|'?[\w.])*|[A-Za-z_$][\w$]*|<=>|<<|>>|[<>=!]=|&&|\|\||\S/g;

/** Words that are operators. @see C++ [lex.digraph] */
const WORDS = nameTable<string>({
  and: '&&',
  or: '||',
  not: '!',
  not_eq: '!=',
  bitand: '&',
  bitor: '|',
  xor: '^',
  compl: '~',
});

const PRECEDENCE = nameTable<number>({
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
});

/** Nesting beyond which nobody follows: it must not exhaust the stack. */
const DEEPEST = 200;

/** A recursive descent over an expression in which macros are expanded. */
class Expression {
  readonly #tokens: readonly string[];
  readonly #states: MacroStates;
  #next = 0;
  #depth = 0;
  #failed = false;

  constructor(text: string, states: MacroStates) {
    this.#tokens = (text.match(TOKEN) ?? []).map((token) => WORDS[token] ?? token);
    this.#states = states;
  }

  value(): ConditionNumber | null {
    const value = this.#conditional();
    return this.#failed || this.#next !== this.#tokens.length ? null : value;
  }

  #conditional(): ConditionNumber | null {
    if (++this.#depth > DEEPEST) return this.#fail();
    const condition = this.#binary(1);
    const value = this.#take('?') ? this.#branches(isTrue(condition)) : condition;
    this.#depth--;
    return value;
  }

  #branches(condition: boolean | null): ConditionNumber | null {
    const yes = this.#conditional();
    if (!this.#take(':')) return this.#fail();
    const no = this.#conditional();
    return eitherOf(condition, yes, no);
  }

  #binary(least: number): ConditionNumber | null {
    let left = this.#unary();
    for (;;) {
      const operator = this.#tokens[this.#next] ?? '';
      const precedence = PRECEDENCE[operator] ?? 0;
      if (precedence < least || this.#failed) return left;
      this.#next++;
      const right = this.#binary(precedence + 1);
      left = combined(operator, left, right);
    }
  }

  #unary(): ConditionNumber | null {
    const operator = this.#tokens[this.#next] ?? '';
    if (!/^[-+!~]$/.test(operator)) return this.#primary();
    if (++this.#depth > DEEPEST) return this.#fail();
    this.#next++;
    const value = applyUnary(operator, this.#unary());
    this.#depth--;
    return value;
  }

  #primary(): ConditionNumber | null {
    const token = this.#tokens[this.#next++] ?? '';
    if (token === '(') {
      const value = this.#conditional();
      return this.#take(')') ? value : this.#fail();
    }
    if (/^\.?\d/.test(token)) return readInteger(token) ?? this.#fail();
    if (/^'[^\\]'$/.test(token)) return isAscii(token) ? signed(BigInt(token.charCodeAt(1))) : null;
    if (!/^[A-Za-z_$]/.test(token)) return this.#fail();
    if (token === 'true' || token === 'false') return truth(token === 'true');
    return this.#named(token);
  }

  /** A name that is left is no macro, or hidden in its own expansion, or lacks the arguments that it wants. */
  #named(name: string): ConditionNumber | null {
    const isCall = this.#tokens[this.#next] === '(';
    if (!name.includes('$')) return isCall ? this.#fail() : truth(false);
    const known = /^\$(\w+)\$$/.exec(name)?.[1];
    if (known === '0' || known === '1') return isCall ? this.#fail() : truth(known === '1');
    if (isCall) this.#skipArguments();
    const meaning = known === undefined ? null : this.#states(known).meaning;
    return meaning && 'low' in meaning ? meaning : null;
  }

  /** Of a macro that may have parameters. */
  #skipArguments(): void {
    let depth = 0;
    do {
      const token = this.#tokens[this.#next++];
      if (token === '(') depth++;
      else if (token === ')') depth--;
      else if (token === undefined) this.#failed = true;
    } while (depth > 0 && !this.#failed);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next++;
    return true;
  }

  #fail(): null {
    this.#failed = true;
    return null;
  }
}

const isAscii = (token: string): boolean => /^'[ -~]'$/.test(token);

/** `&&` and `||` may be decided by either side. */
function combined(
  operator: string,
  left: ConditionNumber | null,
  right: ConditionNumber | null,
): ConditionNumber | null {
  if (operator !== '&&' && operator !== '||') return applyBinary(operator, left, right);
  const decisive = operator === '||';
  const [a, b] = [isTrue(left), isTrue(right)];
  if (a === decisive || b === decisive) return truth(decisive);
  return a === null || b === null ? null : truth(!decisive);
}
