import type { RecordLayout, Span } from '../abi/layout/record-layout.js';
import type { RustLayout } from '../abi/layout/rust.js';
import type { CppAbiType, RustAbiRecord, RustAbiType } from '../abi/model.js';
import { formatName, formatType } from '../abi/names.js';
import type { RelocationDefinitions } from '../abi/relocation-definitions.js';
import { exact, unknown, type Evidence, type Known } from '../base/known.js';
import type { TargetView } from '../boundary/target-view.js';
import { qualifiedName } from '../program/cpp-names.js';
import { qualifiedRustName } from '../program/rust-names.js';
import type { TypeEntity } from './entities.js';

/** A type laid out, whichever language it is of. Sizes and offsets in bytes, `…Bits` and `bitWidth` in bits. */
export interface LayoutReport {
  readonly name: string;
  readonly kind: string;
  readonly layout: Known<ReportedLayout>;
  readonly relocation: Known<{ readonly trivial: boolean }>;
  /** What others call trivially relocatable, null where unknown; null for Rust, which knows one way to move. */
  readonly definitions: Definitions | null;
  readonly calls: Known<{ readonly trivial: boolean }>;
}

export type Definitions = Readonly<Record<keyof RelocationDefinitions, boolean | null>>;

/** A C++ record as it is laid out; of other types the parts that they have. */
export interface ReportedLayout extends Pick<
  RecordLayout,
  | 'size'
  | 'align'
  | 'dataSize'
  | 'nonVirtualSize'
  | 'fields'
  | 'bases'
  | 'tablePointers'
  | 'padding'
  | 'reusableTail'
  | 'reusedTails'
  | 'tailVaries'
> {
  /** The integer that an enum is declared to be; null where none is, and for others. */
  readonly underlying: string | null;
  /** Variants of a Rust enum with their fields, offsets from the start of the enum. */
  readonly variants: RustLayout['variants'];
  readonly tag: RustLayout['tag'];
  readonly niche: Span | null;
}

/** Everything computed about a type on one target. */
export function reportLayout(entity: TypeEntity, view: TargetView): LayoutReport {
  switch (entity.kind) {
    case 'cpp-record': {
      const record = entity.instance ?? view.cpp.record(entity.uri, entity.item);
      const type = { kind: 'record' as const, record };
      const template =
        entity.item.template && !entity.instance
          ? unknown(`\`${entity.item.name}\` is a template: its layout depends on the arguments`)
          : null;
      return {
        name: entity.instance ? formatName(record.name) : qualifiedName(entity.item),
        kind: entity.item.kind,
        layout: template ?? mapKnown(view.cppAbi.layOut(record), (layout) => ({ ...NO_PARTS, ...layout })),
        relocation: template ?? view.cppAbi.relocationOf(type),
        definitions: template ? null : definitionsOf(view.cppAbi.relocationDefinitionsOf(type)),
        calls: template ?? view.cppAbi.callsOf(type),
      };
    }
    case 'cpp-enum':
      return {
        name: qualifiedName(entity.item),
        kind: 'enum',
        layout: cppEnumLayout({ kind: 'enum', enum: view.cpp.enum(entity.uri, entity.item) }, view),
        ...TRIVIAL,
      };
    case 'rust-record':
    case 'rust-enum':
      return {
        name: instanceOf(entity)?.name ?? qualifiedRustName(entity.item),
        kind: entity.kind === 'rust-record' ? entity.item.kind : 'enum',
        layout: rustLayout(entity, view),
        ...RUST_MOVES,
      };
    case 'shared-struct':
    case 'shared-enum': {
      const record = view.rust.shared(entity);
      const layout = rustLayoutOf({ kind: 'record', record }, view);
      const { item } = entity;
      return {
        name: record.name,
        kind: entity.kind === 'shared-struct' ? 'shared struct' : 'shared enum',
        layout: 'integer' in item ? mapKnown(layout, asInteger) : layout,
        ...RUST_MOVES,
      };
    }
    default:
      return entity satisfies never;
  }
}

