import { exact, unknown, type Known } from '../../base/known.js';
import type {
  Access,
  CppMemberCount,
  CppMemberMacro,
  CppRecord,
  CppType,
} from '../../facts/cpp/cpp-facts.js';
import type { MacroEffect } from './record-macros.js';

type Fields = CppRecord['fields'];
type Methods = CppRecord['methods'];

/** Puts a record together from its own members and those of its macros, which come in the order of their uses. */
export class RecordAssembly {
  readonly #item: CppRecord;
  #fields: Fields = [];
  #methods: Methods = [];
  #inlineRecords: CppRecord['inlineRecords'];
  #packed: boolean;
  #alignments: CppRecord['alignments'];
  /** The record's own members that were taken. */
  #taken: CppMemberCount = { fields: 0, methods: 0 };
  /** What the access specifiers of the last macro say, and up to which own member. */
  #access: { readonly access: Access; readonly until: CppMemberCount } | null = null;
  /** Names that macros declare, and which macro. */
  readonly #names = new Map<string, string>();

  constructor(item: CppRecord) {
    this.#item = item;
    this.#inlineRecords = item.inlineRecords;
    this.#packed = item.packed;
    this.#alignments = item.alignments;
  }

  /** The access at a use, with what macros before it said. */
  accessAt({ access, before, until }: CppMemberMacro): Access {
    const said = this.#access;
    const holds = said?.until.fields === until.fields && said.until.methods === until.methods;
    return said && holds && before.fields <= until.fields ? said.access : access;
  }

  /** @param use where the macro stands among the members, null where it does not */
  add(effect: MacroEffect, use: CppMemberMacro | null): void {
    switch (effect.kind) {
      case 'none':
        return;
      case 'attributes':
        this.#packed ||= effect.packed;
        this.#alignments = [...this.#alignments, ...effect.alignments];
        return;
      case 'members': {
        if (!use) return;
        const { members, macro } = effect;
        this.#takeUntil(use.before);
        const by = this.#inlineRecords.length;
        const fields = members.fields.map((field) => ({ ...field, type: withIndexesFrom(field.type, by) }));
        this.#fields = [...this.#fields, ...fields];
        this.#methods = [...this.#methods, ...members.methods];
        this.#inlineRecords = [...this.#inlineRecords, ...members.inlineRecords];
        for (const name of members.names) this.#names.set(name, macro);
        this.#access = { access: members.access, until: use.until };
        return;
      }
      default:
        effect satisfies never;
    }
  }

  /** The record with all of it; unknown where a member's type is one that only a macro declares. */
  record(): Known<CppRecord> {
    const { fields, methods } = this.#item;
    this.#takeUntil({ fields: fields.length, methods: methods.length });
    for (const { type } of this.#fields) {
      const name = firstNameIn(type, this.#names);
      if (name !== null) {
        const macro = this.#names.get(name) ?? '';
        return unknown(`\`${this.#item.name}\` is not all known: \`${macro}\` declares \`${name}\``);
      }
    }
    return exact({
      ...this.#item,
      fields: this.#fields,
      methods: this.#methods,
      inlineRecords: this.#inlineRecords,
      packed: this.#packed,
      alignments: this.#alignments,
      doubts: [],
    });
  }

  #takeUntil(end: CppMemberCount): void {
    const { fields, methods } = this.#item;
    const begin = this.#taken;
    this.#fields = [
      ...this.#fields,
      ...this.#accessed(fields.slice(begin.fields, end.fields), begin.fields, 'fields'),
    ];
    this.#methods = [
      ...this.#methods,
      ...this.#accessed(methods.slice(begin.methods, end.methods), begin.methods, 'methods'),
    ];
    this.#taken = {
      fields: Math.max(begin.fields, end.fields),
      methods: Math.max(begin.methods, end.methods),
    };
  }

  /** Own members with the access that a macro before them left. */
  #accessed<T extends { readonly access: Access }>(
    members: readonly T[],
    begin: number,
    what: keyof CppMemberCount,
  ): readonly T[] {
    const said = this.#access;
    if (!said) return members;
    return members.map((member, i) =>
      begin + i < said.until[what] ? { ...member, access: said.access } : member,
    );
  }
}

/** A type whose unnamed records stand further behind in their record's list. */
function withIndexesFrom(type: CppType, by: number): CppType {
  switch (type.kind) {
    case 'inline-record':
      return { ...type, index: type.index + by };
    case 'array':
      return { ...type, element: withIndexesFrom(type.element, by) };
    case 'pointer':
      return { ...type, pointee: withIndexesFrom(type.pointee, by) };
    default:
      return type;
  }
}

/** The first of the names that a type is written with. */
function firstNameIn(type: CppType, names: ReadonlyMap<string, string>): string | null {
  if (names.size === 0) return null;
  let found: string | null = null;
  JSON.stringify(type, (key, value: unknown) => {
    if (key === 'name' && typeof value === 'string' && names.has(value)) found ??= value;
    if (key === 'path' && Array.isArray(value)) {
      for (const part of value) if (typeof part === 'string' && names.has(part)) found ??= part;
    }
    return typeof value === 'bigint' ? `${value}n` : value;
  });
  return found;
}
