import { combine, derive, exact, unknown, type Known } from '../../base/known.js';
import type { RustAbiField, RustAbiType, RustLibraryType } from '../model.js';
import type { Target } from '../target.js';
import { layOutEnum } from './rust-enum.js';
import { placeFields, type RustForm } from './rust-fields.js';
import { ENUMS, LAST_FIELD_UNSIZED, STRUCTS, UNSIZED, type LibraryField } from './rust-library-types.js';
import { nicheOf } from './rust-niche.js';
import { byDefault, fieldLayouts, partsOf, type RustParts } from './rust-parts.js';
import { greatest, integerRules, NOTHING } from './rust-scalars.js';
import type { Bytes } from './units.js';

/** Lays out the types it is made of. */
interface Engine {
  readonly target: Target;
  partsOf(type: RustAbiType): Known<RustParts>;
}

type Library = Extract<RustAbiType, { kind: 'library' }>;

/**
 * Types of the standard library: exact where their documentation promises a layout, else as rustc 1.95
 * lays out what its library declares.
 */
export function libraryForm(type: Library, engine: Engine): Known<RustParts> {
  const guaranteed = guaranteedForm(type, engine);
  if (guaranteed) return guaranteed;
  const variants = ENUMS[type.name]?.(type.arguments);
  if (variants) return enumForm(type, variants, engine);
  const fields = STRUCTS[type.name]?.(type.arguments, engine.target);
  if (fields) return structForm(type.name, fields, engine);
  if (UNSIZED.has(type.name)) return unknown(`${type.name} has no size of its own`);
  return unknown(`how \`${type.name}\` is laid out on ${engine.target.triple} is not known`);
}

/**
 * @returns null for a type without a promise
 * @see the documentation of each type: "the same size, alignment, and ABI as", "the same in-memory representation"
 */
function guaranteedForm(type: Library, engine: Engine): Known<RustParts> | null {
  const argument = (use: (parts: RustParts) => RustParts): Known<RustParts> => {
    const [first] = type.arguments;
    return first
      ? derive(engine.partsOf(first), (parts) => exact(use(parts)))
      : unknown(`${type.name} without its argument`);
  };
  const atomic = (size: Bytes): Known<RustParts> => exact(partsOf({ ...NOTHING, size, align: size }));
  switch (type.name) {
    case 'MaybeUninit':
      return argument(({ size, align }) => partsOf({ ...NOTHING, size, align }));
    case 'ManuallyDrop':
    case 'Pin':
    case 'Wrapping':
    case 'Saturating':
      return argument((parts) => parts);
    case 'Cell':
    case 'UnsafeCell':
      return argument((parts) => ({ ...parts, niche: null }));
    case 'NonZero':
      return argument((parts) => ({ ...parts, niche: nicheOf(0, parts.size, 1n, greatest(parts.size)) }));
    case 'PhantomData':
    case 'PhantomPinned':
      return exact(partsOf(NOTHING));
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
      return atomic(engine.target.pointerSize);
    default:
      return null;
  }
}

function structForm(
  name: RustLibraryType,
  fields: readonly LibraryField[],
  engine: Engine,
): Known<RustParts> {
  const forms = combine(
    fields.map((field): Known<RustForm> => ('kind' in field ? engine.partsOf(field) : exact(field))),
  );
  const lastStays = LAST_FIELD_UNSIZED.has(name);
  return derive(forms, (known) => byDefault(partsOf(placeFields(known, { ...UNTAGGED, lastStays }))));
}

const UNTAGGED = { inOrder: false, packed: null, align: null, prefix: null } as const;

function enumForm(
  type: Library,
  variants: readonly (readonly [name: string, ...fields: RustAbiType[]])[],
  engine: Engine,
): Known<RustParts> {
  const forms = combine(
    variants.map(([, ...fields]) => combine(fields.map((field) => engine.partsOf(field)))),
  );
  return derive(forms, (known) => {
    const rules = { c: false, integer: null, align: null, explicit: false };
    const discriminants = variants.map((_, index) => BigInt(index));
    const form = layOutEnum(known, discriminants, rules, integerRules(engine.target));
    const parts: RustParts = {
      ...form,
      fields: [],
      variants: variants.map(([name, ...types], index) => ({
        name,
        fields: fieldLayouts(types.map(positional), known[index] ?? [], form.variants[index] ?? []),
      })),
    };
    return isGuaranteedOption(type, known.flat()) ? exact(parts) : byDefault(parts);
  });
}

const positional = (type: RustAbiType, index: number): RustAbiField => ({
  name: `${index}`,
  type,
  location: null,
});

/**
 * `Option<T>` is as large as a `T` that can never be null, and so is `Result` of such a type and one
 * without size.
 *
 * @see `std::option`, "Representation"; `std::result`, "Representation"
 */
function isGuaranteedOption({ name, arguments: args }: Library, forms: readonly RustForm[]): boolean {
  if (name === 'Option') return args.some(isNeverNull);
  const nothing = forms.map(({ size, align }) => size === 0 && align === 1);
  return (
    name === 'Result' &&
    args.some((type, index) => isNeverNull(type) && nothing.some((is, other) => is && other !== index))
  );
}

/** Whether `Option` of the type has no room of its own, as it is guaranteed. @see std::option, "Representation" */
export function isNeverNull(type: RustAbiType): boolean {
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
