/** What clang prints of one record; offsets of members in bits, of bases in bytes. */
export interface ClangLayout {
  readonly size: number;
  readonly align: number;
  /** Microsoft's ABI has none. */
  readonly dataSize: number | null;
  readonly nonVirtualSize: number;
  readonly nonVirtualAlign: number;
  readonly empty: boolean;
  /** Pointers that the record itself adds. */
  readonly tablePointers: readonly { readonly kind: 'vtable' | 'vbtable'; readonly offset: number }[];
  readonly members: readonly { readonly name: string; readonly offsetBits: number }[];
  readonly bases: readonly { readonly name: string; readonly offset: number; readonly virtual: boolean }[];
}

/**
 * Reads `-fdump-record-layouts`: `offset[:first-last] | text`, two spaces for each level, and a trailer
 * `[sizeof=…, dsize=…, align=…, nvsize=…]`.
 */
export function readRecordLayouts(dump: string): Map<string, ClangLayout> {
  const layouts = new Map<string, ClangLayout>();
  for (const block of dump.split('*** Dumping AST Record Layout').slice(1)) {
    const rows = [...block.matchAll(ROW)].map((match) => ({
      bits: 8 * Number(match[1]) + Number(match[2] || 0),
      depth: (match[3] ?? '').length / 2,
      text: (match[4] ?? '').replace(/ \(empty\)$/, ''),
      empty: / \(empty\)$/.test(match[4] ?? ''),
    }));
    const name = /^(?:struct|union|class) (\w+)$/.exec(rows[0]?.text ?? '')?.[1];
    if (name === undefined) continue;
    const figure = (key: string): number | null => {
      const match = new RegExp(`\\b${key}=(\\d+)`).exec(block);
      return match ? Number(match[1]) : null;
    };
    const members: { name: string; offsetBits: number }[] = [];
    const bases: { name: string; offset: number; virtual: boolean }[] = [];
    const tablePointers: { kind: 'vtable' | 'vbtable'; offset: number }[] = [];
    /** Members of anonymous members count as the record's own: the level at which members stand. */
    let anonymousDepth = 0;
    for (const { bits, depth, text } of rows.slice(1)) {
      if (depth <= anonymousDepth) anonymousDepth = depth - 1;
      if (depth !== anonymousDepth + 1) continue;
      const base = /^(?:struct|class) (\w+) \((?:primary )?(virtual )?base\)$/.exec(text);
      const pointer = /^\(\w+ (v[bf]?table) pointer\)$/.exec(text)?.[1];
      if (pointer !== undefined)
        tablePointers.push({ kind: pointer === 'vbtable' ? 'vbtable' : 'vtable', offset: bits / 8 });
      else if (base) bases.push({ name: base[1] ?? '', offset: bits / 8, virtual: base[2] !== undefined });
      else if (/\((?:anonymous|unnamed) (?:struct|union )?.*\)$/.test(text)) anonymousDepth = depth;
      else if (!text.startsWith('('))
        members.push({ name: /\b(m\d+)$/.exec(text)?.[1] ?? '', offsetBits: bits });
    }
    layouts.set(name, {
      size: figure('sizeof') ?? 0,
      align: figure('align') ?? 0,
      dataSize: figure('dsize'),
      nonVirtualSize: figure('nvsize') ?? 0,
      nonVirtualAlign: figure('nvalign') ?? 0,
      empty: rows[0]?.empty === true,
      tablePointers,
      members,
      bases,
    });
  }
  return layouts;
}

const ROW = /^ *(\d+)(?::(\d*)-\d*)? \| ( *)(\S.*?) *$/gm;