/** A layout without any part. */
export const NO_PARTS = {
  fields: [],
  bases: [],
  tablePointers: [],
  padding: [],
  reusableTail: null,
  reusedTails: [],
  tailVaries: null,
  underlying: null,
  variants: [],
  tag: null,
  niche: null,
} as const;

function definitionsOf({ triviallyCopyable, clang, p2786, p1144 }: RelocationDefinitions): Definitions {
  const valueOf = (known: Known<boolean>) => (known.status === 'unknown' ? null : known.value);
  return {
    triviallyCopyable: valueOf(triviallyCopyable),
    clang: valueOf(clang),
    p2786: valueOf(p2786),
    p1144: valueOf(p1144),
  };
}

function cppEnumLayout(type: Extract<CppAbiType, { kind: 'enum' }>, view: TargetView): Known<ReportedLayout> {
  const { underlying, scoped } = type.enum;
  return mapKnown(view.cppAbi.sizeOf(type), ({ size, align }) => ({
    ...NO_PARTS,
    size,
    align,
    dataSize: size,
    nonVirtualSize: size,
    underlying: underlying ? formatType(underlying) : scoped ? 'int' : null,
  }));
}

function rustLayout(
  entity: Extract<TypeEntity, { kind: 'rust-record' | 'rust-enum' }>,
  view: TargetView,
): Known<ReportedLayout> {
  const { item, uri } = entity;
  const record = instanceOf(entity);
  if (record) return rustLayoutOf({ kind: 'record', record }, view);
  if (item.generics.length > 0)
    return unknown(`\`${item.name}\` is generic: its layout depends on the arguments`);
  if (entity.kind === 'rust-record')
    return rustLayoutOf({ kind: 'record', record: view.rust.record(uri, entity.item) }, view);
  const layout = rustLayoutOf({ kind: 'enum', enum: view.rust.enum(uri, entity.item) }, view);
  return mapKnown(layout, (value) => ({ ...value, underlying: item.repr.integer }));
}

const instanceOf = (entity: TypeEntity): RustAbiRecord | undefined =>
  entity.kind === 'rust-record' ? entity.instance : undefined;

const rustLayoutOf = (type: RustAbiType, view: TargetView): Known<ReportedLayout> =>
  mapKnown(view.rustLayouts.layOut(type), (layout) => ({
    ...NO_PARTS,
    size: layout.size,
    align: layout.align,
    dataSize: layout.size,
    nonVirtualSize: layout.size,
    fields: layout.fields.map(({ name, type: fieldType, offset, size }) => ({
      name,
      type: fieldType,
      offset,
      offsetBits: offset * 8,
      size,
      bitWidth: null,
    })),
    padding: layout.padding,
    variants: layout.variants,
    tag: layout.tag,
    niche: layout.niche,
  }));

/** A shared enum is a struct around its integer to rustc, and an enum of that integer to people. */
const asInteger = (layout: ReportedLayout): ReportedLayout => ({
  ...layout,
  fields: [],
  underlying: layout.fields[0]?.type ?? null,
});

function mapKnown<T, U>(known: Known<T>, map: (value: T) => U): Known<U> {
  return known.status === 'unknown' ? known : { ...known, value: map(known.value) };
}

const TRIVIAL = { relocation: exact({ trivial: true }), definitions: null, calls: exact({ trivial: true }) };

/** @see Rust reference, "Moved and copied types": a move copies the bytes */
const RUST_MOVES = {
  relocation: exact({ trivial: true }, [{ message: 'Rust moves every value by copying its bytes' }]),
  definitions: null,
  calls: exact({ trivial: true }, [{ message: 'Rust passes its own types as it likes' }]),
};

/** The steps of a verdict as lines. */
export const reasonsOf = (known: Known<unknown>): string[] => {
  const steps = known.because.map(({ message }: Evidence) => message);
  // A reason often says the last step again, and more.
  if (known.status === 'unknown')
    return [...steps.filter((step) => !known.reason.startsWith(step)), known.reason];
  return known.status === 'assumed' ? [...steps, `assuming ${known.assumption}`] : steps;
};
