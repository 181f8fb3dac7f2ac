import type { Uri } from '../../base/range.js';
import type { Target } from '../../abi/target.js';
import type { Condition } from '../../facts/facts.js';
import { isFallback, type CppMacroDefinition } from '../../program/cpp-names.js';
import type { Program } from '../../program/program.js';
import { isIncludedOn, type ProjectMacros } from '../cpp-conditions.js';

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
  const certain = isIncludedOn(condition, target);
  if (certain !== null) return { included: certain, assumptions: [] };
  const assumptions = new Set<string>();
  const included = isIncludedOn(condition, target, macrosOf(uri, program, target, assumptions));
  return { included, assumptions: included === null ? [] : [...assumptions] };
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
  program.cpp.macrosNamed(name, uri).filter(({ item }) => isIncludedOn(item.condition, target) !== false);

function macrosOf(uri: Uri, program: Program, target: Target, assumptions: Set<string>): ProjectMacros {
  const undefinedMacro = (macro: string): false => {
    assumptions.add(`\`${macro}\` is not defined`);
    return false;
  };
  return {
    isDefined(macro) {
      // Of what compilers define by themselves the table has only a part.
      if (macro.startsWith('__')) return null;
      const definitions = possibleDefinitions(macro, uri, program, target);
      if (definitions.length === 0) return undefinedMacro(macro);
      const certain = definitions.some(
        ({ item }) => !isFallback(item) && isIncludedOn(item.condition, target) === true,
      );
      if (!certain) return null;
      assumptions.add(`\`${macro}\` is defined`);
      return true;
    },
    isTrue(macro) {
      if (macro.startsWith('__')) return null;
      const definitions = possibleDefinitions(macro, uri, program, target);
      if (definitions.length === 0) return undefinedMacro(macro);
      const texts = new Set(definitions.map(({ item }) => item.text));
      const [text = ''] = texts;
      if (texts.size !== 1 || !/^\d+$/.test(text)) return null;
      assumptions.add(`\`${macro}\` is ${text}`);
      return Number(text) !== 0;
    },
  };
}
