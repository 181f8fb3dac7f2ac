import type { CppAbiType, RustAbiType } from '../abi/model.js';
import type { RecordLayout } from '../abi/layout/record-layout.js';
import type { RustLayout } from '../abi/layout/rust.js';
import type { Uri } from '../base/range.js';
import type { CppField, CppRecord } from '../facts/cpp/cpp-facts.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustField, RustRecord } from '../facts/rust/rust-facts.js';
import type {
  DifferentField,
  FieldDifference,
  LaidOutMirror,
  LayoutDifference,
  LocatedEvidence,
  PlaceDifference,
} from './compare-layouts.js';
import { mirrorByName } from './crossing.js';
import { classDifference } from './field-classes.js';
import type { TargetView } from './target-view.js';

/** True where two records that both sides hold differ by themselves. */
type InnerDiffers = (
  rust: { readonly uri: Uri; readonly item: RustRecord },
  cpp: { readonly uri: Uri; readonly item: CppRecord },
) => boolean;

/**
 * The first difference of two layouts field by field: an offset, a width, another class of values, a field that one
 * side lacks; then size and alignment of the whole. A field that differs because a record in it does is the
 * record's own affair.
 */
export function compareFields(
  mirror: LaidOutMirror,
  view: TargetView,
  innerDiffers: InnerDiffers,
): FieldDifference | PlaceDifference | Extract<LayoutDifference, { cause: 'inner' }> | null {
  const fields = fieldsOf(mirror);
  if (!fields) return wholeDifference(mirror);
  const difference = firstDifference(mirror, fields, view, innerDiffers);
  // An empty record shifts whatever follows it, and has a hazard of its own.
  const [empty] = fields.empty;
  return difference && empty ? innerDifference(mirror, empty) : difference;
}

function firstDifference(
  mirror: LaidOutMirror,
  fields: Fields,
  view: TargetView,
  innerDiffers: InnerDiffers,
): ReturnType<typeof compareFields> {
  const first = fields.pairs.find((pair) => !samePlace(pair));
  if (!first) {
    return (
      otherClasses(mirror, fields, view, innerDiffers) ??
      missingField(mirror, fields) ??
      wholeDifference(mirror)
    );
  }
  if (holdsOther(first, view, innerDiffers)) return innerDifference(mirror, first);
  if (first.rust.place.offset !== first.cpp.place.offset) return offsetDifference(mirror, first);
  const wider = fields.pairs.filter(
    (pair) =>
      pair.rust.place.offset === pair.cpp.place.offset &&
      pair.rust.place.size !== pair.cpp.place.size &&
      !holdsOther(pair, view, innerDiffers),
  );
  return fieldDifference(wider.map((pair) => differentField(mirror, pair, widths(pair))));
}

/** Fields that lie at one place and hold another class of values: an integer here and a float there. */
function otherClasses(
  mirror: LaidOutMirror,
  { pairs }: Fields,
  view: TargetView,
  innerDiffers: InnerDiffers,
): FieldDifference | null {
  const different = pairs.flatMap((pair) => {
    const difference = classDifference(pair.rust.type, pair.cpp.type, view);
    if (difference === null || holdsOther(pair, view, innerDiffers)) return [];
    return [differentField(mirror, pair, difference)];
  });
  return different.length > 0 ? fieldDifference(different) : null;
}

interface FieldPair {
  readonly rust: RustPlace;
  readonly cpp: CppPlace;
}

interface RustPlace {
  readonly place: RustLayout['fields'][number];
  readonly item: RustField;
  readonly type: RustAbiType;
}

interface CppPlace {
  readonly place: RecordLayout['fields'][number];
  readonly item: CppField;
  readonly type: CppAbiType;
}

interface Fields {
  readonly rust: readonly RustPlace[];
  readonly cpp: readonly CppPlace[];
  readonly pairs: readonly FieldPair[];
  /** Records that take no room in Rust, and in C++ a byte that keeps their address apart. */
  readonly empty: readonly FieldPair[];
}

/**
 * The fields that take room, and which of them are meant to be the same.
 *
 * @returns null where only the wholes can be compared: bases, tables, bit-fields and anonymous members have no
 *   counterpart, a member whose padding the next one uses has one of fewer bytes, and a blob mirrors no parts
 */
