import { derive, exact, unknown, type Known } from '../../base/known.js';
import type { RustAbiType, RustInteger, RustPrimitive } from '../model.js';
import type { Target } from '../target.js';
import { layOutEnum } from './rust-enum.js';
import { placeFields, type RustForm } from './rust-fields.js';
import { formatRustType } from './rust-format.js';
import { nicheOf } from './rust-niche.js';
import { byDefault, partsOf, type RustParts } from './rust-parts.js';
import type { Bytes } from './units.js';

const INTEGER_SIZES: Readonly<Record<Exclude<RustInteger, 'usize' | 'isize'>, Bytes>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  u64: 8,
  i64: 8,
  u128: 16,
  i128: 16,
};

export const integerSize = (integer: RustInteger, target: Target): Bytes =>
  integer === 'usize' || integer === 'isize' ? target.pointerSize : INTEGER_SIZES[integer];

/** Alignment of an integer or float of `size` bytes. */
export function scalarAlign(size: Bytes, target: Target): Bytes {
  if (size === 8) return target.rust.align64;
  return size === 16 ? target.rust.align128 : size;
}

const scalar = (size: Bytes, target: Target): RustForm => ({
  size,
  align: scalarAlign(size, target),
  niche: null,
  uninhabited: false,
});

const ranged = (size: Bytes, start: bigint, end: bigint, target: Target): RustForm => ({
  ...scalar(size, target),
  niche: nicheOf(0, size, start, end),
});

const NOTHING: RustForm = { size: 0, align: 1, niche: null, uninhabited: false };

const greatest = (size: Bytes): bigint => (1n << BigInt(8 * size)) - 1n;

/** @see the Rust reference, "Primitive Data Layout" */
export function primitiveForm(name: RustPrimitive, target: Target): RustForm {
  switch (name) {
    case 'bool':
      return ranged(1, 0n, 1n, target);
    case 'char':
      return ranged(4, 0n, 0x10ffffn, target);
    case 'never':
      return { ...NOTHING, uninhabited: true };
    case 'f32':
      return scalar(4, target);
    case 'f64':
      return scalar(8, target);
    default:
      return scalar(integerSize(name, target), target);
  }
}

/** A pointer and, where `wide`, its metadata after it. Null is a niche unless the pointer may be null. */
export function pointerForm(
  target: Target,
  { nullable, wide }: { nullable: boolean; wide: boolean },
): RustForm {
  const size = target.pointerSize;
  const niche = nullable ? null : nicheOf(0, size, 1n, greatest(size));
  return { size: wide ? 2 * size : size, align: size, niche, uninhabited: false };
}

/** Lays out the types it is made of. */
interface Engine {
  readonly target: Target;
  partsOf(type: RustAbiType): Known<RustParts>;
}

type Library = Extract<RustAbiType, { kind: 'library' }>;

/** Types of the standard library: guaranteed ones exact, others as rustc 1.95 ships them. */
export function libraryForm(type: Library, engine: Engine): Known<RustParts> {
  const { target } = engine;
  const word = target.pointerSize;
  const argument = (use: (parts: RustParts) => Known<RustParts>): Known<RustParts> => {
    const [first] = type.arguments;
    return first ? derive(engine.partsOf(first), use) : unknown(`${type.name} without its argument`);
  };
  const withoutNiche = (parts: RustParts): Known<RustParts> => exact({ ...parts, niche: null });
  const atomic = (size: Bytes): Known<RustParts> => exact(partsOf({ ...NOTHING, size, align: size }));
  switch (type.name) {
    case 'Option':
      return optionForm(type, engine);
    case 'Result':
      return resultForm(type, engine);
    case 'Vec':
    case 'String':
      return byDefault(
        partsOf({
          size: 3 * word,
          align: word,
          niche: nicheOf(0, word, 0n, greatest(word) >> 1n),
          uninhabited: false,
        }),
      );
    case 'MaybeUninit':
      return argument(({ size, align }) => exact(partsOf({ ...NOTHING, size, align })));
    case 'ManuallyDrop':
    case 'Pin':
    case 'Wrapping':
      return argument((parts) => exact(parts));
    case 'Cell':
    case 'UnsafeCell':
      return argument(withoutNiche);
    case 'RefCell':
      return argument((parts) => {
        const flag: RustForm = { ...NOTHING, size: word, align: word };
        const fields = [flag, { ...parts, niche: null }];
        return byDefault(
          partsOf(
            placeFields(fields, { inOrder: false, packed: null, align: null, prefix: null, lastStays: true }),
          ),
        );
      });
    case 'NonZero':
      return argument((parts) =>
        exact({ ...parts, niche: nicheOf(0, parts.size, 1n, greatest(parts.size)) }),
      );
    case 'PhantomData':
    case 'PhantomPinned':
      return exact(partsOf(NOTHING));
    case 'Ordering':
      return byDefault(partsOf(ranged(1, 255n, 1n, target)));
    case 'Duration':
      return byDefault(partsOf(durationForm(target)));
    case 'AtomicBool':
    case 'AtomicU8':
    case 'AtomicI8':
      return atomic(1);
    case 'AtomicU16':
    case 'AtomicI16':
      return atomic(2);
    case 'AtomicU32':
    case 'AtomicI32':
      return atomic(4);
    case 'AtomicU64':
    case 'AtomicI64':
      return atomic(8);
    case 'AtomicUsize':
    case 'AtomicIsize':
    case 'AtomicPtr':
      return atomic(word);
    default:
      return type.name satisfies never;
  }
}

