import type { Range } from '../../base/range.js';
import type { CppDoubt, CppMacroUse, CppMemberMacro } from './cpp-facts.js';
import type { MacroUse } from '../../syntax/mask/masked-text.js';
import type { Condition } from '../facts.js';
import type { CppNode } from './node.js';
import { countOf, type RecordMembers } from './records.js';
import type { CppSource } from './source.js';

/** Macros before a member that say something about it and declare nothing. */
const DECORATION =
  /DEPRECATED|GUARDED|ATTR|NODISCARD|EXPORT|IMPORT|API|ANNOTAT|UNUSED|WARN|LIFETIME|DISALLOW|NO_?N?_?COPY|FRIEND|^Q_|^BSLMF_/i;
/** Comments and preprocessor lines, which end no member. */
const NO_MEMBER = /\/\*[^]*?\*\/|\/\/.*|^[ \t]*#(?:\\\r?\n|.)*/gm;
/** UTF-16 units of comments between a macro and its `;`, so that a text full of macros costs no square. */
const LONGEST_GAP = 10_000;
/** Macros that may change how a record is laid out, wherever they stand. */
const LAYOUT = /^(?=[A-Z\d_]*$).*(?:PACK|ALIGN)/;

/**
 * Macros around a record and within its declarations that may pack or align it. What they mean is looked up in the
 * whole program, as it is for those among the members (`noteMacros`).
 *
 * @param node the class specifier
 * @param tag its name, null without
 */
export function doubtsOf(
  source: CppSource,
  node: CppNode,
  body: CppNode | null,
  tag: CppNode | null,
  members: RecordMembers,
): readonly CppDoubt[] {
  if (!body) return [];
  const { text } = source.masked;
  const end = text.indexOf(';', body.endIndex);
  const spans = [
    [node.startIndex, tag?.startIndex ?? body.startIndex],
    [tag?.endIndex ?? body.startIndex, body.startIndex],
    [body.endIndex, end === -1 ? body.endIndex : end],
  ] as const;
  const around = spans.flatMap(([from, to]) => text.slice(from, to).match(/\w+/g) ?? []);
  const record = [
    ...around,
    ...spans.flatMap(([from, to]) => source.macroUsesIn(from, to)).map(({ name }) => name),
  ];
  const noted = new Set(members.doubts.map(({ macro }) => macro));
  return [
    ...record.filter((name) => LAYOUT.test(name)).map((macro) => doubt(macro, 'record', 'change its layout')),
    ...source
      .macroUsesIn(body.startIndex, body.endIndex)
      .flatMap((use) =>
        LAYOUT.test(use.name) && !noted.has(use.name)
          ? doubt(use.name, 'member', 'change its layout')
          : isInDeclarator(source, use)
            ? doubt(use.name, 'member', 'declare a member')
            : [],
      ),
  ];
}

/** Macros behind the name of a member, such as glibc's `__flexarr`, which is `[]`. */
export const doubtsBehind = (source: CppSource, from: number, to: number): readonly CppDoubt[] =>
  source
    .macroUsesIn(from, to)
    .filter((use) => !DECORATION.test(use.name))
    .map(({ name }) => doubt(name, 'member', "be part of a member's type"));

/** `T *PREFIX(name);` looks like a function, and declares a member where `PREFIX` is a macro. */
export const doubtAboutFunction = (name: string): CppDoubt => doubt(name, 'function', 'declare a member');

const doubt = (macro: string, place: CppDoubt['place'], effect: string): CppDoubt => ({
  macro,
  message: `\`${macro}\` may ${effect}`,
  place,
  use: null,
});

/** `void (APIENTRYP name)(int);` declares a function, or a pointer to one where the macro ends in `*`. */
const isInDeclarator = ({ masked }: CppSource, { start, end }: MacroUse): boolean =>
  /\(\s*$/.test(masked.text.slice(Math.max(0, start - 200), start)) &&
  /^\s*\w+\s*\)\s*\(/.test(masked.text.slice(end));

/**
 * The macros that stand between two members, as `TAILQ_ENTRY(node) entries;`, `COMMON_FIELDS;` and `Q_OBJECT` do.
 * Before a function one may as well decorate that: then only its definition tells, and so it is for
 * `COMMON_HEAD int own;`.
 *
 * @param condition in force there
 */
export function noteMacros(
  source: CppSource,
  members: RecordMembers,
  condition: Condition,
  from: number,
  to: number,
): void {
  for (const use of source.macroUsesIn(from, to)) {
    const [, end = ''] = /^\s*([;{]?)/.exec(source.text.slice(use.end, use.end + 200)) ?? [];
    const text = `${source.text.slice(use.start, use.end)}${end === '{' ? '{}' : end}`;
    const macro = openMacro(members, text, condition, source.lines.rangeOf(use.start, use.end));
    const effect = LAYOUT.test(use.name) ? 'change its layout' : 'declare a member';
    members.doubts.push({ ...doubt(use.name, placeOf(source, use), effect), use: macro });
  }
}

/** A member whose name a macro makes: `int CALLBACK(compare)(int, int);` */
export function noteMemberOfMacro(
  members: RecordMembers,
  { macro, text, condition, range }: Pick<CppMacroUse, 'macro' | 'text' | 'condition' | 'range'>,
): void {
  const use = openMacro(members, text, condition, range);
  members.doubts.push({ ...doubt(macro, 'member', 'declare a member'), use });
}

function openMacro(members: RecordMembers, text: string, condition: Condition, range: Range): CppMemberMacro {
  const { access } = members;
  const macro = { text, access, condition, range, before: countOf(members), until: countOf(members) };
  members.openMacros.push(macro);
  return macro;
}

/** What a macro between members is for all that one file tells. */
function placeOf(source: CppSource, { name, start, end }: MacroUse): CppDoubt['place'] {
  if (LAYOUT.test(name)) return 'member';
  if (DECORATION.test(name)) return 'decoration';
  if (/^\s*\{/.test(source.text.slice(end, end + 200))) return 'function';
  const hasArguments = /^\s*\(/.test(source.text.slice(start + name.length, start + name.length + 8));
  const until = source.memberEnd(end);
  const next = source.masked.text[until];
  const isWhole =
    next === ';' &&
    until - end < LONGEST_GAP &&
    source.masked.text.slice(end, until).replace(NO_MEMBER, '').trim() === '';
  if (!(hasArguments || isWhole)) return 'decoration';
  return next === ';' ? 'member' : 'function';
}
