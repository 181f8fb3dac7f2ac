import type { Definitions, ReportedLayout } from './layout-report.js';

/** One line of a layout: what stands where. */
export interface LayoutRow {
  readonly kind: 'field' | 'base' | 'hidden' | 'padding';
  /** Bytes: `12`; with bits `12:3-7`. */
  readonly offset: string;
  /** Bytes, or `3 bits`. */
  readonly size: string;
  readonly name: string;
  readonly type: string;
}

/** What of a layout is shown as rows. */
type Rows = Pick<ReportedLayout, 'fields' | 'bases' | 'tablePointers' | 'padding' | 'variants' | 'tag'>;

/** A row with the bits that it stands for; an empty base stands for none. */
interface Placed {
  readonly from: number;
  readonly to: number;
  readonly row: Omit<LayoutRow, 'offset' | 'size'>;
}

/**
 * The rows of a layout in memory order, padding between bit-fields included; variants of an enum follow
 * each other, with their fields as `Variant.field`.
 */
export function layoutRows(layout: Rows): LayoutRow[] {
  const { bases, fields, tablePointers, tag, variants } = layout;
  const parts: Placed[] = [
    ...tablePointers.map(({ kind, offset, size }) =>
      placed(
        'hidden',
        offset,
        size,
        kind === 'vtable' ? '(virtual table pointer)' : '(virtual base table pointer)',
      ),
    ),
    ...bases.map((base) =>
      placed('base', base.offset, base.size, base.virtual ? '(virtual base)' : '(base)', base.name),
    ),
    ...fields.map(({ name, type, offsetBits, size, bitWidth }) => ({
      from: offsetBits,
      to: offsetBits + (bitWidth ?? size * 8),
      row: { kind: 'field' as const, name: name || '(unnamed)', type },
    })),
  ];
  const padding = paddingBetween(parts, layout);
  const inOrder = [...parts, ...padding].sort((a, b) => a.from - b.from);
  const ofVariants = variants.map((variant) =>
    variant.fields
      .map(({ name, type, offset, size }) => placed('field', offset, size, `${variant.name}.${name}`, type))
      .sort((a, b) => a.from - b.from),
  );
  const ofTag = tag
    ? [placed('hidden', tag.offset, tag.size, tag.kind === 'direct' ? '(tag)' : '(tag, in a niche)')]
    : [];
  return [...ofTag, ...inOrder, ...ofVariants.flat()].map(({ from, to, row }) => ({
    ...row,
    ...extent(from, to),
  }));
}

const placed = (kind: LayoutRow['kind'], offset: number, size: number, name: string, type = ''): Placed => ({
  from: offset * 8,
  to: (offset + size) * 8,
  row: { kind, name, type },
});

/** The padding of the layout, and the bits beside bit-fields in the bytes that these take a part of. */
function paddingBetween(parts: readonly Placed[], { padding }: Rows): Placed[] {
  const bytes = padding.map((span) => ({ from: span.offset * 8, to: (span.offset + span.size) * 8 }));
  const found: { from: number; to: number }[] = [];
  let end = 0;
  for (const { from, to } of [...parts, ...bytes].sort((a, b) => a.from - b.from)) {
    if (from > end && (from % 8 !== 0 || end % 8 !== 0)) found.push({ from: end, to: from });
    end = Math.max(end, to);
  }
  if (end % 8 !== 0) found.push({ from: end, to: Math.ceil(end / 8) * 8 });
  const merged: { from: number; to: number }[] = [];
  for (const span of [...found, ...bytes].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last?.to === span.from) last.to = span.to;
    else merged.push({ ...span });
  }
  return merged.map((span) => ({ ...span, row: { kind: 'padding', name: '(padding)', type: '' } }));
}

/** Where a row stands and how much it takes: in bytes where both are whole ones. */
function extent(from: number, to: number): Pick<LayoutRow, 'offset' | 'size'> {
  const bits = to - from;
  if (from % 8 === 0 && bits % 8 === 0) return { offset: `${from / 8}`, size: `${bits / 8}` };
  const first = from % 8;
  const last = first + bits - 1;
  const within = bits > 1 && last < 8 ? `${first}-${last}` : `${first}`;
  return { offset: `${Math.floor(from / 8)}:${within}`, size: `${bits} bit${bits === 1 ? '' : 's'}` };
}

/** What a layout says beside its rows, a line each: bytes that others may use, or have used. */
export function layoutNotes({
  reusableTail,
  reusedTails,
  tailVaries,
  niche,
  underlying,
}: Pick<ReportedLayout, 'reusableTail' | 'reusedTails' | 'tailVaries' | 'niche' | 'underlying'>): string[] {
  return [
    ...(underlying === null ? [] : [`underlying integer: ${underlying}`]),
    ...(reusableTail
      ? [
          `tail padding: ${bytesAt(reusableTail)}, which a derived class or the neighbour of a [[no_unique_address]] member may fill`,
        ]
      : []),
    ...reusedTails.map(
      (reused) =>
        `reused tail padding: ${bytesAt(reused)} of ${subobject(reused.of)}, taken by ${subobject(reused.by)}`,
    ),
    ...(tailVaries === null ? [] : [`another compiler: ${tailVaries}`]),
    ...(niche ? [`niche: ${bytesAt(niche)}, whose invalid values an Option around the type can use`] : []),
  ];
}

const bytesAt = ({ offset, size }: { readonly offset: number; readonly size: number }): string =>
  `${size} byte${size === 1 ? '' : 's'} at ${offset}`;

const subobject = ({ kind, name }: ReportedLayout['reusedTails'][number]['of']): string => `${kind} ${name}`;

/** `trivially copyable: no, P2786: yes …`; empty where all agree that it is. */
export function formatDefinitions(definitions: Definitions): string {
  if (DEFINITIONS.every(([name]) => definitions[name] === true)) return '';
  const word = (value: boolean | null): string => (value === null ? 'unknown' : value ? 'yes' : 'no');
  return DEFINITIONS.map(([name, title]) => `${title}: ${word(definitions[name])}`).join(', ');
}

/** The definitions of trivial relocation by the names that people know. */
const DEFINITIONS: readonly (readonly [name: keyof Definitions, title: string])[] = [
  ['triviallyCopyable', 'trivially copyable'],
  ['clang', 'clang 20'],
  ['p2786', 'P2786'],
  ['p1144', 'P1144'],
];
