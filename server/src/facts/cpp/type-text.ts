import { readExpression } from './constant-expression.js';
import type { CppName, CppTemplateArgument, CppType, Qualified } from './cpp-facts.js';
import { arithmeticType, isArithmeticWord } from './arithmetic-types.js';
import { TokenCursor } from './token-cursor.js';

type Elaborated = Extract<CppType, { kind: 'named' }>['elaborated'];
const CLASS_KEYS = new Set(['struct', 'class', 'union', 'enum']);

/**
 * Reads a type out of text where there is no tree for it: what masking put a single word or a blank for, and
 * the operands of `sizeof` and casts. Names, arithmetic types, `_BitInt(n)` and `_Atomic(T)`, with qualifiers,
 * pointers and references; declarators with parentheses or brackets are `unreadable`.
 */
export function readTypeText(text: string): CppType {
  const cursor = new TokenCursor(text);
  const type = readType(cursor);
  return type && cursor.atEnd ? type : { kind: 'unreadable', text: text.trim().replace(/\s+/g, ' ') };
}

/** Reads `a::b<int>` out of text; null where it is no name. */
export function readNameText(text: string): CppName | null {
  const cursor = new TokenCursor(text);
  const name = readName(cursor);
  return name && cursor.atEnd ? name : null;
}

/** The type that begins at the cursor; null, and the cursor anywhere, where there is none. */
export function readType(cursor: TokenCursor): CppType | null {
  const start = cursor.position;
  const known = cursor.types.get(start);
  if (known) {
    cursor.reset(known.end);
    return known.type;
  }
  const type = cursor.nested(() => readUnknownType(cursor));
  cursor.types.set(start, { type, end: cursor.position });
  return type;
}

function readUnknownType(cursor: TokenCursor): CppType | null {
  const before = readQualifiers(cursor);
  const base = readBase(cursor);
  if (!base) return null;
  let type: CppType = { ...base, ...before, ...readQualifiers(cursor) };
  while (cursor.take('*')) type = { kind: 'pointer', pointee: type, ...readQualifiers(cursor) };
  if (cursor.take('&&')) return { kind: 'reference', rvalue: true, referent: type };
  return cursor.take('&') ? { kind: 'reference', rvalue: false, referent: type } : type;
}

function readQualifiers(cursor: TokenCursor): Qualified {
  const result: { const?: true; volatile?: true } = {};
  for (;;) {
    if (cursor.take('const')) result.const = true;
    else if (cursor.take('volatile')) result.volatile = true;
    else return result;
  }
}

function readBase(cursor: TokenCursor): CppType | null {
  const words: string[] = [];
  while (isArithmeticWord(cursor.peek().text)) words.push(cursor.next().text);
  if (cursor.take('_BitInt')) {
    const width = cursor.take('(') ? readExpression(cursor) : null;
    return width && cursor.take(')') ? { kind: 'bit-int', signed: !words.includes('unsigned'), width } : null;
  }
  if (words.length > 0) return arithmeticType(words);
  if (cursor.take('_Atomic')) {
    const value = cursor.take('(') ? readType(cursor) : null;
    return value && cursor.take(')') ? { kind: 'atomic', value } : null;
  }
  const elaborated = CLASS_KEYS.has(cursor.peek().text) ? (cursor.next().text as Elaborated) : null;
  const name = readName(cursor);
  return name && { kind: 'named', name, elaborated };
}

/** Words that are values. */
const VALUES = new Set(['true', 'false', 'nullptr']);

function readName(cursor: TokenCursor): CppName | null {
  cursor.take('typename');
  const global = cursor.take('::');
  const segments: { name: string; arguments: readonly CppTemplateArgument[] | null }[] = [];
  do {
    cursor.take('template');
    if (!cursor.isName() || VALUES.has(cursor.peek().text)) return null;
    const name = cursor.next().text;
    const list = cursor.take('<') ? readArguments(cursor) : null;
    if (list === undefined) return null;
    segments.push({ name, arguments: list });
  } while (cursor.take('::'));
  return { global, segments };
}

/** From behind the `<` to the `>`; undefined where they cannot be read. */
export function readArguments(cursor: TokenCursor): readonly CppTemplateArgument[] | undefined {
  const start = cursor.position;
  const known = cursor.lists.get(start);
  if (known) {
    cursor.reset(known.end);
    return known.list;
  }
  const list = readUnknownArguments(cursor);
  cursor.lists.set(start, { list, end: cursor.position });
  return list;
}

function readUnknownArguments(cursor: TokenCursor): readonly CppTemplateArgument[] | undefined {
  const list: CppTemplateArgument[] = [];
  if (cursor.takeClosingAngle()) return list;
  for (;;) {
    const start = cursor.position;
    const type = readType(cursor);
    const isExpanded = type !== null && cursor.take('...');
    if (type && endsArgument(cursor)) list.push({ kind: 'type', type, ...(isExpanded && EXPANDED) });
    else {
      cursor.reset(start);
      const value = readExpression(cursor, 'argument');
      const expanded = value && cursor.take('...') ? EXPANDED : {};
      if (!value || !endsArgument(cursor)) return undefined;
      list.push({ kind: 'constant', value, ...expanded });
    }
    if (cursor.takeClosingAngle()) return list;
    if (!cursor.take(',')) return undefined;
  }
}

const EXPANDED = { expanded: true } as const;

const endsArgument = (cursor: TokenCursor): boolean => [',', '>', '>>'].includes(cursor.peek().text);
