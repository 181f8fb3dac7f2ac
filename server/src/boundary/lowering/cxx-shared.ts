import { derive, exact, unknown, type Known } from '../../base/known.js';
import { NO_REPR, type RustAbiField, type RustInteger, type RustRecordDefinition } from '../../abi/model.js';
import type { ConstantExpression } from '../../facts/facts.js';
import type { CxxSharedEnum, CxxSharedStruct, CxxVariant, RustField } from '../../facts/rust/rust-facts.js';

/**
 * A shared struct is `repr(C)` on both sides.
 *
 * @param fields those that are there
 * @see cxx: macro/src/expand.rs, `expand_struct`
 */
export function defineSharedStruct(
  { name, repr }: CxxSharedStruct,
  fields: readonly RustField[],
  lower: (field: RustField) => RustAbiField,
): Known<RustRecordDefinition> {
  if (repr.conditional) return unknown(`the alignment of \`${name}\` depends on \`cfg_attr\``);
  return exact({
    repr: { ...NO_REPR, c: true, align: repr.align },
    fields: fields.map(lower),
    maybeUnsized: false,
  });
}

/**
 * A shared enum is a transparent struct around its integer, so that values which C++ adds are values. Without
 * a `repr` the integer is the smallest that holds all discriminants, unsigned first.
 *
 * @param variants those that are there
 * @see cxx: macro/src/expand.rs, `expand_enum`; syntax/discriminant.rs, `inferred_repr`
 */
export function defineSharedEnum(
  { name, integer }: CxxSharedEnum,
  variants: readonly CxxVariant[],
  evaluate: (expression: ConstantExpression) => Known<bigint>,
): Known<RustRecordDefinition> {
  let values: Known<readonly bigint[]> = exact([]);
  for (const { discriminant } of variants) {
    values = derive(values, (before) =>
      derive(discriminant ? evaluate(discriminant) : exact((before.at(-1) ?? -1n) + 1n), (value) =>
        exact([...before, value]),
      ),
    );
  }
  return derive(integer === null ? values : exact([]), (known) => {
    const holder = integer ?? INTEGERS.find((candidate) => known.every((value) => fits(value, candidate)));
    if (!holder) return unknown(`no integer holds the discriminants of \`${name}\``);
    const type = { kind: 'primitive', name: holder as RustInteger } as const;
    const fields = [{ name: 'repr', type, location: null }];
    return exact({ repr: { ...NO_REPR, transparent: true }, fields, maybeUnsized: false });
  });
}

const INTEGERS = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64'] as const;

const fits = (value: bigint, integer: (typeof INTEGERS)[number]): boolean => {
  const bits = Number(integer.slice(1));
  return value === (integer.startsWith('u') ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value));
};
