import type { CppDoubt } from './cpp-facts.js';
import type { CppNode } from './node.js';
import type { CppSource } from './source.js';

/** Macros before a member that say something about it and declare nothing. */
const DECORATION =
  /DEPRECATED|GUARDED|ATTR|NODISCARD|EXPORT|IMPORT|API|ANNOTAT|UNUSED|WARN|LIFETIME|DISALLOW|NO_?N?_?COPY|FRIEND|^Q_|^BSLMF_/i;
/** Comments and preprocessor lines, which end no member. */
const NO_MEMBER = /\/\*[^]*?\*\/|\/\/.*|^[ \t]*#(?:\\\r?\n|.)*/gm;
/** Macros that may change how a record is laid out, wherever they stand. */
const LAYOUT = /^(?=[A-Z\d_]*$).*(?:PACK|ALIGN)/;

/**
 * The macros in a record that may make it other than its facts say: one that stands where a member does, one
 * behind a member, and one that by its name packs or aligns. What they mean is looked up in the whole program.
 *
 * @param node the class specifier
 * @param tag its name, null without
 */
export function doubtsOf(
  source: CppSource,
  node: CppNode,
  body: CppNode | null,
  tag: CppNode | null,
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
  const uses = source.masked.macroUses.filter(
    (use) => use.start >= node.startIndex && use.start < spans[2][1],
  );
  const isAround = ({ start }: { readonly start: number }): boolean =>
    start < body.startIndex || start >= body.endIndex;
  const record = [...around, ...uses.filter(isAround).map(({ name }) => name)].filter((name) =>
    LAYOUT.test(name),
  );
  const layout = uses.filter((use) => !isAround(use) && LAYOUT.test(use.name));
  const members = uses
    .filter((use) => use.start > body.startIndex && use.start < body.endIndex)
    .flatMap((use) => doubtAtMember(source, body.startIndex, use) ?? []);
  return [
    ...record.map((macro) => doubt(macro, 'record', 'change its layout')),
    ...layout.map(({ name }) => doubt(name, 'member', 'change its layout')),
    ...members,
  ];
}

/** Macros behind the name of a member, such as glibc's `__flexarr`, which is `[]`. */
export const doubtsBehind = (source: CppSource, from: number, to: number): readonly CppDoubt[] =>
  source.masked.macroUses
    .filter((use) => use.start >= from && use.start < to && !DECORATION.test(use.name))
    .map(({ name }) => doubt(name, 'member', "be part of a member's type"));

/** `T *PREFIX(name);` looks like a function, and declares a member where `PREFIX` is a macro. */
export const doubtAboutFunction = (name: string): CppDoubt => doubt(name, 'function', 'declare a member');

const doubt = (macro: string, place: CppDoubt['place'], effect: string): CppDoubt => ({
  macro,
  message: `\`${macro}\` may ${effect}`,
  place,
});

/** `void (APIENTRYP name)(int);` declares a function, or a pointer to one where the macro ends in `*`. */
const PARENTHESIZED = /^\s*\w+\s*\)\s*\(/;

/**
 * `TAILQ_ENTRY(node) entries;` with arguments at the start of a member, and `COMMON_FIELDS;` as all of one. Before a
 * function it may as well decorate that: then only its definition tells, and so it is for `COMMON_HEAD int own;`.
 */
function doubtAtMember(
  source: CppSource,
  bodyStart: number,
  { name, start, end }: { name: string; start: number; end: number },
): CppDoubt | null {
  const before = source.masked.text.slice(bodyStart, start).replace(NO_MEMBER, '').trimEnd().at(-1) ?? '{';
  if (before === '(' && PARENTHESIZED.test(source.masked.text.slice(end)))
    return doubt(name, 'member', 'declare a member');
  if (DECORATION.test(name)) return null;
  const hasArguments = /^\s*\(/.test(source.text.slice(start + name.length, start + name.length + 8));
  const [, between = '', next] = /^([^;{(]*)([;{(])/.exec(source.masked.text.slice(end)) ?? [];
  const isWhole = next === ';' && between.replace(NO_MEMBER, '').trim() === '';
  if (!'{};:'.includes(before)) return null;
  if (!(hasArguments || isWhole)) return doubt(name, 'decoration', 'declare a member');
  return doubt(name, next === ';' ? 'member' : 'function', 'declare a member');
}
