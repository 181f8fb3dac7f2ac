import { assumed, type Known } from '../../base/known.js';
import type { RustAbiField } from '../model.js';
import type { EnumForm } from './rust-enum.js';
import type { RustForm } from './rust-fields.js';
import { formatRustType } from './rust-format.js';
import type { Bytes } from './units.js';

export interface RustFieldLayout {
  readonly name: string;
  readonly type: string;
  readonly offset: Bytes;
  readonly size: Bytes;
  readonly align: Bytes;
}

/** A form with what is shown of it. */
export interface RustParts extends RustForm {
  readonly fields: readonly RustFieldLayout[];
  readonly variants: readonly { readonly name: string; readonly fields: readonly RustFieldLayout[] }[];
  readonly tag: EnumForm['tag'];
}

export const partsOf = (form: RustForm): RustParts => ({
  size: form.size,
  align: form.align,
  niche: form.niche,
  uninhabited: form.uninhabited,
  fields: [],
  variants: [],
  tag: null,
});

/** What every layout of a default representation rests on. */
export const DEFAULT_REPRESENTATION = 'the default representation is laid out as rustc 1.95 does';

export const byDefault = <T>(value: T): Known<T> => assumed(value, DEFAULT_REPRESENTATION);

/** Fields with their offsets, in declaration order. */
export function fieldLayouts(
  fields: readonly RustAbiField[],
  forms: readonly RustForm[],
  offsets: readonly Bytes[],
): RustFieldLayout[] {
  return fields.map((field, index) => ({
    name: field.name,
    type: formatRustType(field.type),
    offset: offsets[index] ?? 0,
    size: forms[index]?.size ?? 0,
    align: forms[index]?.align ?? 1,
  }));
}
