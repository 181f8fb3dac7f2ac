import type { MacroDefinitions } from './macro-definitions.js';
import { PLACEHOLDER } from './mask-gaps.js';
import type { MaskEdits } from './masked-text.js';
import { afterTemplateArguments, closingPosition, looksLikeMacro, type TokenReader } from './token-reader.js';
import { BUILTINS, KEYWORDS, OPENERS } from './words.js';

/** One name in the specifiers or before a declarator, qualified and with template arguments. */
export interface Unit {
  readonly position: number;
  readonly end: number;
  readonly name: string;
}

const POINTERS: ReadonlySet<string> = new Set(['*', '&', '...', 'const', 'volatile']);
const DECLARATOR_ENDS: ReadonlySet<string> = new Set(['(', '[', '=', ',', ':']);

/** What masking asks about the tokens of one declaration, and how it blanks a macro among them. */
export class MacroBlanker {
  protected readonly reader: TokenReader;
  protected readonly edits: MaskEdits;
  protected readonly definitions: MacroDefinitions;

  constructor(reader: TokenReader, edits: MaskEdits, definitions: MacroDefinitions) {
    this.reader = reader;
    this.edits = edits;
    this.definitions = definitions;
  }

  /** Position of the name that stands after macros written as such, with arguments or without. */
  protected afterDecorators(list: readonly number[], position: number): number {
    for (;;) {
      const isCall = this.isOpenParenthesis(list, position + 1);
      const after = isCall ? closingPosition(this.reader, list, position + 1) + 1 : position + 1;
      const isMacro =
        this.isName(list, position) && looksLikeMacro(this.reader.textOf(list[position] as number));
      if (!isMacro || !(this.isName(list, after) || (isCall && this.isOpener(list, after)))) return position;
      position = after;
    }
  }

  /** `PyAPI_FUNC(PyObject *) PyList_New(…)`: the macro's argument is the type. */
  protected isTypeOfMacro(list: readonly number[], position: number, after: number): boolean {
    const name = this.afterDecorators(list, after);
    const follows = this.reader.punctuation(list[name + 1] ?? -1);
    const isDeclarator = name + 1 === list.length || ['(', '[', '=', ','].includes(follows);
    if (!this.isName(list, name) || !isDeclarator) return false;
    for (let i = position + 2; i < after - 1; i++) {
      const token = list[i] as number;
      const isWord = this.reader.isIdentifier(token);
      if (!isWord && !['*', '&', '::', '<', '>'].includes(this.reader.punctuation(token))) return false;
    }
    return after - position > 3 && !looksLikeMacro(this.reader.textOf(list[after - 2] as number));
  }

  /**
   * `STACK_OF(X509) *chain`, `ElfW(Addr) base;`: a declarator follows and no type, so that the macro makes it.
   *
   * @param end position where the declaration, or the parameter, ends
   * @param record name of the class whose constructor may follow
   */
  protected isMacroType(
    list: readonly number[],
    position: number,
    end: number,
    record: string | null,
    nameOptional: boolean,
  ): boolean {
    if (!this.isOpenParenthesis(list, position + 1) || !this.isName(list, position)) return false;
    const close = closingPosition(this.reader, list, position + 1);
    let at = close + 1;
    while (at < end && POINTERS.has(this.reader.textOf(list[at] as number))) at++;
    // `IN_BYTES(n) const void *from`: the type stands behind.
    if (BUILTINS.has(this.reader.textOf(list[at] ?? -1))) return false;
    const isPointer = at > close + 1;
    const isNamed = this.isName(list, at) && at < end;
    // Most calls are functions, and nothing of the kind follows.
    if (close >= end || close === position + 2 || (!isNamed && !isPointer)) return false;
    const name = this.reader.textOf(list[position] as number);
    if (name === record || (this.definitions.meaningOf(name) ?? 'other') !== 'other') return false;
    if (looksLikeMacro(name) && this.isTypeOfMacro(list, position, close + 1)) return false;
    if (list.slice(position, close).some((token) => this.reader.isString(token))) return false;
    if (!isNamed) {
      const isNested =
        this.isOpenParenthesis(list, at) && this.reader.punctuation(list[at + 1] ?? -1) === '*';
      return isNested || (nameOptional && at >= end);
    }
    const declared = this.reader.textOf(list[at] as number);
    if (declared === record) return false;
    const next = at + 1 < end ? this.reader.punctuation(list[at + 1] as number) : '';
    const isOneLine = !/[\r\n]/.test(this.reader.text.slice(this.endOf(list, close), this.start(list, at)));
    // A line may as well be a macro's own, and the next one another's.
    const isFunction =
      looksLikeMacro(name) && !(isOneLine ? looksLikeMacro(declared) : /^[A-Z]/.test(declared));
    if (!isPointer && !(next === '(' ? isFunction : isOneLine)) return false;
    // A macro behind the name may say more of it.
    const isEnd = at + 1 >= end || DECLARATOR_ENDS.has(next);
    return isEnd || looksLikeMacro(this.reader.textOf(list[at + 1] as number));
  }

