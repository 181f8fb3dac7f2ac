import { assumed } from '../../base/known.js';
import type { CppAbiType } from '../../abi/model.js';
import { readTypeText } from '../../facts/cpp/type-text.js';
import { MAXIMUM_DEPTH, type CppContext, type CppLowering } from './cpp-lowering.js';
import { grounded, unknownType } from './lowered-types.js';
import { readingsOf } from './macro-readings.js';

/** The type that a macro makes of its arguments, by its definitions: `STACK_OF(X509)` is `struct stack_st_X509`. */
export function typeOfMacro(lowering: CppLowering, text: string, context: CppContext): CppAbiType {
  const { program, target } = lowering;
  const macro = /^\w*/.exec(text)?.[0] ?? '';
  for (const by of ['possibility', 'assumption'] as const) {
    const readings = readingsOf(macro, text, context.uri, program, target, by);
    const [only, ...others] = readings?.texts ?? [];
    if (!readings || only === undefined || others.length > 0) continue;
    const type = readTypeText(only);
    if (only === text || type.kind === 'unreadable' || context.depth > MAXIMUM_DEPTH) break;
    const lowered = lowering.type(type, { ...context, depth: context.depth + 1 });
    return readings.assumptions.length === 0
      ? lowered
      : grounded(lowered, assumed(null, readings.assumptions.join('; ')));
  }
  return unknownType(text, {
    reason: `what type the macro in \`${text}\` makes is not known`,
    because: [],
  });
}
