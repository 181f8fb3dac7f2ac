import type { Access, CppFacts, CppFunction, CppMemberMacro, CppRecord } from '../../facts/cpp/cpp-facts.js';
import { withoutPragmas } from './silent-macros.js';
import { placedAt } from '../../facts/cpp/placed-at.js';
import type { Program } from '../../program/program.js';

/** The members that a macro's text declares, at the range of its use. */
export interface MacroMembers {
  readonly fields: CppRecord['fields'];
  readonly methods: CppRecord['methods'];
  readonly inlineRecords: CppRecord['inlineRecords'];
  /** In force behind the text: it may hold access specifiers. */
  readonly access: Access;
  /** Types and constants that it declares, which no lookup finds. */
  readonly names: ReadonlySet<string>;
}

/** A member of the text's own, behind all others: where it comes out changed, the text is not complete. */
const LAST = 'behind_the_macro';

/**
 * Reads a macro's text as members of the record in which the macro stands.
 *
 * @param macro the use, with what it comes to for its text
 * @returns null where the text was not read so far, or is not made of whole members
 */
export function membersOfMacro(
  program: Program,
  item: CppRecord,
  macro: CppMemberMacro,
): MacroMembers | null {
  const text = withoutPragmas(macro.text).trim();
  if (/^[;\s]*$/.test(text)) {
    return { fields: [], methods: [], inlineRecords: [], access: macro.access, names: NO_NAMES };
  }
  // What goes on behind the macro is no member yet.
  if (!/[;:}]$/.test(text)) return null;
  const name = /^\w+$/.test(item.name) ? item.name : '_';
  const facts = program.macroTexts.factsOf(
    `${item.kind} ${name} {\n${macro.access}:\n${text}\nint ${LAST};\n};`,
  );
  const record = facts?.records.find((candidate) => candidate.name === name && candidate.definition);
  const last = record?.fields.at(-1);
  if (!facts || !record || facts.problems.length > 0 || record.unread !== null || !isUnchanged(last))
    return null;
  // What in it looks like a macro that declares something was looked up, in vain.
  if (record.doubts.some(({ place }) => place === 'member' || place === 'record')) return null;
  const at = <T>(value: T): T => placedAt(value, macro.range);
  const fields = record.fields.slice(0, -1).map((field) => ({ ...at(field), condition: macro.condition }));
  return {
    fields,
    methods: record.methods.map((method) => ({
      ...at(method),
      scope: [...item.scope, ...method.scope],
      condition: [...macro.condition, ...method.condition],
    })),
    inlineRecords: record.inlineRecords.map(at),
    access: last?.access ?? macro.access,
    names: namesIn(facts),
  };
}

/** Whether two readings of a macro make the same of a record: how it is laid out and how it is passed. */
export const sayTheSame = (a: MacroMembers, b: MacroMembers): boolean =>
  a === b || meaningOf(a) === meaningOf(b);

const meaningOf = ({ fields, methods, inlineRecords, access }: MacroMembers): string =>
  JSON.stringify(
    [fields, methods.filter(matters).map(asMember), inlineRecords, access],
    (key, value: unknown) =>
      MEANINGLESS.has(key) ? undefined : typeof value === 'bigint' ? `${value}n` : value,
  );

/** Special and virtual functions; of others there may be any. */
const matters = ({ kind, name, virtual, overrides }: CppFunction): boolean =>
  virtual || overrides || kind === 'constructor' || kind === 'destructor' || name === 'operator=';

const asMember = (method: CppFunction): CppFunction => ({ ...method, attributes: [] });

/** Facts of members that say nothing of a record's layout, nor of how it is passed. */
const MEANINGLESS = new Set([
  'range', 'nameRange', 'parameterListRange', 'resultRange', 'definition', 'inline', 'constexpr', 'explicit',
  'macros', 'condition', 'defaultText', 'noexcept',
]); // prettier-ignore

const NO_NAMES: ReadonlySet<string> = new Set();

const isUnchanged = (field: CppRecord['fields'][number] | undefined): boolean =>
  field?.name === LAST &&
  field.type.kind === 'builtin' &&
  field.type.name === 'int' &&
  Object.keys(field.type).length === 2 &&
  !field.mutable &&
  !field.packed &&
  field.alignments.length === 0 &&
  field.attributes.length === 0 &&
  field.condition.length === 0;

const namesIn = ({ records, enums, aliases, constants }: CppFacts): ReadonlySet<string> =>
  new Set([
    ...records.slice(0, -1).map(({ name }) => name),
    ...enums.flatMap(({ name, enumerators }) => [name, ...enumerators.map((enumerator) => enumerator.name)]),
    ...aliases.map(({ name }) => name),
    ...constants.map(({ name }) => name),
  ]);
