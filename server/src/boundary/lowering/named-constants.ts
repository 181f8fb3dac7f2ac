import { assumed, derive, exact, unknown, withAssumptions, type Known } from '../../base/known.js';
import { readConstantExpression } from '../../facts/cpp/constant-expression.js';
import type { CppExpression, CppType } from '../../facts/cpp/cpp-facts.js';
import { formatCppType } from '../../facts/cpp/format-cpp.js';
import type { CppConstantDeclaration } from '../../program/cpp-names.js';
import {
  builtinInteger,
  evaluateCpp,
  naturalInteger,
  type CppInteger,
  type IntegerType,
} from './cpp-constants.js';
import { cppContext, MAXIMUM_DEPTH, type CppContext, type CppLowering } from './cpp-lowering.js';
import { assumedOn, seenOn } from './cpp-views.js';
import { definitionsOf } from './macro-definitions.js';

/**
 * The value of a constant expression where it is written, its names looked up: template parameters, variables,
 * enumerators, macros.
 *
 * @param own enumerators of the enumeration in which the expression stands
 */
export function integerOf(
  lowering: CppLowering,
  expression: CppExpression,
  context: CppContext,
  own?: ReadonlyMap<string, bigint>,
): Known<CppInteger> {
  return evaluateCpp(expression, {
    target: lowering.target,
    name: (path) => namedConstant(lowering, path, context, own, expression.kind === 'name'),
    sizeOf: (type) => lowering.sizeOf(type, context),
    integerType: (type) => integerType(lowering, type, context),
  });
}

/** @param isWhole whether the name is all of the expression, so that a macro need not be in parentheses */
function namedConstant(
  lowering: CppLowering,
  path: readonly string[],
  context: CppContext,
  own: ReadonlyMap<string, bigint> | undefined,
  isWhole: boolean,
): Known<CppInteger> {
  const { program, target } = lowering;
  const [name = ''] = path;
  const enumerator = own?.get(path[path.length - 1] ?? '');
  if (enumerator !== undefined) return exact(naturalInteger(enumerator));
  const bound = path.length === 1 ? context.bindings.get(name) : undefined;
  if (bound?.kind === 'constant') return exact(naturalInteger(bound.value));
  if (context.depth > MAXIMUM_DEPTH) return unknown(`the constant \`${name}\` refers to itself`);
  const assumptions = new Set<string>();
  const found =
    program.cpp.lookUpConstant(path, seenOn(target, context)) ??
    program.cpp.lookUpConstant(path, assumedOn(target, context, program, assumptions));
  if (found && assumptions.size > 0) {
    const ground = assumed(null, [...assumptions].join('; '));
    return withAssumptions(declaredConstant(lowering, found, context), [ground]);
  }
  if (found) return declaredConstant(lowering, found, context);
  const macro = path.length === 1 ? macroConstant(lowering, name, context, isWhole) : null;
  return macro ?? unknown(`the constant \`${path.join('::')}\` was not found`);
}

function declaredConstant(
  lowering: CppLowering,
  found: CppConstantDeclaration,
  context: CppContext,
): Known<CppInteger> {
  if (found.kind === 'enumerator') {
    return derive(lowering.enumerators(found.uri, found.item), (values) =>
      exact(naturalInteger(values.get(found.name) ?? 0n)),
    );
  }
  const { uri, item } = found;
  const inner = { ...cppContext(uri, item.scope), depth: context.depth + 1 };
  return integerOf(lowering, { kind: 'cast', type: item.type, operand: item.value }, inner);
}

/** The value of a macro; null where none of that name was read. */
function macroConstant(
  lowering: CppLowering,
  name: string,
  context: CppContext,
  isWhole: boolean,
): Known<CppInteger> | null {
  const { program, target } = lowering;
  const { definitions, assumptions } = definitionsOf(name, context.uri, program, target);
  const [first] = definitions;
  if (!first) return null;
  const { text } = first.item;
  if (definitions.some(({ item }) => item.text !== text)) {
    return unknown(`the macro \`${name}\` is defined in ${definitions.length} ways`);
  }
  const expression = readConstantExpression(text);
  const isOne =
    isWhole || expression.kind === 'integer' || expression.kind === 'name' || /^\(.*\)$/.test(text);
  if (!isOne) return unknown(`the macro \`${name}\` is not one operand`);
  const value = integerOf(lowering, expression, { ...context, depth: context.depth + 1 });
  return withAssumptions(
    value,
    assumptions.map((assumption) => assumed(null, assumption)),
  );
}

function integerType(lowering: CppLowering, type: CppType, context: CppContext): Known<IntegerType> {
  let lowered = lowering.type(type, context);
  if (lowered.kind === 'aligned') lowered = lowered.type;
  if (lowered.kind === 'enum') {
    return derive(lowering.sizeOf(type, context), ({ size }) => exact({ bits: 8 * size, signed: true }));
  }
  const integer = lowered.kind === 'builtin' ? builtinInteger(lowered.name, lowering.target) : null;
  return integer
    ? exact(integer)
    : unknown(
        lowered.kind === 'unknown'
          ? lowered.reason
          : `\`${formatCppType(type)}\` is no integer type of a known width`,
      );
}
