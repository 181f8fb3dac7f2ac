import type { Directive } from './conditions.js';
import type { MaskEdits } from './masked-text.js';
import { afterTemplateArguments, closingPosition, type TokenReader } from './token-reader.js';
import { BUILTINS, TYPE_CALLS } from './words.js';

/** The name that stands where the source has none but the grammar needs one. */
export const PLACEHOLDER = '_';

/**
 * What is valid C++ but not in the grammar (tree-sitter-cpp 0.23), replaced by something of the same
 * length and shape that is. Readers of the tree find the original at the same offsets.
 */
export function maskGrammarGaps(reader: TokenReader, edits: MaskEdits, list: readonly number[]): void {
  let depth = 0;
  for (let i = 0; i < list.length; i++) {
    const token = list[i] as number;
    switch (reader.punctuation(token)) {
      case '(':
        depth++;
        break;
      case ')':
        depth--;
        break;
      case '{':
        if (depth > 0 && reader.punctuation(list[i - 1] ?? -1) === '=')
          maskBracedDefault(reader, edits, list, i);
        i = closingPosition(reader, list, i);
        break;
      case '<':
        if (reader.textOf(list[i - 1] ?? -1) === 'template') maskTypeDefaults(reader, edits, list, i);
        break;
      case '=':
        if (depth > 0) maskUnnamedDefault(reader, edits, list, i);
        break;
      case ':':
        if (depth === 0) maskUnnamedBitField(reader, edits, list, i);
        break;
      case '::':
        maskMemberPointer(reader, edits, list, i);
        break;
      case '':
        if (SIGNED_EXTENSIONS.has(reader.textOf(token))) maskSignOfExtension(reader, edits, list, i);
        else if (reader.textOf(token) === 'enum') maskUnnamedEnumBase(reader, edits, list, i);
        else if (i > 1 && reader.textOf(token) === 'typedef') maskLinkageOfTypedef(reader, edits, list, i);
        break;
    }
  }
}

/**
 * `_BitInt(7)` and `_Atomic(long *)`: everything behind the word that no identifier may have becomes an
 * underscore, so that one word is left. One that goes over a line's end cannot be one word.
 *
 * @param word the token of an identifier
 * @returns the last token of the type
 */
export function maskTypeCall(reader: TokenReader, edits: MaskEdits, word: number): number {
  if (!TYPE_CALLS.has(reader.textOf(word)) || reader.punctuation(word + 1) !== '(') return word;
  let depth = 0;
  for (let i = word + 1; i < reader.tokens.count; i++) {
    const character = reader.punctuation(i);
    if (character === ';' || character === '{') return word;
    if (character === '(') depth++;
    if (character !== ')' || --depth > 0) continue;
    if (/[\r\n]/.test(reader.text.slice(reader.end(word), reader.end(i)))) return word;
    for (let at = reader.end(word); at < reader.end(i); at++) {
      if (!/\w/.test(reader.text[at] ?? '')) edits.put(at, PLACEHOLDER);
    }
    return i;
  }
  return word;
}

/** Whether a `#define` is one that the grammar takes for another: it has comments, or no text. */
export const isOddDefinition = (line: string, { rest }: Directive): boolean =>
  line.includes('/*') || /^\w+(?:\([^()]*\))?$/.test(rest);

/**
 * A `#define` as the grammar can take it: it ends a text at the first comment, and for `#define X` with a space
 * behind it takes the next line.
 */
export function maskDefinition(reader: TokenReader, edits: MaskEdits, directive: number): void {
  const start = reader.start(directive);
  const line = reader.text.indexOf('\n', reader.end(directive));
  const text = reader.text.slice(start, line === -1 ? reader.text.length : line + 1);
  const empty = EMPTY_DEFINITION.exec(text);
  if (empty) edits.put(start + empty[0].length, ';');
  else if (text.includes('/*')) {
    for (const { 0: comment, index } of text.matchAll(COMMENT_OR_LITERAL)) {
      if (!comment.startsWith('/*')) continue;
      if (/(?:^|[^\\\r])\r?\n/.test(comment)) {
        // It goes on behind the line's end, where the grammar would take it for something else.
        edits.blank(start + index, reader.end(directive));
        break;
      }
      for (const part of comment.matchAll(/(?:[^\\]|\\(?!\r?\n))+/g)) {
        const begin = start + index + part.index;
        edits.blank(begin, begin + part[0].length);
      }
    }
  }
}

