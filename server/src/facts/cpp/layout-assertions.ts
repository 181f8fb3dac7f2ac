import { readConstantExpression } from './constant-expression.js';
import type { CppNode } from './node.js';
import type { CppExpression, CppType, CppLayoutAssertion } from './cpp-facts.js';
import type { CppSource } from './source.js';

/**
 * What a `static_assert` holds a named type to: each `sizeof` and `alignof` of one in a condition that is nothing but
 * comparisons joined by `&&` and `||`: what is asserted for some targets is asserted.
 */
export function readLayoutAssertions(source: CppSource, node: CppNode): readonly CppLayoutAssertion[] {
  const condition = node.field('condition');
  return condition ? assertionsIn(readConstantExpression(source.textOf(condition))) : [];
}

function assertionsIn(expression: CppExpression): CppLayoutAssertion[] {
  if (expression.kind !== 'binary') return [];
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||') return [...assertionsIn(left), ...assertionsIn(right)];
  return operator === '==' ? [left, right].flatMap(measured) : [];
}

function measured(operand: CppExpression): CppLayoutAssertion[] {
  if (operand.kind !== 'size-query') return [];
  const type = nameOf(operand.type);
  return type === undefined ? [] : [{ type, measure: operand.query === 'sizeof' ? 'size' : 'align' }];
}

/** The last part of a plain name. */
const nameOf = (type: CppType): string | undefined =>
  type.kind === 'named' ? type.name.segments.at(-1)?.name : undefined;