function fieldsOf({ rust, cpp }: LaidOutMirror): Fields | null {
  const plain =
    cpp.layout.bases.length === 0 &&
    cpp.layout.tablePointers.length === 0 &&
    cpp.layout.fields.length === cpp.fields.length &&
    cpp.layout.fields.every(({ bitWidth }) => bitWidth === null) &&
    cpp.definition.fields.every(({ noUniqueAddress }) => noUniqueAddress === null) &&
    rust.layout.fields.length === rust.fields.length &&
    rust.item.kind === 'struct' &&
    cpp.item.kind !== 'union';
  if (!plain) return null;
  const allRust = rust.layout.fields.flatMap((place, i): RustPlace[] => {
    const item = rust.fields[i];
    const type = rust.definition.fields[i]?.type;
    return item && type ? [{ place, item, type }] : [];
  });
  const allCpp = cpp.layout.fields.flatMap((place, i): CppPlace[] => {
    const item = cpp.fields[i];
    const type = cpp.definition.fields[i]?.type;
    return item && type ? [{ place, item, type }] : [];
  });
  const empty = emptyRecords(allRust, allCpp);
  const keptApart = new Set(empty.map(({ cpp: field }) => field));
  // `PhantomData` and the like mirror nothing. Neither does a flexible array member (`data[]`, `data[0]`): the
  // other side may leave it out.
  const sizedRust = allRust.filter(({ place }) => place.size > 0);
  const sizedCpp = allCpp.filter((field) => field.place.size > 0 && !keptApart.has(field));
  const partners = partnersOf(
    sizedRust.map(({ place }) => place.name),
    sizedCpp.map(({ place }) => place.name),
  );
  if (!partners) return null;
  const pairs = sizedRust.flatMap((field, i): FieldPair[] => {
    const partner = sizedCpp[partners[i] ?? -1];
    return partner ? [{ rust: field, cpp: partner }] : [];
  });
  return { rust: sizedRust, cpp: sizedCpp, pairs, empty };
}

function emptyRecords(rust: readonly RustPlace[], cpp: readonly CppPlace[]): FieldPair[] {
  const partners = partnersOf(
    rust.map(({ place }) => place.name),
    cpp.map(({ place }) => place.name),
  );
  return rust.flatMap((field, i): FieldPair[] => {
    const partner = cpp[partners?.[i] ?? -1];
    if (!partner || field.place.size > 0 || field.type.kind !== 'record') return [];
    return partner.type.kind === 'record' && partner.place.size > 0 ? [{ rust: field, cpp: partner }] : [];
  });
}

/**
 * For each Rust field the C++ field (by index) that it mirrors: its namesake where the names of the shorter
 * record are all in the longer one, else the one at the same place where both have as many.
 *
 * @returns null where nothing says which field is which: a blob of bytes mirrors a whole, not its parts
 */
export function partnersOf(
  rust: readonly string[],
  cpp: readonly string[],
): readonly (number | undefined)[] | null {
  const places = new Map<string, number>();
  for (const [i, name] of cpp.entries()) if (!places.has(name)) places.set(name, i);
  const partners = rust.map((name) => places.get(name));
  const found = partners.filter((partner) => partner !== undefined);
  if (found.length === Math.min(rust.length, cpp.length)) return partners;
  return rust.length === cpp.length ? rust.map((_, i) => i) : null;
}

const samePlace = ({ rust, cpp }: FieldPair): boolean =>
  rust.place.offset === cpp.place.offset && rust.place.size === cpp.place.size;

/** True where both fields hold records, alone or in arrays, that mirror each other and differ. */
function holdsOther({ rust, cpp }: FieldPair, view: TargetView, innerDiffers: InnerDiffers): boolean {
  const records = heldRecords(rust.type, cpp.type);
  const rustSource = records && view.rust.sourceOf(records.rust);
  const cppSource = records && view.cpp.sourceOf(records.cpp);
  if (!rustSource || !cppSource || !mirrorByName(rustSource.item, cppSource.item)) return false;
  return innerDiffers(rustSource, cppSource);
}

/** The records that two fields hold by value; arrays hold what their elements are. */
export function heldRecords(
  rust: RustAbiType,
  cpp: CppAbiType,
): {
  readonly rust: Extract<RustAbiType, { kind: 'record' }>['record'];
  readonly cpp: Extract<CppAbiType, { kind: 'record' }>['record'];
} | null {
  if (rust.kind === 'record' && cpp.kind === 'record') return { rust: rust.record, cpp: cpp.record };
  if (rust.kind !== 'array' || cpp.kind !== 'array') return null;
  return heldRecords(rust.element, cpp.element);
}

function innerDifference(
  mirror: LaidOutMirror,
  pair: FieldPair,
): Extract<LayoutDifference, { cause: 'inner' }> {
  return {
    cause: 'inner',
    message: `what its field ${subjectOf(pair)} holds differs`,
    because: placesOf(mirror, pair),
  };
}

