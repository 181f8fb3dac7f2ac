import { derive, exact, type Known } from '../../base/known.js';
import type { CppAbiType } from '../../abi/model.js';
import type { CppExpression } from '../../facts/cpp/cpp-facts.js';
import type { CppContext, CppLowering } from './cpp-lowering.js';
import { seenOn } from './cpp-views.js';
import { grounded, unknownType } from './lowered-types.js';

/** Bytes that `alignas(…)` asks for: a number, or the alignment of a type, whose name reads like a constant's. */
export function alignmentOf(
  lowering: CppLowering,
  expression: CppExpression,
  context: CppContext,
): Known<bigint> {
  if (expression.kind !== 'name') return lowering.constant(expression, context);
  const segments = expression.path.map((name) => ({ name, arguments: null }));
  const name = { global: false, segments };
  const bound = expression.path.length === 1 ? context.bindings.get(expression.path[0] ?? '') : undefined;
  const isType =
    bound?.kind === 'type' ||
    expression.path[0] === 'std' ||
    lowering.program.cpp.lookUpType(name, seenOn(lowering, context)).kind === 'found';
  if (!isType) return lowering.constant(expression, context);
  const size = lowering.sizeOf({ kind: 'named', name, elaborated: null }, context);
  return derive(size, ({ align }) => exact(BigInt(align)));
}

/** A typedef's type with the alignments that its declaration asks for. */
export function alignedType(
  lowering: CppLowering,
  type: CppAbiType,
  alignments: readonly CppExpression[],
  context: CppContext,
): CppAbiType {
  let result = type;
  for (const expression of alignments) {
    const alignment = alignmentOf(lowering, expression, context);
    if (alignment.status === 'unknown') return unknownType('an aligned type', alignment);
    result = grounded({ kind: 'aligned', type: result, alignment: Number(alignment.value) }, alignment);
  }
  return result;
}
