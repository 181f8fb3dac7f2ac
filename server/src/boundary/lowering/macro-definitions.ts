import type { Uri } from '../../base/range.js';
import type { Target } from '../../abi/target.js';
import { isFallback, type CppMacroDefinition } from '../../program/cpp-names.js';
import type { Program } from '../../program/program.js';
import { isIncludedIn } from '../known-macros.js';
import { inclusionOf, possibleDefinitions } from './project-macros.js';

/**
 * What a macro stands for on the target, once for each definition that differs; empty where none was read, or
 * only one that anybody may overrule.
 */
export function macroTexts(name: string, uri: Uri, program: Program, target: Target): readonly string[] {
  const definitions = possibleDefinitions(name, uri, program, target).filter(({ item }) => !isFallback(item));
  return [...new Set(definitions.map(({ item }) => item.text))];
}

/** Of the possible definitions of a macro those that an `#if` lets be; where that is open, by the files that were read. */
export function decidedDefinitions(
  possible: readonly CppMacroDefinition[],
  program: Program,
  target: Target,
): { readonly definitions: readonly CppMacroDefinition[]; readonly assumptions: readonly string[] } {
  const reader = { program, target };
  if (possible.some(({ uri, item }) => isIncludedIn(item.condition, uri, reader) === true)) {
    return { definitions: possible, assumptions: [] };
  }
  const [first] = possible;
  if (first && possible.every(({ item }) => item.text === first.item.text)) {
    return {
      definitions: [first],
      assumptions: [`the macro \`${first.item.name}\` is \`${first.item.text}\``],
    };
  }
  const decided = possible.map((definition) => ({
    definition,
    ...inclusionOf(definition.item.condition, definition.uri, program, target),
  }));
  return {
    definitions: decided.flatMap(({ definition, included }) => (included === false ? [] : [definition])),
    assumptions: [...new Set(decided.flatMap(({ assumptions }) => assumptions))],
  };
}
