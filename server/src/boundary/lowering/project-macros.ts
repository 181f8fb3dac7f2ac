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

/** Macros that follow from one another; no workspace needs as many for one `#if`. */
const MOST_MACROS = 200;
const LONGEST_CHAIN = 30;

/** The macros of a program that is all there is. */
class ProjectMacros {
  readonly assumptions = new Set<string>();
  readonly #reader: Reader;
  /** Open while it is being found out: what depends on itself says nothing. */
  readonly #states = new Map<string, MacroState>();
  #chain = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  state(name: string, uri: Uri): MacroState {
    const known = this.#states.get(name) ?? knownMacro(name, uri, this.#reader);
    if (known) return known;
    if (this.#chain === LONGEST_CHAIN || this.#states.size === MOST_MACROS) return OPEN;
    this.#states.set(name, OPEN);
    this.#chain++;
    const state = assumedOfBuilds(name, uri, this.#reader) ?? this.#defined(name, uri);
    this.#chain--;
    this.#states.set(name, state);
    this.#assume(name, state);
    return state;
  }

  /** By the definitions that the macros in their own `#if` let be. */
  #defined(name: string, uri: Uri): MacroState {
    // Of what compilers define by themselves the table has only a part.
    if (name.startsWith('__')) return OPEN;
    const { program, target } = this.#reader;
    const possible = possibleDefinitions(name, uri, program, target);
    if (program.cpp.mayBeUndefined(name, uri)) return OPEN;
    // What the file defines behind its question is no answer to it.
    if (possible.some(({ uri: at, item }) => at === uri && item.late === true)) return OPEN;
    const included = ({ item, uri: at }: CppMacroDefinition): boolean | null =>
      isIncludedOn(item.condition, target, (other) => this.state(other, at));
    const held = possible
      .map((definition) => ({ ...definition, holds: included(definition) }))
      .filter(({ holds }) => holds !== false);
    const isCertain = held.some(({ item, holds }) => holds && !isFallback(item));
    const definitions = isCertain
      ? held
      : [...held, ...this.#fallbacks(name, uri, possible).filter((each) => included(each) !== false)];
    const [first] = definitions;
    if (!first) return UNDEFINED;
    // Whether any of them holds is for a compiler or a build to say: it may as well be no macro.
    if (!isCertain && !definitions.some(({ item }) => isFallback(item))) return OPEN;
    const isOne = definitions.every(
      ({ item }) => item.text === first.item.text && sameParameters(item.parameters, first.item.parameters),
    );
    return {
      defined: isCertain ? true : null,
      meaning: isOne ? { parameters: first.item.parameters, text: first.item.text } : null,
    };
  }

  /** What holds for want of the definitions that an `#if` may leave out: those of their files, that else are passed over. */
  #fallbacks(name: string, uri: Uri, possible: readonly CppMacroDefinition[]): readonly CppMacroDefinition[] {
    if (possible.some(({ item }) => isFallback(item))) return [];
    const { cpp } = this.#reader.program;
    const files = new Set(cpp.macrosNamed(name, uri).map((definition) => definition.uri));
    return cpp.everyMacroNamed(name).filter((each) => isFallback(each.item) && files.has(each.uri));
  }

  #assume(name: string, { defined, meaning }: MacroState): void {
    const text = meaning && 'text' in meaning && meaning.parameters === null ? meaning.text : '';
    if (defined === false) this.assumptions.add(`\`${name}\` is not defined`);
    else if (text !== '') this.assumptions.add(`\`${name}\` is ${text}`);
    else if (defined || meaning) this.assumptions.add(`\`${name}\` is defined`);
  }
}

const sameParameters = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
  a?.join() === b?.join();
