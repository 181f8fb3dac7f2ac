import type { Uri } from '../../base/range.js';
import type { Target } from '../../abi/target.js';
import type { Condition } from '../../facts/facts.js';
import { isFallback, type CppMacroDefinition } from '../../program/cpp-names.js';
import type { Program } from '../../program/program.js';
import type { MacroState } from '../../facts/cpp/condition-expression.js';
import { isIncludedOn } from '../cpp-conditions.js';
import { assumedOfBuilds, isIncludedIn, knownMacro, type Reader } from '../known-macros.js';
import { OPEN, UNDEFINED } from '../predefined-macros.js';

/** Whether a declaration is there, and what that rests on beyond the target. */
export interface Inclusion {
  readonly included: boolean | null;
  /** Empty where the target alone decides. */
  readonly assumptions: readonly string[];
}

/**
 * Whether a declaration is there on the target when the files that were read are taken for all there is: a macro
 * that none of them defines is not defined, one that is defined in one way has that value. The build may say
 * otherwise, so what comes from that is an assumption.
 */
export function inclusionOf(condition: Condition, uri: Uri, program: Program, target: Target): Inclusion {
  const reader = { program, target };
  const certain = isIncludedIn(condition, uri, reader);
  if (certain !== null) return { included: certain, assumptions: [] };
  const macros = new ProjectMacros(reader);
  const included = isIncludedOn(condition, target, (name) => macros.state(name, uri));
  return { included, assumptions: included === null ? [] : [...macros.assumptions] };
}

/** What holds for a declaration beyond what holds around a record; the record's head may have conditions of its own. */
export function conditionWithin(around: Condition, condition: Condition): Condition {
  const begin = condition.findIndex((part, i) => part !== around[i]);
  return begin < 0 ? [] : condition.slice(begin);
}

/** The definitions of a macro that no `#if` leaves out on the target. */
export const possibleDefinitions = (
  name: string,
  uri: Uri,
  program: Program,
  target: Target,
): readonly CppMacroDefinition[] =>
  program.cpp
    .macrosNamed(name, uri)
    .filter((each) => isIncludedIn(each.item.condition, each.uri, { program, target }) !== false);

/** The macros of a program that is all there is. */
class ProjectMacros {
  readonly assumptions = new Set<string>();
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  state(name: string, uri: Uri): MacroState {
    const { program, target } = this.#reader;
    const known = knownMacro(name, uri, this.#reader);
    if (known) return known;
    const set = assumedOfBuilds(name, uri, this.#reader);
    if (set) return this.#assume(name, set);
    // Of what compilers define by themselves the table has only a part.
    if (name.startsWith('__')) return OPEN;
    const definitions = possibleDefinitions(name, uri, program, target);
    if (definitions.length === 0) return this.#assume(name, UNDEFINED);
    const isCertain = definitions.some(
      (each) => !isFallback(each.item) && isIncludedIn(each.item.condition, each.uri, this.#reader) === true,
    );
    const [first] = definitions;
    const isOne = definitions.every(
      ({ item }) => item.text === first?.item.text && sameParameters(item.parameters, first.item.parameters),
    );
    const meaning = isOne && first ? { parameters: first.item.parameters, text: first.item.text } : null;
    return this.#assume(name, { defined: isCertain ? true : null, meaning });
  }

  #assume(name: string, state: MacroState): MacroState {
    const { defined, meaning } = state;
    const text = meaning && 'text' in meaning && meaning.parameters === null ? meaning.text : '';
    if (defined === false) this.assumptions.add(`\`${name}\` is not defined`);
    else if (text !== '') this.assumptions.add(`\`${name}\` is ${text}`);
    else if (defined || meaning) this.assumptions.add(`\`${name}\` is defined`);
    return state;
  }
}

const sameParameters = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
  a?.join() === b?.join();
