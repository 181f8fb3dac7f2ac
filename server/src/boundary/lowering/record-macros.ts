import { dequal } from 'dequal/lite';
import { assumed, derive, exact, unknown, withAssumptions, type Known } from '../../base/known.js';
import { compareRanges, type Uri } from '../../base/range.js';
import { attributesOfText } from '../../facts/cpp/attributes.js';
import type { Access, CppDoubt, CppMemberMacro, CppRecord } from '../../facts/cpp/cpp-facts.js';
import type { CppLowering } from './cpp-lowering.js';
import { membersOfMacro, sayTheSame, type MacroMembers } from './macro-members.js';
import { readingsOf } from './macro-readings.js';
import { conditionWithin, inclusionOf, possibleDefinitions } from './project-macros.js';
import { RecordAssembly } from './record-assembly.js';
import { WELL_KNOWN_MACROS } from './well-known-macros.js';

/**
 * A record as it is with what its macros declare, at the range of their use, and with what they say about its layout;
 * unknown where a macro may say something that its definitions, as far as they were read, do not tell.
 */
export function withItsMacros(lowering: CppLowering, uri: Uri, item: CppRecord): Known<CppRecord> {
  if (item.doubts.length === 0) return exact(item);
  const grounds: Known<unknown>[] = [];
  const assembly = new RecordAssembly(item);
  for (const doubt of item.doubts) {
    const access = doubt.use ? assembly.accessAt(doubt.use) : 'public';
    const effect = effectOf(lowering, uri, item, doubt, access);
    if (effect.status !== 'unknown' && effect.value.kind === 'none') continue;
    const included = inclusion(lowering, uri, item, doubt);
    grounds.push(included);
    if (included.status !== 'unknown' && !included.value) continue;
    if (effect.status === 'unknown') return effect;
    if (included.status === 'unknown') return included;
    grounds.push(effect);
    assembly.add(effect.value, doubt.use);
  }
  return derive(assembly.record(), (record) => withAssumptions(exact(record), grounds));
}

/** What a macro does to the record that it stands in. */
export type MacroEffect =
  | { readonly kind: 'none' }
  | { readonly kind: 'attributes'; readonly packed: boolean; readonly alignments: CppRecord['alignments'] }
  | { readonly kind: 'members'; readonly macro: string; readonly members: MacroMembers };

const NONE: Known<MacroEffect> = exact({ kind: 'none' });

/** Whether an `#if` in the record lets the macro be. */
function inclusion(lowering: CppLowering, uri: Uri, item: CppRecord, doubt: CppDoubt): Known<boolean> {
  const own = doubt.use ? conditionWithin(item.condition, doubt.use.condition) : [];
  const { included, assumptions } = inclusionOf(own, uri, lowering.program, lowering.target);
  if (included === null)
    return unknown(`members of \`${item.name}\` depend on \`#if ${doubt.use?.condition.join(' && ')}\``);
  return withAssumptions(
    exact(included),
    assumptions.map((assumption) => assumed(null, assumption)),
  );
}

function effectOf(
  lowering: CppLowering,
  uri: Uri,
  item: CppRecord,
  doubt: CppDoubt,
  access: Access,
): Known<MacroEffect> {
  const { program, target } = lowering;
  const { macro, place, use, message } = doubt;
  const definitions = possibleDefinitions(macro, uri, program, target);
  if (definitions.length === 0 && !(use && WELL_KNOWN_MACROS[macro])) {
    // What is defined nowhere is a function as it seems to be, or a macro from elsewhere.
    return place === 'function' || place === 'decoration' ? NONE : notAllKnown(item, message);
  }
  // A decoration says what it likes, as long as it declares and arranges nothing.
  if (
    place === 'decoration' &&
    definitions.length > 0 &&
    !definitions.some(({ item: { text } }) => DECLARES.test(text))
  )
    return NONE;
  const attributes = attributesOf(lowering, uri, item, doubt);
  if (attributes) return attributes;
  return use ? declaredBy(lowering, uri, item, doubt, use, access) : notAllKnown(item, message);
}

/** What in a text makes it more than a word about the declaration behind it. */
const DECLARES = /[;:{}]|\bpacked\b|\balign|\b(?:static|virtual|typedef|friend|using)\b/;

/** Where the macro comes to attributes and the like, alike in all its definitions: what they say. */
function attributesOf(
  lowering: CppLowering,
  uri: Uri,
  item: CppRecord,
  { macro, place, use }: CppDoubt,
): Known<MacroEffect> | null {
  const texts = lowering.macroTexts(macro, uri);
  const readings = texts.map(attributesOfText);
  const [first] = readings;
  if (!first || readings.includes(null)) return null;
  // A static member is none of the layout's, a static function is as any other.
  if (use && texts.some((text) => /\bstatic\b/.test(text)) && !isBeforeFunction(item, use)) return null;
  if (readings.every((reading) => reading?.packed === false && reading.alignments.length === 0)) return NONE;
  const isOne = readings.every((reading) => dequal(reading, first));
  const { packed, alignments } = first;
  return isOne && place === 'record' ? exact({ kind: 'attributes', packed, alignments }) : null;
}

function isBeforeFunction({ fields, methods }: CppRecord, { before }: CppMemberMacro): boolean {
  const field = fields[before.fields];
  const method = methods[before.methods];
  return method !== undefined && (!field || compareRanges(method.range, field.range) < 0);
}

/** The members that the macro's text declares: all its readings say the same, or those that the files read leave. */
function declaredBy(
  lowering: CppLowering,
  uri: Uri,
  item: CppRecord,
  { macro, message }: CppDoubt,
  use: CppMemberMacro,
  access: Access,
): Known<MacroEffect> {
  const { program, target } = lowering;
  for (const by of ['possibility', 'assumption'] as const) {
    const readings = readingsOf(macro, use.text, uri, program, target, by);
    if (!readings) continue;
    const members = readings.texts.map((text) => membersOfMacro(program, item, { ...use, text, access }));
    const [first] = members;
    if (!first || members.includes(null)) continue;
    if (!members.every((other) => other && sayTheSame(first, other))) continue;
    const names = new Set(members.flatMap((other) => [...(other?.names ?? [])]));
    return withAssumptions(
      exact({ kind: 'members', macro, members: { ...first, names } }),
      readings.assumptions.map((assumption) => assumed(null, assumption)),
    );
  }
  return notAllKnown(item, message);
}

const notAllKnown = (item: CppRecord, message: string): Known<never> =>
  unknown(`\`${item.name}\` is not all known: ${message}`);