/** `#if __has_include(<chrono>)`: one word of what stands in the parentheses. */
export function maskQueries(reader: TokenReader, edits: MaskEdits, directive: number): void {
  const text = reader.textOf(directive);
  for (const query of text.matchAll(/\b__has_\w+\s*\(([^()]*)/g)) {
    const argument = query[1] ?? '';
    const start = reader.start(directive) + query.index + query[0].length - argument.length;
    for (let i = 0; i < argument.length; i++) {
      if (!/[\w\s]/.test(argument[i] ?? '')) edits.put(start + i, PLACEHOLDER);
    }
  }
}

const EMPTY_DEFINITION =
  /^#\s*define\s+\w+(?:\([^()]*\))?(?=[ \t/\\])(?=(?:[ \t]|\/\*[^]*?\*\/|\\\r?\n)*(?:[\r\n]|\/\/|$))/;
const COMMENT_OR_LITERAL = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[^]*?\*\/|\/\/.*/g;

const SIGNED_EXTENSIONS: ReadonlySet<string> = new Set(['__int128', '_BitInt']);

/** `unsigned __int128`, which the grammar takes for a type and a name, becomes one word. */
function maskSignOfExtension(
  reader: TokenReader,
  edits: MaskEdits,
  list: readonly number[],
  at: number,
): void {
  const sign = list[at - 1] ?? -1;
  if (!/^(?:un)?signed$/.test(reader.textOf(sign))) return;
  for (let i = reader.end(sign); i < reader.start(list[at] as number); i++) edits.put(i, PLACEHOLDER);
}

/** `= {1, 2}` as a default argument becomes a number that ends where the braces end. */
function maskBracedDefault(
  reader: TokenReader,
  edits: MaskEdits,
  list: readonly number[],
  open: number,
): void {
  const close = list[closingPosition(reader, list, open)] as number;
  edits.blank(reader.start(list[open] as number), reader.start(close));
  edits.put(reader.start(close), '0');
}

/** `template <typename = void *>`: the `*` goes. */
function maskTypeDefaults(
  reader: TokenReader,
  edits: MaskEdits,
  list: readonly number[],
  open: number,
): void {
  const after = afterTemplateArguments(reader, list, open);
  for (let i = open + 1; i < after; i++) {
    const next = reader.punctuation(list[i + 1] ?? -1);
    const isPointer = ['*', '&'].includes(reader.punctuation(list[i] as number));
    if (!isPointer || !(next === '>' || next === ',')) continue;
    let begin = i - 1;
    while (begin > open && !['=', ',', '<'].includes(reader.punctuation(list[begin] as number))) begin--;
    if (reader.punctuation(list[begin] as number) !== '=') continue;
    edits.blank(reader.start(list[i] as number), reader.end(list[i] as number));
  }
}

/** `T * = nullptr`: a placeholder name after the `*`; without room for it, one character of the value goes. */
function maskUnnamedDefault(
  reader: TokenReader,
  edits: MaskEdits,
  list: readonly number[],
  equals: number,
): void {
  const before = list[equals - 1] ?? -1;
  const value = list[equals + 1];
  if (!['*', '&'].includes(reader.punctuation(before)) || value === undefined) return;
  const at = reader.start(list[equals] as number);
  if (reader.end(before) < at) edits.put(reader.end(before), PLACEHOLDER);
  else if (reader.start(value) > at + 1 || reader.end(value) > reader.start(value) + 1) {
    edits.put(at, PLACEHOLDER);
    edits.put(at + 1, '=');
  }
}

/** `int : 3;`: a placeholder name where there is room for one. */
function maskUnnamedBitField(
  reader: TokenReader,
  edits: MaskEdits,
  list: readonly number[],
  colon: number,
): void {
  const before = list[colon - 1];
  if (before === undefined || colon + 1 >= list.length) return;
  const end = reader.end(before);
  const at = reader.start(list[colon] as number);
  const isComma = reader.punctuation(before) === ',';
  const isWholeType = colon === 1 || BUILTINS.has(reader.textOf(before));
  if (!isComma && (!isWholeType || !reader.isIdentifier(before))) return;
  if (at > (isComma ? end : end + 1)) edits.put(at - 1, PLACEHOLDER);
  else if (!isComma && !list.some((token) => reader.punctuation(token) === ',')) {
    // The name stands where the colon was; whoever reads it finds the width behind that in the original.
    edits.put(at, PLACEHOLDER);
    edits.blank(at + 1, reader.end(list[list.length - 1] as number));
  }
}

/** `(C::*)`, `T C::*`, and with a name as a member: the class goes, the star stays. */
function maskMemberPointer(reader: TokenReader, edits: MaskEdits, list: readonly number[], at: number): void {
  if (reader.punctuation(list[at + 1] ?? -1) !== '*') return;
  let begin = at;
  for (;;) {
    begin = beforeTemplateArguments(reader, list, begin - 1);
    if (!reader.isIdentifier(list[begin] ?? -1)) return;
    if (reader.punctuation(list[begin - 1] ?? -1) !== '::') break;
    begin--;
    const outer = reader.punctuation(list[begin - 1] ?? -1);
    if (outer !== '>' && !reader.isIdentifier(list[begin - 1] ?? -1)) break;
  }
  edits.blank(reader.start(list[begin] as number), reader.end(list[at] as number));
}

/** Position of the name before the template arguments that end at `position`; `position` where none do. */
function beforeTemplateArguments(reader: TokenReader, list: readonly number[], position: number): number {
  if (reader.punctuation(list[position] ?? -1) !== '>') return position;
  let depth = 0;
  for (let i = position; i >= 0; i--) {
    const character = reader.punctuation(list[i] as number);
    if (character === '>') depth++;
    else if (character === '<' && --depth === 0) return i - 1;
  }
  return position;
}

/** `enum : uint8_t {`: the base goes. */
function maskUnnamedEnumBase(
  reader: TokenReader,
  edits: MaskEdits,
  list: readonly number[],
  at: number,
): void {
  if (reader.punctuation(list[at + 1] ?? -1) !== ':') return;
  edits.blank(reader.start(list[at + 1] as number), reader.end(list.at(-1) as number));
}

/** `extern "C" typedef …`: the linkage goes. */
function maskLinkageOfTypedef(
  reader: TokenReader,
  edits: MaskEdits,
  list: readonly number[],
  at: number,
): void {
  if (reader.textOf(list[at - 2] as number) !== 'extern' || !reader.isString(list[at - 1] as number)) return;
  edits.blank(reader.start(list[at - 2] as number), reader.end(list[at - 1] as number));
}
