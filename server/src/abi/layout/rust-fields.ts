import { availableIn, type Niche } from './rust-niche.js';
import { roundUp, type Bytes } from './units.js';

/** What an enclosing type needs to know of a Rust type's layout. */
export interface RustForm {
  readonly size: Bytes;
  readonly align: Bytes;
  readonly niche: Niche | null;
  readonly uninhabited: boolean;
}

/** A struct, tuple, or variant of an enum with the offsets of its fields in declaration order. */
export interface PlacedFields extends RustForm {
  readonly offsets: readonly Bytes[];
}

export interface FieldRules {
  /** `repr(C)`, or `repr(u8)` inside an enum: fields stay in order. */
  readonly inOrder: boolean;
  /** `packed(N)` and `align(N)` in bytes. */
  readonly packed: number | null;
  readonly align: number | null;
  /** The tag that stands before the fields of a variant. */
  readonly prefix: { readonly size: Bytes; readonly align: Bytes } | null;
  /** The last field may be unsized, so that it stays last. */
  readonly lastStays: boolean;
}

/**
 * Places fields as rustc 1.95 does (`LayoutCalculator::univariant`): by falling alignment, with the
 * largest niche near the start; at the end where that leaves it free and the start does not.
 */
export function placeFields(fields: readonly RustForm[], rules: FieldRules): PlacedFields {
  const start = placeBiased(fields, rules, 'start');
  if (start.niche === null || rules.lastStays || fields.length < 2) return start;
  const head = start.niche.offset;
  const tail = start.size - head - start.niche.size;
  if (head === 0 || tail <= 0) return start;
  const end = placeBiased(fields, rules, 'end');
  return end.niche !== null && end.niche.offset > head && end.niche.offset > tail ? end : start;
}

type Bias = 'start' | 'end';

function placeBiased(fields: readonly RustForm[], rules: FieldRules, bias: Bias): PlacedFields {
  const bounded = (align: Bytes): Bytes => Math.min(align, rules.packed ?? align);
  let align = 1;
  let offset = 0;
  if (rules.prefix) {
    align = bounded(rules.prefix.align);
    offset = roundUp(rules.prefix.size, align);
  }
  const offsets = fields.map(() => 0);
  let niche: Niche | null = null;
  for (const index of memoryOrder(fields, rules, bias)) {
    const field = fields[index];
    if (!field) continue;
    const fieldAlign = bounded(field.align);
    offset = roundUp(offset, fieldAlign);
    align = Math.max(align, fieldAlign);
    offsets[index] = offset;
    const available = availableIn(field.niche);
    const largest = availableIn(niche);
    if (field.niche && (niche === null || (bias === 'end' ? available >= largest : available > largest))) {
      niche = { ...field.niche, offset: field.niche.offset + offset };
    }
    offset += field.size;
  }
  align = Math.max(align, rules.align ?? 1);
  return {
    size: roundUp(offset, align),
    align,
    niche,
    offsets,
    uninhabited: fields.some((field) => field.uninhabited),
  };
}

function memoryOrder(fields: readonly RustForm[], rules: FieldRules, bias: Bias): number[] {
  const order = fields.map((_, index) => index);
  if (rules.inOrder || fields.length < 2) return order;
  const movable = rules.lastStays ? order.slice(0, -1) : order;
  const keys = new Map(movable.map((index) => [index, sortKeys(fields, movable, index, rules, bias)]));
  const sorted = [...movable].sort((a, b) => compareKeys(keys.get(a) ?? [], keys.get(b) ?? []));
  return [...sorted, ...order.slice(movable.length)];
}

/** Ascending keys, the most important first; the sort is stable. */
function sortKeys(
  fields: readonly RustForm[],
  movable: readonly number[],
  index: number,
  rules: FieldRules,
  bias: Bias,
): bigint[] {
  const field = fields[index];
  if (!field) return [];
  const others = movable.flatMap((other) => fields[other] ?? []);
  const group = BigInt(alignmentGroup(field, others, rules, bias));
  const available = availableIn(field.niche);
  if (rules.prefix) return [group, available];
  if (bias === 'start') return [-group, -available, BigInt(field.niche?.offset ?? 0)];
  const fromEnd = field.niche ? BigInt(field.size - field.niche.size - field.niche.offset) : null;
  return [-group, available, fromEnd === null ? -(1n << 70n) : -fromEnd];
}

function compareKeys(a: readonly bigint[], b: readonly bigint[]): number {
  for (const [index, key] of a.entries()) {
    const other = b[index] ?? key;
    if (key !== other) return key < other ? -1 : 1;
  }
  return 0;
}

/** Fields of one group may stand in any order; `[u8; 4]` is in the group of `u32`. */
function alignmentGroup(
  field: RustForm,
  fields: readonly RustForm[],
  { packed }: FieldRules,
  bias: Bias,
): number {
  if (packed !== null) return Math.min(field.align, packed);
  const group = trailingZeros(Math.max(field.align, field.size));
  const available = availableIn(field.niche);
  let largest = 0n;
  let maxAlign = 1;
  for (const other of fields) {
    if (availableIn(other.niche) > largest) largest = availableIn(other.niche);
    maxAlign = Math.max(maxAlign, other.align);
  }
  if (largest === 0n) return group;
  if (bias === 'start') return Math.min(trailingZeros(maxAlign), group);
  return available === largest ? trailingZeros(field.align) : group;
}

function trailingZeros(value: number): number {
  let count = 0;
  for (let rest = value; rest % 2 === 0 && rest > 0; rest /= 2) count++;
  return count;
}
