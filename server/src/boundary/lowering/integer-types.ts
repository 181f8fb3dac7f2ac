import { derive, exact, unknown, type Known } from '../../base/known.js';
import type { CppAbiEnum, CppAbiType } from '../../abi/model.js';
import { builtinInteger, holds, type IntegerType } from './cpp-constants.js';
import type { CppLowering } from './cpp-lowering.js';

/** Bits and sign of an integer type; of an enumeration those of the type that its values have in arithmetic. */
export function integerTypeOf({ target }: Pick<CppLowering, 'target'>, type: CppAbiType): Known<IntegerType> {
  const lowered = type.kind === 'aligned' ? type.type : type;
  switch (lowered.kind) {
    case 'enum':
      return enumType(lowered.enum, target);
    case 'builtin': {
      const integer = builtinInteger(lowered.name, target);
      return integer ? exact(integer) : unknown(`\`${lowered.name}\` is no integer type of a known width`);
    }
    case 'unknown':
      return unknown(lowered.reason, lowered.because);
    default:
      return unknown('the type of a constant is no integer type');
  }
}

/**
 * The fixed underlying type, else the first from `int` on that holds all enumerators.
 *
 * @see C++ [conv.prom]; Microsoft's compiler takes `int` for all
 */
function enumType(
  { underlying, scoped, values }: CppAbiEnum,
  target: CppLowering['target'],
): Known<IntegerType> {
  if (underlying) return integerTypeOf({ target }, underlying);
  const [int] = NATURAL;
  if (scoped || target.cppAbi === 'microsoft') return exact(int);
  return derive(values, ({ least, greatest }) => {
    const type = NATURAL.find((candidate) => holds(candidate, least) && holds(candidate, greatest));
    return type ? exact(type) : unknown('no integer type holds all enumerators');
  });
}

const NATURAL = [
  { bits: 32, signed: true },
  { bits: 32, signed: false },
  { bits: 64, signed: true },
  { bits: 64, signed: false },
] as const satisfies readonly IntegerType[];
