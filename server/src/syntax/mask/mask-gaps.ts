import type { MaskEdits } from './masked-text.js';
import {
  afterTemplateArguments,
  beforeTemplateArguments,
  closingPosition,
  type TokenReader,
} from './token-reader.js';
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
      case '>':
        maskGreaterOrEqual(reader, edits, token, list[i - 1] ?? -1);
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
        else if (/^(?:decltype|noexcept)$/.test(reader.textOf(token))) maskOperand(reader, edits, list, i);
        else if (i > 1 && reader.textOf(token) === 'typedef') maskLinkageOfTypedef(reader, edits, list, i);
        break;
    }
  }
}

/** Tokens after which a parenthesis is taken for unclosed, so that a text full of them costs no square. */
const LONGEST_TYPE_CALL = 200;

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
  const end = Math.min(reader.tokens.count, word + LONGEST_TYPE_CALL);
  for (let i = word + 1; i < end; i++) {
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

/** `typename = const int`, `typename = void *`, `typename = void()`: what makes another type of the named one goes. */
function maskTypeDefaults(
  reader: TokenReader,
  edits: MaskEdits,
  list: readonly number[],
  open: number,
): void {
  const after = afterTemplateArguments(reader, list, open);
  for (let i = open + 1; i < after; i++) {
    const character = reader.punctuation(list[i] as number);
    if (character === '=' && reader.textOf(list[i + 1] ?? -1) === 'const')
      blankTokens(reader, edits, list, i + 1, i + 1);
    const isCall = character === '(' && reader.punctuation(list[i + 1] ?? -1) === ')';
    const last = isCall ? i + 1 : i;
    const next = reader.punctuation(list[last + 1] ?? -1);
    if (!(isCall || character === '*' || character === '&') || !(next === '>' || next === ',')) continue;
    let begin = beforeTemplateArguments(reader, list, i - 1);
    while (begin > open && !['=', ',', '<'].includes(reader.punctuation(list[begin] as number)))
      begin = beforeTemplateArguments(reader, list, begin - 1);
    if (reader.punctuation(list[begin] as number) === '=') blankTokens(reader, edits, list, i, last);
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

/**
 * `decltype(a.begin(), b())`, `noexcept(f(typename T::A{}))`: one name stands for an expression of any length, as
 * written it is found in the original.
 */
function maskOperand(reader: TokenReader, edits: MaskEdits, list: readonly number[], at: number): void {
  const close = closingPosition(reader, list, at + 1);
  if (reader.punctuation(list[at + 1] ?? -1) !== '(' || close < at + 4) return;
  edits.put(reader.start(list[at + 2] as number), PLACEHOLDER);
  edits.blank(reader.start(list[at + 2] as number) + 1, reader.start(list[close] as number));
}

/** `enable_if<N >= 2, int>`: the grammar ends the arguments in the operator. Names of operators stay. */
function maskGreaterOrEqual(reader: TokenReader, edits: MaskEdits, token: number, before: number): void {
  const isName = ['operator', '>'].includes(reader.textOf(before));
  if (!isName && reader.text[reader.end(token)] === '=') edits.put(reader.start(token), '=');
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

/** From the token at one position to that at another, both included. */
const blankTokens = (
  reader: TokenReader,
  edits: MaskEdits,
  list: readonly number[],
  first: number,
  last: number,
): void => edits.blank(reader.start(list[first] as number), reader.end(list[last] as number));
