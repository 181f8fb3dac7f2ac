import type { CppNode } from './node.js';
import type { CppSource } from './source.js';

/** Macros before a member that say something about it and declare nothing. */
const DECORATION =
  /DEPRECATED|GUARDED|ATTR|NODISCARD|EXPORT|IMPORT|API|ANNOTAT|UNUSED|WARN|LIFETIME|DISALLOW|NO_?N?_?COPY|FRIEND|^Q_|^BSLMF_/i;
const COMMENT = /\/\*[^]*?\*\/|\/\/.*/g;
/** Macros that may change how a record is laid out, wherever they stand. */
const LAYOUT = /^(?=[A-Z\d_]*$).*(?:PACK|ALIGN)/;

/**
 * Why the facts of a record may not be all that the compiler sees: a macro that stands where a member does,
 * or one that by its name packs or aligns. What such a macro means is not looked up.
 *
 * @param node the class specifier
 * @param tag its name, null without
 * @returns null where nothing was left out
 */
export function unreadPart(
  source: CppSource,
  node: CppNode,
  body: CppNode | null,
  tag: CppNode | null,
): string | null {
  if (!body) return null;
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
  const layout = [...around, ...uses.map(({ name }) => name)].find((name) => LAYOUT.test(name));
  if (layout !== undefined) return `\`${layout}\` may change its layout`;
  const member = uses.find(
    (use) =>
      use.start > body.startIndex &&
      use.start < body.endIndex &&
      standsForMember(source, body.startIndex, use),
  );
  return member ? `\`${member.name}\` may declare a member` : null;
}

/** True for `TAILQ_ENTRY(node) entries;`: with arguments, at the start of a member that is no function. */
function standsForMember(
  source: CppSource,
  bodyStart: number,
  { name, start, end }: { name: string; start: number; end: number },
): boolean {
  if (DECORATION.test(name)) return false;
  const before = source.masked.text.slice(bodyStart, start).replace(COMMENT, '').trimEnd().at(-1) ?? '{';
  const hasArguments = /^\s*\(/.test(source.text.slice(start + name.length, start + name.length + 8));
  const next = /[;{(]/.exec(source.masked.text.slice(end))?.[0];
  return hasArguments && '{};:'.includes(before) && next === ';';
}