/** Seconds as `u64` and nanoseconds below a billion as `u32`, which has the niche. */
function durationForm(target: Target): RustForm {
  const fields = [scalar(8, target), ranged(4, 0n, 999_999_999n, target)];
  return placeFields(fields, { inOrder: false, packed: null, align: null, prefix: null, lastStays: false });
}

const optionRules = { c: false, integer: null, align: null, explicit: false } as const;

/** `Option<T>` has T's size and alignment where T can never be null; the rest is what rustc does. */
function optionForm(type: Library, engine: Engine): Known<RustParts> {
  const [inner] = type.arguments;
  if (!inner) return unknown('Option without its argument');
  return derive(engine.partsOf(inner), (some) => {
    const form = layOutEnum([[], [some]], [0n, 1n], optionRules, integerRules(engine.target));
    const offset = form.variants[1]?.[0] ?? 0;
    const parts: RustParts = {
      ...form,
      fields: [],
      variants: [
        { name: 'None', fields: [] },
        {
          name: 'Some',
          fields: [{ name: '0', type: formatRustType(inner), offset, size: some.size, align: some.align }],
        },
      ],
    };
    return isNeverNull(inner) ? exact(parts) : byDefault(parts);
  });
}

/** `Result<T, E>` where one side is never null and the other has no size is as guaranteed as `Option`. */
function resultForm(type: Library, engine: Engine): Known<RustParts> {
  const [okType, errorType] = type.arguments;
  if (!okType || !errorType) return unknown('Result without its arguments');
  return derive(engine.partsOf(okType), (ok) =>
    derive(engine.partsOf(errorType), (error) => {
      const form = layOutEnum([[ok], [error]], [0n, 1n], optionRules, integerRules(engine.target));
      const field = (inner: RustAbiType, parts: RustParts, index: number) => ({
        name: '0',
        type: formatRustType(inner),
        offset: form.variants[index]?.[0] ?? 0,
        size: parts.size,
        align: parts.align,
      });
      const parts: RustParts = {
        ...form,
        fields: [],
        variants: [
          { name: 'Ok', fields: [field(okType, ok, 0)] },
          { name: 'Err', fields: [field(errorType, error, 1)] },
        ],
      };
      const isNothing = ({ size, align }: RustForm): boolean => size === 0 && align === 1;
      const guaranteed =
        (isNeverNull(okType) && isNothing(error)) || (isNeverNull(errorType) && isNothing(ok));
      return guaranteed ? exact(parts) : byDefault(parts);
    }),
  );
}

/** @see `std::option`, "Representation": the types whose `Option` is guaranteed to have no tag */
function isNeverNull(type: RustAbiType): boolean {
  switch (type.kind) {
    case 'function-pointer':
      return true;
    case 'pointer':
      return type.form === 'reference' || type.form === 'box' || type.form === 'non-null';
    case 'library':
      return type.name === 'NonZero';
    case 'record': {
      const definition = type.record.define();
      if (definition.status === 'unknown' || !definition.value.repr.transparent) return false;
      return definition.value.fields.some((field) => isNeverNull(field.type));
    }
    default:
      return false;
  }
}

export const integerRules = (target: Target) => ({
  sizeOf: (integer: RustInteger): Bytes => integerSize(integer, target),
  alignOf: (size: Bytes): Bytes => scalarAlign(size, target),
  enumSize: target.enumSize,
});