  /** One word of the macro that makes a type and its arguments, as the grammar wants it; over several lines only its name. */
  protected maskMacroType(list: readonly number[], position: number): Unit {
    const close = closingPosition(this.reader, list, position + 1);
    const begin = this.endOf(list, position);
    const end = this.endOf(list, close);
    if (/[\r\n]/.test(this.reader.text.slice(begin, end))) this.edits.blank(begin, end);
    else {
      for (let at = begin; at < end; at++) {
        if (!/\w/.test(this.reader.text[at] ?? '')) this.edits.put(at, PLACEHOLDER);
      }
    }
    return { position, end: close + 1, name: this.reader.textOf(list[position] as number) };
  }

  /** `::a::b<c>::d` from `position` on. */
  protected unit(list: readonly number[], position: number): Unit {
    let i = position;
    let name = '';
    for (;;) {
      if (this.reader.punctuation(list[i] ?? -1) === '::') i++;
      const word = this.reader.textOf(list[i] ?? -1);
      if (word === 'template') i++;
      if (!this.isName(list, i)) break;
      name = this.reader.textOf(list[i] as number);
      i++;
      if (this.reader.punctuation(list[i] ?? -1) === '<') i = afterTemplateArguments(this.reader, list, i);
      if (this.reader.punctuation(list[i] ?? -1) !== '::' || !this.isName(list, i + 1)) {
        if (this.reader.punctuation(list[i] ?? -1) === '::') i++;
        break;
      }
    }
    return { position, end: Math.max(i, position + 1), name };
  }

  protected isName(list: readonly number[], position: number): boolean {
    const token = list[position];
    return token !== undefined && this.reader.isIdentifier(token) && !KEYWORDS.has(this.reader.textOf(token));
  }

  protected isOpener(list: readonly number[], position: number): boolean {
    return OPENERS.has(this.reader.textOf(list[position] ?? -1));
  }

  protected isOpenParenthesis(list: readonly number[], position: number): boolean {
    return this.reader.punctuation(list[position] ?? -1) === '(';
  }

  /** Blanks the identifier at `position` with its arguments. @returns the position after them */
  protected blankCall(list: readonly number[], position: number): number {
    const after = this.isOpenParenthesis(list, position + 1)
      ? closingPosition(this.reader, list, position + 1) + 1
      : position + 1;
    this.blankMacro(list, position, after);
    return after;
  }

  protected blankMacro(list: readonly number[], position: number, after: number): void {
    const name = this.reader.textOf(list[position] as number);
    this.edits.blankMacro(name, this.start(list, position), this.endOf(list, after - 1));
  }

  protected start(list: readonly number[], position: number): number {
    return this.reader.start(list[position] as number);
  }

  protected endOf(list: readonly number[], position: number): number {
    return this.reader.end(list[position] as number);
  }
}