const offsetDifference = (mirror: LaidOutMirror, pair: FieldPair): PlaceDifference => ({
  cause: 'place',
  message: `${subjectOf(pair)} is at offset ${pair.rust.place.offset} in Rust, ${pair.cpp.place.offset} in C++`,
  because: placesOf(mirror, pair),
});

const fieldDifference = (fields: readonly DifferentField[]): FieldDifference => ({
  cause: 'field',
  message: fields.map(({ message }) => message).join('; '),
  because: fields.flatMap(({ because }) => because),
  fields,
});

function differentField(mirror: LaidOutMirror, pair: FieldPair, difference: string): DifferentField {
  const { rust, cpp } = pair;
  return {
    rust: rust.item,
    cpp: cpp.item,
    message: `${subjectOf(pair)} at offset ${rust.place.offset} is ${difference}`,
    because: [
      {
        location: { uri: mirror.cpp.uri, range: cpp.item.nameRange },
        message: `\`${cpp.place.name}\` is a \`${formatCppType(cpp.item.type)}\`: ${bytes(cpp.place.size)} at offset ${cpp.place.offset}`,
      },
    ],
  };
}

const widths = ({ rust, cpp }: FieldPair): string =>
  `${bytes(rust.place.size)} in Rust (\`${formatRustType(rust.item.type)}\`), ${bytes(cpp.place.size)} in C++ (\`${formatCppType(cpp.item.type)}\`)`;

const subjectOf = ({ rust, cpp }: FieldPair): string =>
  rust.place.name === cpp.place.name
    ? `\`${rust.place.name}\``
    : `\`${rust.place.name}\` (\`${cpp.place.name}\` in C++)`;

const placesOf = ({ rust, cpp }: LaidOutMirror, pair: FieldPair): LocatedEvidence[] => [
  {
    location: { uri: rust.uri, range: pair.rust.item.nameRange },
    message: placeOf(pair.rust.place),
  },
  {
    location: { uri: cpp.uri, range: pair.cpp.item.nameRange },
    message: placeOf(pair.cpp.place),
  },
];

const placeOf = ({ name, size, offset }: RustPlace['place'] | CppPlace['place']): string =>
  `\`${name}\`: ${bytes(size)} at offset ${offset}`;

/**
 * A field that one side has and the other lacks, though all others agree. Where the sizes agree too it lies in
 * the other's padding: one that is there to fill it is no difference.
 */
function missingField(mirror: LaidOutMirror, { rust, cpp }: Fields): PlaceDifference | null {
  const sameSize = mirror.rust.layout.size === mirror.cpp.layout.size;
  const rustNames = new Set(rust.map(({ place }) => place.name));
  const fills = (name: string): boolean => sameSize && FILLER.test(name);
  const missing = cpp.find(({ item }) => !rustNames.has(item.name) && !fills(item.name))?.item;
  if (rust.length < cpp.length && missing) {
    const unnamed = missing.name === '';
    return {
      cause: 'place',
      message: `C++ has ${unnamed ? 'an unnamed member' : `a field \`${missing.name}\``} that Rust lacks`,
      because: [
        {
          location: { uri: mirror.cpp.uri, range: unnamed ? missing.range : missing.nameRange },
          message: unnamed ? 'it is declared here' : `\`${missing.name}\` is declared here`,
        },
      ],
    };
  }
  const cppNames = new Set(cpp.map(({ item }) => item.name));
  const surplus = rust.find(({ place }) => !cppNames.has(place.name) && !fills(place.name));
  if (rust.length <= cpp.length || !surplus) return null;
  return {
    cause: 'place',
    message: `C++ has no field \`${surplus.place.name}\``,
    because: [
      {
        location: { uri: mirror.rust.uri, range: surplus.item.nameRange },
        message: `\`${surplus.place.name}\` is declared here`,
      },
    ],
  };
}

/** Names of fields that spell padding out. */
export const FILLER = /^_|pad(?:ding)?\d*$|^(?:padding|reserved|unused|dummy|filler|spare)/i;

function wholeDifference({ rust, cpp }: LaidOutMirror): PlaceDifference | null {
  const told = (message: string): PlaceDifference => ({ cause: 'place', message, because: [] });
  if (rust.layout.size !== cpp.layout.size)
    return told(`it takes ${bytes(rust.layout.size)} in Rust, ${bytes(cpp.layout.size)} in C++`);
  if (rust.layout.align !== cpp.layout.align)
    return told(`its alignment is ${rust.layout.align} in Rust, ${cpp.layout.align} in C++`);
  return null;
}

/** `1 byte`, `8 bytes`. */
export const bytes = (size: number): string => (size === 1 ? '1 byte' : `${size} bytes`);
