import { conditionOf } from './attributes.js';
import type { Scope, SyntaxItem } from './items.js';
import { integerValue } from './literals.js';
import type { RustLayoutAssertion } from './rust-facts.js';
import { textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

const ASSERTION = /^(?:::)?(?:(?:core|std|static_assertions)::)?(?:assert|const_assert(?:_eq)?)$/;
/** What may stand around the macro in `const _: () = { assert!(…); };`. */
const AROUND = new Set(['const_item', 'block', 'const_block', 'expression_statement']);

/**
 * What an item makes the build assert about sizes and alignments: `assert!` as the value of a constant, and
 * the macros of the crate static_assertions. Arguments of macros have no tree; of those only conjunctions
 * are read, whose parts compare a plain type with a literal.
 */
export function readLayoutAssertions(item: SyntaxItem, scope: Scope, text: string): RustLayoutAssertion[] {
  const condition = conditionOf(scope.condition, item.attributes);
  return macrosIn(item.node).flatMap((macro) => {
    const name = macro.childForFieldName('macro');
    const tokens = macro.namedChildren.find(({ type }) => type === 'token_tree');
    if (!name || !tokens || !ASSERTION.test(textOf(name, text))) return [];
    return comparisons(textOf(tokens, text)).map((each) => ({
      ...each,
      modulePath: scope.modulePath,
      condition,
    }));
  });
}

const macrosIn = (node: SyntaxPart): SyntaxPart[] =>
  node.type === 'macro_invocation'
    ? [node]
    : AROUND.has(node.type)
      ? node.namedChildren.flatMap(macrosIn)
      : [];

const COMPARISON =
  /^(?:::)?(?:(?:(?:core|std)::)?mem::)?(size_of|align_of)::<(\w+)>\(\)(==|<=|,)(\w+)(?:,.*)?$/;

function comparisons(tokens: string): Omit<RustLayoutAssertion, 'modulePath' | 'condition'>[] {
  const code = tokens
    .slice(1, -1)
    .replaceAll(/\/\/.*/g, '')
    .replaceAll(/\s/g, '');
  if (code.includes('||')) return [];
  return code.split('&&').flatMap((part) => {
    const [, measure, type, operator, literal = ''] = COMPARISON.exec(part) ?? [];
    const value = integerValue(literal)?.value;
    if (type === undefined || value === undefined) return [];
    return [
      {
        type,
        measure: measure === 'size_of' ? ('size' as const) : ('align' as const),
        relation: operator === '<=' ? ('at-most' as const) : ('equal' as const),
        bytes: Number(value),
      },
    ];
  });
}
