import type { Condition } from '../facts/facts.js';
import type {
  ZngurCfg,
  ZngurConditional,
  ZngurGuard,
  ZngurMatch,
  ZngurPattern,
} from '../facts/zngur/zngur-facts.js';

/** What a condition that is not understood is taken for: a predicate of which nothing is known. */
const OPEN = 'zngur_condition';

/**
 * The content of a conditional, each piece with the condition under which it counts: `#if` and `#match` take the
 * first arm that holds. Conditions are Rust's `cfg` predicates, for the generator asks what cargo tells the build
 * script.
 *
 * @see zngur-parser, conditional.rs, `ConditionalItem::eval`
 */
export function* armsOf<Content>(
  conditional: ZngurConditional<Content>,
): Generator<{ readonly condition: Condition; readonly items: readonly Content[] }> {
  const before: string[] = [];
  for (const { own, items } of ownConditions(conditional)) {
    yield { condition: [...before.map(not), own], items };
    before.push(own);
  }
}

const ownConditions = <Content>(
  conditional: ZngurConditional<Content>,
): readonly { readonly own: string; readonly items: readonly Content[] }[] =>
  conditional.kind === 'if'
    ? conditional.arms.map(({ guard, items }) => ({ own: guard ? predicateOf(guard) : ALWAYS, items }))
    : conditional.arms.map(({ pattern, items }) => ({ own: matching(conditional, pattern), items }));

function predicateOf(guard: ZngurGuard): string {
  switch (guard.kind) {
    case 'cfg':
      return patternOf(guard.cfg, guard.pattern);
    case 'not':
      return not(predicateOf(guard.operand));
    case 'and':
      return all(guard.operands.map(predicateOf));
    case 'or':
      return any(guard.operands.map(predicateOf));
    case 'unreadable':
      return OPEN;
    default:
      return guard satisfies never;
  }
}

function matching<Content>({ scrutinees }: ZngurMatch<Content>, pattern: ZngurPattern): string {
  const [only, ...others] = scrutinees;
  if (only && others.length === 0) return patternOf(only, pattern);
  if (pattern.kind === 'any') return ALWAYS;
  if (pattern.kind !== 'tuple' || pattern.operands.length !== scrutinees.length) return OPEN;
  return all(pattern.operands.map((operand, i) => patternOf(scrutinees[i] as ZngurCfg, operand)));
}

/** Whether what `cfg` asks for is as the pattern says; a pattern that is null means `Some`. */
function patternOf(cfg: ZngurCfg, pattern: ZngurPattern | null): string {
  switch (pattern?.kind) {
    case undefined:
    case 'some':
      return isSet(cfg);
    case 'none':
      return not(isSet(cfg));
    case 'any':
      return ALWAYS;
    case 'string':
    case 'number': {
      const value = `${pattern.value}`;
      if (cfg.value === null) return `${cfg.key} = ${JSON.stringify(value)}`;
      return cfg.value === value ? isSet(cfg) : OPEN;
    }
    case 'not':
      return not(patternOf(cfg, pattern.operand));
    case 'and':
      return all(pattern.operands.map((operand) => patternOf(cfg, operand)));
    case 'or':
      return any(pattern.operands.map((operand) => patternOf(cfg, operand)));
    case 'tuple':
    case 'unreadable':
      return OPEN;
    default:
      return pattern satisfies never;
  }
}

/** A key without values is a flag of its own (`unix`); of one with values it is not said whether there are any. */
const isSet = ({ key, value }: ZngurCfg): string => {
  if (value !== null) return `${key} = ${JSON.stringify(value)}`;
  return key === 'unix' || key === 'windows' ? key : OPEN;
};

const ALWAYS = 'all()';
const not = (predicate: string): string => `not(${predicate})`;
const all = (predicates: readonly string[]): string => `all(${predicates.join(', ')})`;
const any = (predicates: readonly string[]): string => `any(${predicates.join(', ')})`;
