import type { RecordLayout } from '../abi/layout/record-layout.js';
import { exact, unknown, type Evidence, type Known } from '../base/known.js';
import { formatRustType } from '../abi/layout/rust-format.js';
import type { TargetView } from '../boundary/target-view.js';
import { qualifiedName } from '../program/cpp-names.js';
import type { TypeEntity } from './entities.js';

/** A type laid out, whichever language it is of. Sizes and offsets in bytes, `…Bits` and `bitWidth` in bits. */
export interface LayoutReport {
  readonly name: string;
  readonly kind: string;
  readonly layout: Known<ReportedLayout>;
  readonly relocation: Known<{ readonly trivial: boolean }>;
  readonly calls: Known<{ readonly trivial: boolean }>;
}

export interface ReportedLayout {
  readonly size: number;
  readonly align: number;
  readonly dataSize: number;
  readonly nonVirtualSize: number;
  readonly fields: RecordLayout['fields'];
  readonly bases: RecordLayout['bases'];
  readonly tablePointers: RecordLayout['tablePointers'];
  readonly padding: RecordLayout['padding'];
}

/** Everything computed about a type on one target. */
export function reportLayout(entity: TypeEntity, view: TargetView): LayoutReport {
  switch (entity.kind) {
    case 'cpp-record': {
      const record = view.cpp.record(entity.uri, entity.item);
      const type = { kind: 'record' as const, record };
      const template = entity.item.template
        ? unknown(`\`${entity.item.name}\` is a template: its layout depends on the arguments`)
        : null;
      return {
        name: qualifiedName(entity.item),
        kind: entity.item.kind,
        layout: template ?? view.cppAbi.layOut(record),
        relocation: template ?? view.cppAbi.relocationOf(type),
        calls: template ?? view.cppAbi.callsOf(type),
      };
    }
    case 'cpp-enum': {
      const size = view.cppAbi.sizeOf({ kind: 'enum', enum: view.cpp.enum(entity.uri, entity.item) });
      return { name: qualifiedName(entity.item), kind: 'enum', layout: scalar(size), ...TRIVIAL };
    }
    case 'rust-record':
    case 'rust-enum':
      return reportRust(entity, view);
    default:
      return entity satisfies never;
  }
}

function reportRust(
  entity: Extract<TypeEntity, { kind: 'rust-record' | 'rust-enum' }>,
  view: TargetView,
): LayoutReport {
  const { item, uri } = entity;
  const type =
    entity.kind === 'rust-record'
      ? { kind: 'record' as const, record: view.rust.record(uri, entity.item) }
      : { kind: 'enum' as const, enum: view.rust.enum(uri, entity.item) };
  const laidOut: Known<ReportedLayout> =
    item.generics.length > 0
      ? unknown(`\`${item.name}\` is generic: its layout depends on the arguments`)
      : mapKnown(view.rustLayouts.layOut(type), (layout) => ({
          size: layout.size,
          align: layout.align,
          dataSize: layout.size,
          nonVirtualSize: layout.size,
          fields: layout.fields.map((field, i) => ({
            name: field.name,
            type: fieldType(entity, i, view),
            offset: field.offset,
            offsetBits: field.offset * 8,
            size: field.size,
            bitWidth: null,
          })),
          bases: [],
          tablePointers: [],
          padding: layout.padding,
        }));
  return {
    name: item.name,
    kind: entity.kind === 'rust-record' ? entity.item.kind : 'enum',
    layout: laidOut,
    ...RUST_MOVES,
  };
}

function fieldType(
  entity: Extract<TypeEntity, { kind: 'rust-record' | 'rust-enum' }>,
  index: number,
  view: TargetView,
): string {
  if (entity.kind !== 'rust-record') return '';
  const definition = view.rust.record(entity.uri, entity.item).define();
  const field = definition.status === 'unknown' ? undefined : definition.value.fields[index];
  return field ? formatRustType(field.type) : '';
}

function mapKnown<T, U>(known: Known<T>, map: (value: T) => U): Known<U> {
  return known.status === 'unknown' ? known : { ...known, value: map(known.value) };
}

const scalar = (size: Known<{ readonly size: number; readonly align: number }>): Known<ReportedLayout> =>
  mapKnown(size, (value) => ({
    ...value,
    dataSize: value.size,
    nonVirtualSize: value.size,
    fields: [],
    bases: [],
    tablePointers: [],
    padding: [],
  }));

const TRIVIAL = { relocation: exact({ trivial: true }), calls: exact({ trivial: true }) };

/** @see Rust reference, "Moved and copied types": a move copies the bytes */
const RUST_MOVES = {
  relocation: exact({ trivial: true }, [{ message: 'Rust moves every value by copying its bytes' }]),
  calls: exact({ trivial: true }, [{ message: 'Rust passes its own types as it likes' }]),
};

/** One line of a layout: what stands where. */
export interface LayoutRow {
  readonly offset: number;
  /** `12` or, for bit-fields, `12:3-7`. */
  readonly place: string;
  readonly size: string;
  readonly name: string;
  readonly type: string;
}

/** The rows of a layout in memory order: bases, table pointers, fields and padding. */
export function layoutRows(layout: ReportedLayout): LayoutRow[] {
  const rows: LayoutRow[] = [
    ...layout.tablePointers.map(({ kind, offset }) => row(offset, '', `(${kind} pointer)`, '')),
    ...layout.bases.map((base) =>
      row(base.offset, '', `${base.virtual ? 'virtual base' : 'base'} ${base.name}`, ''),
    ),
    ...layout.fields.map((field) => ({
      ...row(field.offset, `${field.size}`, field.name || '(unnamed)', field.type),
      ...(field.bitWidth === null ? {} : bitFieldPlace(field.offsetBits, field.bitWidth)),
    })),
    ...layout.padding.map(({ offset, size }) => row(offset, `${size}`, '(padding)', '')),
  ];
  return rows.sort((a, b) => a.offset - b.offset);
}

const row = (offset: number, size: string, name: string, type: string): LayoutRow => ({
  offset,
  place: `${offset}`,
  size,
  name,
  type,
});

function bitFieldPlace(offsetBits: number, width: number): Pick<LayoutRow, 'place' | 'size'> {
  const byte = Math.floor(offsetBits / 8);
  const first = offsetBits % 8;
  return {
    place: `${byte}:${first}${width > 1 ? `-${first + width - 1}` : ''}`,
    size: `${width} bit${width === 1 ? '' : 's'}`,
  };
}

/** The steps of a verdict as lines. */
export const reasonsOf = (known: Known<unknown>): string[] => {
  const steps = known.because.map(({ message }: Evidence) => message);
  // A reason often says the last step again, and more.
  if (known.status === 'unknown')
    return [...steps.filter((step) => !known.reason.startsWith(step)), known.reason];
  return known.status === 'assumed' ? [...steps, `assuming ${known.assumption}`] : steps;
};
