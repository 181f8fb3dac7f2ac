import type { Target } from '../abi/target.js';
import type { Condition } from '../facts/facts.js';
import { isPredefined } from './predefined-macros.js';

/**
 * Whether a C++ declaration is there on `target`: false where an `#if` leaves it out by a macro that the
 * target's compilers predefine; true or null (it depends on the build) otherwise.
 *
 * @see C++ [cpp.cond]
 */
export function isIncludedOn(
  condition: Condition,
  target: Target,
  project: ProjectMacros = NOTHING_KNOWN,
): boolean | null {
  let result: boolean | null = true;
  for (const expression of condition) {
    const value = new Expression(expression, target, project).evaluate();
    if (value === false) return false;
    if (value === null) result = null;
  }
  return result;
}

/** What is known of macros that no compiler predefines; null where nothing is. */
export interface ProjectMacros {
  isDefined(macro: string): boolean | null;
  /** Whether it counts as true in an `#if`. */
  isTrue(macro: string): boolean | null;
}

const NOTHING_KNOWN: ProjectMacros = { isDefined: () => null, isTrue: () => null };

/** A recursive descent over `defined(_WIN32) && !(A || B)`. Comparisons and arithmetic are not known. */
class Expression {
  readonly #tokens: readonly string[];
  readonly #target: Target;
  readonly #project: ProjectMacros;
  #next = 0;

  constructor(text: string, target: Target, project: ProjectMacros) {
    this.#tokens = text.match(/\w+|&&|\|\||[!=<>]=|\S/g) ?? [];
    this.#target = target;
    this.#project = project;
  }

  evaluate(): boolean | null {
    const value = this.#or();
    return this.#next === this.#tokens.length ? value : null;
  }

  #or(): boolean | null {
    let value = this.#and();
    while (this.#take('||')) value = either(value, this.#and());
    return value;
  }

  #and(): boolean | null {
    let value = this.#not();
    while (this.#take('&&')) value = negate(either(negate(value), negate(this.#not())));
    return value;
  }

  #not(): boolean | null {
    if (this.#take('!')) return negate(this.#not());
    if (this.#take('(')) {
      const value = this.#or();
      return this.#take(')') ? value : this.#giveUp();
    }
    if (this.#take('defined')) {
      const parenthesis = this.#take('(');
      const macro = this.#tokens[this.#next++] ?? '';
      const value = isPredefined(macro, this.#target) ?? this.#project.isDefined(macro);
      return !parenthesis || this.#take(')') ? value : this.#giveUp();
    }
    const word = this.#tokens[this.#next++] ?? '';
    if (/^\d+$/.test(word)) return Number(word) !== 0;
    // Each of the macros of the table is 1 where it is defined, and a name that is none is 0.
    const isOperand = /^\w+$/.test(word) && !/^[(<>=!+*/%?-]/.test(this.#tokens[this.#next] ?? '');
    return isPredefined(word, this.#target) ?? (isOperand ? this.#project.isTrue(word) : null);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next++;
    return true;
  }

  /** What is not understood decides nothing: no token is left over that could. */
  #giveUp(): null {
    this.#next = -1;
    return null;
  }
}

const negate = (value: boolean | null): boolean | null => (value === null ? null : !value);

const either = (a: boolean | null, b: boolean | null): boolean | null =>
  a === true || b === true ? true : a === null || b === null ? null : false;
