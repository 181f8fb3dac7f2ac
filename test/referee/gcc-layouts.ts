import type { RecordLayout } from '../../server/src/abi/layout/record-layout.js';

/** What gcc tells of one record: `-fdump-lang-class` has the classes, the debugging information the members. */
export interface GccLayout {
  readonly size: number;
  readonly align: number;
  /** Size and alignment as a base class; where the class is empty, gcc tells nothing that is used. */
  readonly nonVirtualSize: number | null;
  readonly nonVirtualAlign: number | null;
  /** Named members, in order; those of anonymous members stand in their owner's place. */
  readonly members: readonly { readonly name: string; readonly offsetBits: number }[];
  readonly bases: readonly { readonly name: string; readonly offset: number; readonly virtual: boolean }[];
}

/**
 * @param classes the file that `-fdump-lang-class` writes
 * @param debug what `readelf --debug-dump=info` prints of the object file
 */
export function readGccLayouts(classes: string, debug: string): Map<string, GccLayout> {
  const members = readMembers(debug);
  const layouts = new Map<string, GccLayout>();
  for (const block of classes.split(/^Class /m).slice(1)) {
    const name = /^(\w+)$/m.exec(block)?.[1];
    const figures = /size=(\d+) align=(\d+)\n\s*base size=(\d+) base align=(\d+)/.exec(block);
    if (name === undefined || figures === null) continue;
    const [size, align, nonVirtualSize, nonVirtualAlign] = figures.slice(1).map(Number);
    const empty = new RegExp(`^${name} \\(\\w+\\) 0 empty`, 'm').test(block);
    layouts.set(name, {
      size: size ?? 0,
      align: align ?? 0,
      nonVirtualSize: empty ? null : (nonVirtualSize ?? 0),
      nonVirtualAlign: empty ? null : (nonVirtualAlign ?? 0),
      members: members.get(name) ?? [],
      bases: readBases(block),
    });
  }
  return layouts;
}

/** Bases that stand in the hierarchy once: of the others gcc does not tell which of them is the direct one. */
function readBases(block: string): GccLayout['bases'] {
  const all = [...block.matchAll(BASE)].map(([, name = '', offset, rest = '']) => ({
    name,
    offset: Number(offset),
    virtual: / virtual\b/.test(rest),
  }));
  return all.slice(1).filter(({ name }) => all.filter((other) => other.name === name).length === 1);
}

const BASE = /^(\w+) \(0x\w+\) (\d+)(.*)$/gm;

type Member = GccLayout['members'][number];

function readMembers(debug: string): Map<string, Member[]> {
  const records = new Map<string, { name: string; entries: (Member & { type: string })[] }>();
  /** The record that is open at each depth. */
  const open: { name: string; entries: (Member & { type: string })[] }[] = [];
  for (const entry of debug.split(/^ <(?=\d+><)/m).slice(1)) {
    const [, level, id = '', tag = ''] = /^(\d+)><(\w+)>: .*\(DW_TAG_(\w+)\)/.exec(entry) ?? [];
    const depth = Number(level);
    const owner = open[depth - 1];
    const name = /DW_AT_name\s+: .*?(?:: |\) )(\S+)$/m.exec(entry)?.[1] ?? '';
    if (/^(structure|class|union)_type$/.test(tag)) {
      const record = { name: depth === 1 ? name : '', entries: [] };
      records.set(id, record);
      open[depth] = record;
    } else if (tag === 'member' && owner) {
      const bits = /DW_AT_data_bit_offset\s*: .*?(\d+)$/m.exec(entry)?.[1];
      const bytes = /DW_AT_data_member_location\s*: .*?(\d+)$/m.exec(entry)?.[1] ?? '0';
      const type = /DW_AT_type\s+: .*<0x(\w+)>/.exec(entry)?.[1] ?? '';
      if (/DW_AT_artificial/.test(entry)) continue;
      owner.entries.push({ name, type, offsetBits: bits === undefined ? 8 * Number(bytes) : Number(bits) });
    }
  }
  const flat = (entries: (Member & { type: string })[], base: number): Member[] =>
    entries.flatMap(({ name, type, offsetBits }) =>
      name === ''
        ? flat(records.get(type)?.entries ?? [], base + offsetBits)
        : [{ name, offsetBits: base + offsetBits }],
    );
  return new Map([...records.values()].map(({ name, entries }) => [name, flat(entries, 0)]));
}

/** The engine's layout as far as gcc tells of it. */
export function asGccSees(layout: RecordLayout, truth: GccLayout): GccLayout {
  return {
    size: layout.size,
    align: layout.align,
    nonVirtualSize: truth.nonVirtualSize === null ? null : layout.nonVirtualSize,
    nonVirtualAlign: truth.nonVirtualAlign === null ? null : layout.nonVirtualAlign,
    members: layout.fields
      .filter(({ name }) => name !== '')
      .map(({ name, offsetBits }) => ({ name, offsetBits })),
    bases: truth.bases.filter(({ name, offset, virtual }) =>
      layout.bases.every(
        (base) => base.name !== name || (base.offset === offset && base.virtual === virtual),
      ),
    ),
  };
}
