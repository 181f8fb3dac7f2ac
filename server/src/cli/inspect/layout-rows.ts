import type { InspectedLayout } from '../../service/answers.js';

/** One row of a layout table, ready to be aligned. */
export interface LayoutRow {
  readonly kind: 'field' | 'base' | 'table-pointer' | 'padding';
  /** Bytes; for a bit-field and for padding between bit-fields with the bit: `4:3`. */
  readonly offset: string;
  /** Bytes, or `3 bits`; empty for a base, whose size depends on its own layout. */
  readonly size: string;
  readonly name: string;
  readonly type: string;
}

/**
 * The rows of a layout in the order of memory, with the bytes between the fields.
 *
 * What is not covered between the first and the last field is padding: base classes and pointers to
 * tables lie before all fields, virtual bases behind them (Itanium C++ ABI 2.4 II-III). So the bytes
 * before the first field are named only where there are no bases, and those behind the last one only
 * where there are no virtual bases.
 *
 * @param mayBePolymorphic the type is a C++ class, which may begin with a pointer to its virtual functions
 */
export function layoutRows(layout: InspectedLayout, mayBePolymorphic: boolean): LayoutRow[] {
  const { fields, bases, size } = layout;
  const placed = [
    ...bases.map((base, index) => ({ at: base.offset * 8, index, rows: [baseRow(base)], end: null })),
    ...fields.map((field, index) => ({
      at: field.offsetBits,
      index: bases.length + index,
      rows: [fieldRow(field)],
      end: field.offsetBits + (field.bitWidth ?? field.size * 8),
    })),
  ].sort((a, b) => a.at - b.at || a.index - b.index);

  const rows: LayoutRow[] = [];
  let covered = bases.length === 0 ? 0 : null;
  let fieldSeen = false;
  for (const { at, rows: own, end } of placed) {
    if (end !== null && covered !== null && at > covered) {
      if (fieldSeen) rows.push(paddingRow(covered, at));
      else if (mayBePolymorphic) rows.push(tablePointerRow(covered, at));
    }
    rows.push(...own);
    if (end !== null) {
      fieldSeen = true;
      covered = Math.max(covered ?? 0, end);
    }
  }
  const hasVirtualBases = bases.some((base) => base.virtual);
  if (fieldSeen && covered !== null && size !== null && !hasVirtualBases && size * 8 > covered) {
    rows.push(paddingRow(covered, size * 8));
  }
  return rows;
}

const baseRow = (base: InspectedLayout['bases'][number]): LayoutRow => ({
  kind: 'base',
  offset: String(base.offset),
  size: '',
  name: base.virtual ? '(virtual base)' : '(base)',
  type: base.name,
});

const fieldRow = (field: InspectedLayout['fields'][number]): LayoutRow => ({
  kind: 'field',
  offset: field.bitWidth === null ? String(field.offset) : bitOffset(field.offsetBits),
  size: field.bitWidth === null ? String(field.size) : bits(field.bitWidth),
  name: field.name === '' ? '(unnamed)' : field.name,
  type: field.type,
});

function paddingRow(from: number, to: number): LayoutRow {
  const whole = from % 8 === 0 && to % 8 === 0;
  return {
    kind: 'padding',
    offset: from % 8 === 0 ? String(from / 8) : bitOffset(from),
    size: whole ? String((to - from) / 8) : bits(to - from),
    name: '(padding)',
    type: '',
  };
}

/** Bytes before the first field of a class without bases: its pointer to the table of virtual functions. */
const tablePointerRow = (from: number, to: number): LayoutRow => ({
  ...paddingRow(from, to),
  kind: 'table-pointer',
  name: '(virtual table pointer)',
});

const bitOffset = (offset: number): string => `${Math.floor(offset / 8)}:${offset % 8}`;
const bits = (number: number): string => `${number} bit${number === 1 ? '' : 's'}`;
