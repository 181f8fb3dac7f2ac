import type { Target } from '../abi/target.js';
import type { Condition } from '../facts/facts.js';
import { evaluateIf, type MacroStates } from '../facts/cpp/condition-expression.js';
import { OPEN, predefinedMacro } from './predefined-macros.js';

/**
 * Whether a C++ declaration is there on `target`: false where an `#if` leaves it out by a macro that the
 * target's compilers predefine; true or null (it depends on the build) otherwise.
 *
 * @param states what is known of macros; without it what the target's compilers predefine
 * @see C++ [cpp.cond]
 */
export function isIncludedOn(
  condition: Condition,
  target: Target,
  states: MacroStates = (name) => predefinedMacro(name, target) ?? OPEN,
): boolean | null {
  let result: boolean | null = true;
  for (const expression of condition) {
    const value = evaluateIf(expression, states);
    if (value === false) return false;
    if (value === null) result = null;
  }
  return result;
}
