import type { RustAbiEnum, RustAbiType, RustInteger } from '../../abi/model.js';
import type { Target } from '../../abi/target.js';

/** What a Rust constant can be, as far as integers are computed from it. */
export type RustValue =
  | RustIntegerValue
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'character'; readonly value: bigint }
  /** A string or an array: of strings only the length is known. */
  | { readonly kind: 'sequence'; readonly length: bigint; readonly elements: Elements }
  | { readonly kind: 'tuple'; readonly elements: readonly RustValue[] }
  /** A variant without fields. */
  | {
      readonly kind: 'variant';
      readonly of: RustAbiEnum;
      readonly name: string;
      readonly discriminant: bigint;
    }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, RustValue> };

/** Without a type it is one that Rust would infer from what follows, and that holds the value. */
export interface RustIntegerValue {
  readonly kind: 'integer';
  readonly type: RustInteger | null;
  readonly value: bigint;
}

type Elements =
  | { readonly kind: 'each'; readonly values: readonly RustValue[] }
  | { readonly kind: 'all'; readonly value: RustValue }
  | { readonly kind: 'unread' };

/** Where computing goes on: behind a value, or somewhere else, or nowhere. */
export type Outcome =
  | { readonly flow: 'value'; readonly value: RustValue }
  | { readonly flow: 'return'; readonly value: RustValue }
  | { readonly flow: 'break'; readonly label: string | null; readonly value: RustValue }
  | { readonly flow: 'continue'; readonly label: string | null }
  | { readonly flow: 'unknown'; readonly reason: string };

export const UNIT: RustValue = { kind: 'tuple', elements: [] };

export const value = (of: RustValue): Outcome => ({ flow: 'value', value: of });

export const boolean = (of: boolean): Outcome => value({ kind: 'boolean', value: of });

export const stuck = (reason: string): Outcome => ({ flow: 'unknown', reason });

/** What follows a value; nothing follows anything else. */
export const andThen = (outcome: Outcome, next: (value: RustValue) => Outcome): Outcome =>
  outcome.flow === 'value' ? next(outcome.value) : outcome;

/** The same for integers. */
export const andInteger = (outcome: Outcome, next: (value: RustIntegerValue) => Outcome): Outcome =>
  andThen(outcome, (found) =>
    found.kind === 'integer' ? next(found) : stuck('an integer is computed from something else'),
  );

/** Bits of an integer type on the target. */
export const bitsOf = (type: RustInteger, target: Target): number =>
  type === 'usize' || type === 'isize' ? target.pointerSize * 8 : Number(type.slice(1));

const isSigned = (type: RustInteger): boolean => type.startsWith('i');

/** The value that is left of `of` in the type's bits. @see Rust reference, "Type cast expressions", Numeric cast */
export const wrap = (of: bigint, type: RustInteger, target: Target): bigint =>
  (isSigned(type) ? BigInt.asIntN : BigInt.asUintN)(bitsOf(type, target), of);

/** The least or greatest value of a type. */
export function limitOf(type: RustInteger, which: 'MIN' | 'MAX', target: Target): bigint {
  const bits = BigInt(bitsOf(type, target));
  if (which === 'MIN') return isSigned(type) ? -(1n << (bits - 1n)) : 0n;
  return (1n << (isSigned(type) ? bits - 1n : bits)) - 1n;
}

/** An integer of a type, where the type holds it: what overflows is no constant. */
export function integer(of: bigint, type: RustInteger | null, target: Target): Outcome {
  if (type !== null && wrap(of, type, target) !== of) return stuck(`${of} does not fit \`${type}\``);
  return value({ kind: 'integer', type, value: of });
}

/** The integer type that a type is; null for any other. */
export const integerOf = (type: RustAbiType | null): RustInteger | null =>
  type?.kind === 'primitive' && /^[iu](?:\d+|size)$/.test(type.name) ? (type.name as RustInteger) : null;

export const primitive = (name: RustInteger): RustAbiType => ({ kind: 'primitive', name });

/** The type of an integer that has one. */
export const typeOf = (of: RustValue): RustAbiType | null =>
  of.kind === 'integer' && of.type !== null ? primitive(of.type) : null;
