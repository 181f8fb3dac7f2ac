import type { RustAbiType } from '../../abi/model.js';
import type { RustExpression, RustPattern } from '../../facts/rust/expressions/rust-expression.js';
import type { RustLocals } from './rust-locals.js';
import type { Outcome, RustValue } from './rust-values.js';

/** What a pattern of a `match` may name. */
export interface PatternNames {
  isConstant(name: string): boolean;
  valueOf(expression: RustExpression): Outcome;
}

/**
 * Whether a value fits a pattern, whose names are then bound to its parts.
 *
 * @param type of the value as it is declared, null where it is inferred
 * @param names null where a pattern can only bind, as in `let`
 * @returns null where that is not known
 * @see Rust reference, "Patterns"
 */
export function matches(
  pattern: RustPattern,
  value: RustValue,
  type: RustAbiType | null,
  locals: RustLocals,
  names: PatternNames | null = null,
): boolean | null {
  switch (pattern.kind) {
    case 'wildcard':
      return true;
    case 'name': {
      if (!pattern.isBinding && names?.isConstant(pattern.name)) {
        const path = { of: null, segments: [{ name: pattern.name, arguments: [] }] };
        return equals(names.valueOf({ kind: 'path', path }), value);
      }
      locals.declare(pattern.name, type, value);
      return true;
    }
    case 'value':
      return names && equals(names.valueOf(pattern.value), value);
    case 'range': {
      const at = orderOf(value);
      const [low = null, high = null] = [pattern.low, pattern.high].map((bound) =>
        bound && names ? bounded(names.valueOf(bound), value) : null,
      );
      if (at === null || (pattern.low && low === null) || (pattern.high && high === null)) return null;
      return (low === null || at >= low) && (high === null || (pattern.inclusive ? at <= high : at < high));
    }
    case 'either': {
      for (const each of pattern.patterns) {
        const fits = matches(each, value, type, locals, names);
        if (fits !== false) return fits;
      }
      return false;
    }
    case 'tuple': {
      if (value.kind !== 'tuple' || value.elements.length !== pattern.elements.length) return null;
      const types = type?.kind === 'tuple' ? type.elements : [];
      for (const [i, each] of pattern.elements.entries()) {
        const fits = matches(each, value.elements[i] as RustValue, types[i] ?? null, locals, names);
        if (fits !== true) return fits;
      }
      return true;
    }
    default:
      return pattern satisfies never;
  }
}

/** Values of one kind are ordered by a number. */
function orderOf(value: RustValue): bigint | null {
  switch (value.kind) {
    case 'integer':
    case 'boolean':
    case 'character':
      return BigInt(value.value);
    case 'variant':
    case 'sequence':
    case 'tuple':
    case 'struct':
      return null;
    default:
      return value satisfies never;
  }
}

const bounded = (outcome: Outcome, value: RustValue): bigint | null =>
  outcome.flow === 'value' && outcome.value.kind === value.kind ? orderOf(outcome.value) : null;

function equals(outcome: Outcome, value: RustValue): boolean | null {
  if (outcome.flow !== 'value' || outcome.value.kind !== value.kind) return null;
  if (outcome.value.kind === 'variant' && value.kind === 'variant')
    return outcome.value.of === value.of ? outcome.value.name === value.name : null;
  const [a, b] = [orderOf(outcome.value), orderOf(value)];
  return a === null || b === null ? null : a === b;
}
