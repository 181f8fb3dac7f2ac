/** What clang's `-fdump-record-layouts` prints of one record. */
export interface DumpedRecord {
  /** As clang writes it, without the keyword: `ns::Widget`. */
  readonly name: string;
  readonly size: number;
  /** Null in Microsoft's ABI, which has none. */
  readonly dataSize: number | null;
  readonly nonVirtualSize: number | null;
  /** Offsets in bits of the named members, those of unnamed structs and unions among them. */
  readonly fields: ReadonlyMap<string, number>;
  /** Offsets in bytes of the direct and virtual bases. */
  readonly bases: ReadonlyMap<string, number>;
}

const ROW = /^ *(\d+)(?::(\d*)-\d*)? \| ( *)(\S.*)$/gm;
const BASE = /^(?:struct|class) (.+) \((?:primary )?(?:virtual )?base\)$/;

/**
 * Reads a dump: `offset[:first-last] | text`, two spaces for each level, and a trailer
 * `[sizeof=…, dsize=…, align=…, nvsize=…]`.
 *
 * @see clang's RecordLayoutBuilder.cpp, `DumpRecordLayout`
 */
export function readRecordDump(dump: string): DumpedRecord[] {
  const records: DumpedRecord[] = [];
  for (const block of dump.split('*** Dumping AST Record Layout').slice(1)) {
    const rows = [...block.matchAll(ROW)].map(([, byte, bit, indent = '', text = '']) => ({
      offset: 8 * Number(byte) + Number(bit || 0),
      depth: indent.length / 2,
      text: text.replace(/ \(empty\)$/, ''),
    }));
    const name = rows[0]?.text.replace(/^(?:struct|union|class) /, '');
    const size = figure(block, 'sizeof');
    if (name === undefined || size === null) continue;
    const fields = new Map<string, number>();
    const bases = new Map<string, number>();
    /** Rows deeper than this belong to a member or base that has a name of its own. */
    let within = 1;
    for (const { offset, depth, text } of rows.slice(1)) {
      within = Math.min(within, depth);
      if (depth > within) continue;
      const base = BASE.exec(text);
      if (base) {
        if (depth === 1) bases.set(base[1] ?? '', offset / 8);
      } else if (isUnnamedRecord(text)) within = depth + 1;
      else if (!text.startsWith('(')) {
        // The place of a missing name is still marked by the space before it.
        const field = /(\w+)$/.exec(text)?.[1];
        if (field !== undefined) fields.set(field, offset);
      }
    }
    records.push({
      name,
      size,
      dataSize: figure(block, 'dsize'),
      nonVirtualSize: figure(block, 'nvsize'),
      fields,
      bases,
    });
  }
  return records;
}

/** A member without a name, whose own members are those of the record around it. */
const isUnnamedRecord = (text: string): boolean => /^(?:struct|union|class) .*\) $/.test(text);

function figure(block: string, key: string): number | null {
  const match = new RegExp(`\\b${key}=(\\d+)`).exec(block);
  return match ? Number(match[1]) : null;
}
