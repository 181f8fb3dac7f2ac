import type { RustAbiVariant } from '../abi/model.js';
import { WeakMemory } from '../base/weak-memory.js';
import type { CppEnumerator } from '../facts/cpp/cpp-facts.js';
import type { RustVariant } from '../facts/rust/rust-facts.js';
import type { EnumCrossing, Flow } from './crossing.js';
import { pairEnumerators } from './enumerator-names.js';
import type { TargetView } from './target-view.js';

/** What one enumeration is on both sides of a crossing, on one target, exactly. */
export interface ComparedEnums {
  readonly rust: readonly RustEnumerator[];
  readonly cpp: readonly CppEnumeratorValue[];
  /** Bytes of a value in C++. */
  readonly size: number;
  /** For each Rust name its C++ names. */
  readonly pairs: ReadonlyMap<string, readonly string[]>;
  readonly differences: readonly EnumDifference[];
}

export interface RustEnumerator {
  readonly item: RustVariant;
  readonly value: bigint;
}

export interface CppEnumeratorValue {
  readonly item: CppEnumerator;
  readonly value: bigint;
}

export type EnumDifference =
  /** One name, two values. */
  | { readonly kind: 'value'; readonly rust: RustEnumerator; readonly cpp: CppEnumeratorValue }
  /** A value of C++ that is none of Rust's. */
  | { readonly kind: 'missing-in-rust'; readonly cpp: CppEnumeratorValue }
  /** A value of Rust that is none of C++'s. */
  | { readonly kind: 'missing-in-cpp'; readonly rust: RustEnumerator };

const comparisons = new WeakMemory<[TargetView, EnumCrossing], ComparedEnums | null>();

/**
 * Compares the enumerators of both sides by value, after their names are matched. A value that only one side has
 * counts where the other may be given it; what merely counts or bounds the others (`FOO_COUNT`, `FOO_MAX`) does not.
 *
 * @returns null where not all enumerators and values are known exactly, or the types differ in width
 */
export const compareEnums = (crossing: EnumCrossing, view: TargetView): ComparedEnums | null =>
  comparisons.recall([view, crossing], () => compare(crossing, view));

function compare(crossing: EnumCrossing, view: TargetView): ComparedEnums | null {
  const type = { kind: 'enum' as const, enum: view.cpp.enum(crossing.cpp.uri, crossing.cpp.item) };
  const size = view.cppAbi.sizeOf(type);
  const cpp = cppEnumerators(crossing, view);
  const rust = rustEnumerators(crossing, view);
  if (size.status !== 'exact' || !cpp || !rust || isOtherType(crossing, size.value.size, view)) return null;
  const pairs = pairEnumerators(
    rust.map(({ item }) => item.name),
    cpp.map(({ item }) => item.name),
  );
  const bytes = size.value.size;
  const differences = differencesOf(rust, cpp, pairs, bytes, flowsOf(crossing));
  return { rust, cpp, size: bytes, pairs, differences };
}

/** Of another width, where Rust says which: that is said of the place where they meet. */
function isOtherType({ rust: { uri, item } }: EnumCrossing, size: number, view: TargetView): boolean {
  if (!item.repr.c && item.repr.integer === null) return false;
  const layout = view.rustLayouts.layOut({ kind: 'enum', enum: view.rust.enum(uri, item) });
  return layout.status === 'unknown' || layout.value.size !== size;
}

/** Enumerators of C++ that are there on the target. */
function cppEnumerators(
  { cpp: { uri, item } }: EnumCrossing,
  view: TargetView,
): readonly CppEnumeratorValue[] | null {
  const values = view.cpp.enumerators(uri, item);
  if (values.status !== 'exact') return null;
  return item.enumerators.flatMap((enumerator) => {
    const value = values.value.get(enumerator.name);
    return value === undefined ? [] : [{ item: enumerator, value }];
  });
}

/**
 * The variants of a Rust enum without fields.
 *
 * @see Rust reference, "Enumerations", Discriminants: without a value of its own a variant has that of the one before
 * it, plus one
 */
function rustEnumerators(
  { rust: { uri, item } }: EnumCrossing,
  view: TargetView,
): readonly RustEnumerator[] | null {
  const definition = view.rust.enum(uri, item).define();
  if (item.generics.length > 0 || definition.status !== 'exact') return null;
  const { variants } = definition.value;
  if (variants.length === 0 || variants.some(({ fields }) => fields.length > 0)) return null;
  const enumerators: RustEnumerator[] = [];
  let next = 0n;
  for (const variant of variants) {
    const value = variant.discriminant ?? next;
    next = value + 1n;
    const written = item.variants.find(isWhatIsWritten(variant));
    if (!written) return null;
    enumerators.push({ item: written, value });
  }
  return enumerators;
}

const isWhatIsWritten =
  ({ name, location }: RustAbiVariant) =>
  (written: RustVariant): boolean =>
    written.name === name && written.nameRange.start.line === location?.range.start.line;

/** Who may be given a value of it. */
const flowsOf = ({ uses }: EnumCrossing): ReadonlySet<Flow> => new Set(uses.flatMap(({ flows }) => flows));

function differencesOf(
  rust: readonly RustEnumerator[],
  cpp: readonly CppEnumeratorValue[],
  pairs: ComparedEnums['pairs'],
  size: number,
  flows: ReadonlySet<Flow>,
): EnumDifference[] {
  const bytesOf = (value: bigint): bigint => BigInt.asUintN(size * 8, value);
  const cppByName = new Map(cpp.map((each) => [each.item.name, each]));
  const inRust = new Set(rust.map(({ value }) => bytesOf(value)));
  const inCpp = new Set(cpp.map(({ value }) => bytesOf(value)));
  const paired = new Set([...pairs.values()].flat());
  const values = rust.flatMap((own): EnumDifference[] => {
    const partners = (pairs.get(own.item.name) ?? []).flatMap((name) => cppByName.get(name) ?? []);
    const [partner] = partners;
    if (!partner || partners.some(({ value }) => bytesOf(value) === bytesOf(own.value))) return [];
    return COUNTS(partner.item.name) ? [] : [{ kind: 'value', rust: own, cpp: partner }];
  });
  // Where few of the names are the same, those that are may be so by chance.
  const named = pairs.size * 2 > Math.min(rust.length, cpp.length) ? values : [];
  const missingInRust = cpp.flatMap((other): EnumDifference[] =>
    paired.has(other.item.name) || inRust.has(bytesOf(other.value)) || BOUNDS(other.item.name)
      ? []
      : [{ kind: 'missing-in-rust', cpp: other }],
  );
  const missingInCpp = rust.flatMap((own): EnumDifference[] =>
    pairs.has(own.item.name) || inCpp.has(bytesOf(own.value)) || BOUNDS(own.item.name)
      ? []
      : [{ kind: 'missing-in-cpp', rust: own }],
  );
  return [
    ...named,
    ...(flows.has('to-rust') ? missingInRust : []),
    // Without one name in common it may be some other enumeration that C++ takes.
    ...(flows.has('to-cpp') && pairs.size > 0 ? missingInCpp : []),
  ];
}

/** Names that count or bound the others, or make the type wide: nobody passes them. */
const COUNTS = namesWith('MAX COUNT NUM FORCE SENTINEL TOTAL LIMIT');

/** The same, and names that may be one of these. */
const BOUNDS = namesWith('MAX COUNT NUM FORCE SENTINEL TOTAL LIMIT LAST END SIZE RESERVED ENUM');

/** In any of the usual spellings: `FOO_MAX`, `kFooMax`, `FOO_MAX_ENUM`; and names that begin with `__`. */
function namesWith(words: string): (name: string) => boolean {
  const upper = words.replaceAll(' ', '|');
  const mixed = words.split(' ').map((word) => word.charAt(0) + word.slice(1).toLowerCase());
  const pattern = new RegExp(
    `^__|(?:^|_)(?:${upper}|${upper.toLowerCase()})(?:$|_)|(?:^|[a-z_])(?:${mixed.join('|')})(?:$|[A-Z_])|32_?BIT`,
  );
  return (name) => pattern.test(name);
}
