import type { BraceKind } from './classify-brace.js';
import { maskAttributes } from './mask-attributes.js';

import { maskGrammarGaps, PLACEHOLDER } from './mask-gaps.js';
import { TemplateMasker } from './mask-templates.js';
import type { Unit } from './macro-blanker.js';
import {
  afterTemplateArguments,
  afterTemplateHeaders,
  closingPosition,
  looksLikeMacro,
} from './token-reader.js';
import { BUILTINS, CLASS_KEYS, CLASS_PROPERTIES, KEYWORDS, OPENERS, SPECIFIERS } from './words.js';

interface Place {
  /** What ends the statement. */
  readonly kind: BraceKind | ';' | '}';
  /** Name of the record in which the statement stands. */
  readonly record: string | null;
  /** Offset of the end of the statement, `;` included. */
  readonly end: number;
}

/** Masks the macros of one statement: of a class head, a namespace, an enumeration or a declaration. */
export class DeclarationMasker extends TemplateMasker {
  /** @returns the name of the record that the statement opens */
  mask(statement: readonly number[], place: Place): { readonly record: string | null } {
    if (statement.length === 0) return { record: null };
    const first = this.reader.textOf(statement[0] as number);
    if (first === 'using' || first === 'static_assert') {
      const list = maskAttributes(this.reader, this.edits, statement);
      maskGrammarGaps(this.reader, this.edits, list);
      if (first === 'using') this.#using(list);
      return { record: null };
    }
    if (
      this.#isData(statement, place) ||
      this.#isExplicitInstantiation(statement) ||
      this.#isConcept(statement)
    ) {
      this.edits.blank(this.reader.start(statement[0] as number), place.end);
      return { record: null };
    }
    const isMacros =
      place.kind === '}'
        ? this.maskStatementMacros(statement, place.record)
        : this.maskStatementMacro(statement, place.record);
    if (isMacros) return { record: null };
    const list = maskAttributes(this.reader, this.edits, statement);
    maskGrammarGaps(this.reader, this.edits, list);
    if (place.kind === ';') this.#withoutBody(list, place);
    return { record: this.#head(list, place) };
  }

  /** `Q_OBJECT`, `FOO_DECLARE(x)` where nothing else is in the statement; a constructor is none. */
  maskStatementMacro(statement: readonly number[], record: string | null): boolean {
    const token = statement[0];
    if (token === undefined || !this.reader.isIdentifier(token)) return false;
    const name = this.reader.textOf(token);
    if (name === record || KEYWORDS.has(name)) return false;
    const isCall = this.isOpenParenthesis(statement, 1);
    if (
      isCall ? closingPosition(this.reader, statement, 1) !== statement.length - 1 : statement.length !== 1
    ) {
      return false;
    }
    if (!isCall && !looksLikeMacro(name) && this.definitions.meaningOf(name) === null) return false;
    this.blankMacro(statement, 0, statement.length);
    return true;
  }

  /** One such macro or several in a row, none of which a `;` ends. */
  maskStatementMacros(statement: readonly number[], record: string | null): boolean {
    return this.maskStatementMacro(statement, record) || this.#maskMacroLines(statement);
  }

  #maskMacroLines(statement: readonly number[]): boolean {
    const positions: number[] = [];
    for (let i = 0; i < statement.length;) {
      if (!this.isName(statement, i) || !looksLikeMacro(this.reader.textOf(statement[i] as number)))
        return false;
      positions.push(i);
      i = this.isOpenParenthesis(statement, i + 1)
        ? closingPosition(this.reader, statement, i + 1) + 1
        : i + 1;
    }
    for (const position of positions) this.blankCall(statement, position);
    return true;
  }

  /**
   * `A DEPRECATED("x") = 1, B ATTRIBUTE`: one name for each enumerator. `LIST(X) C` and `ENTRIES first`: a macro
   * that stands for enumerators; of one between commas the name stays, so that the commas are right.
   */
  maskEnumerators(tokens: readonly number[]): void {
    const list = maskAttributes(this.reader, this.edits, tokens);
    let isFirst = true;
    for (let i = 0; i < list.length; i++) {
      const character = this.reader.punctuation(list[i] as number);
      if (character === ',') isFirst = true;
      else if (character === '(' || character === '{') i = closingPosition(this.reader, list, i);
      else if (isFirst && this.isName(list, i)) {
        const close = this.isOpenParenthesis(list, i + 1) ? closingPosition(this.reader, list, i + 1) : i;
        const next = list[close + 1];
        const isBeforeName = this.isName(list, close + 1);
        if (close > i && (isBeforeName || next === undefined)) i = this.blankCall(list, i) - 1;
        else if (close > i) {
          const name = this.reader.textOf(list[i] as number);
          this.edits.macroUses.push({ name, start: this.start(list, i), end: this.endOf(list, close) });
          this.edits.blank(this.start(list, i + 1), this.endOf(list, close));
          i = close;
          isFirst = false;
        } else if (isBeforeName && this.#isMacroBefore(list, i)) i = this.blankCall(list, i) - 1;
        else isFirst = false;
      } else if (this.isName(list, i) && this.isName(list, i - 1)) i = this.blankCall(list, i) - 1;
    }
  }

  /** Of two names in a row the first is written as a macro, the second is not. */
  #isMacroBefore(list: readonly number[], position: number): boolean {
    const next = this.reader.textOf(list[position + 1] as number);
    return (
      looksLikeMacro(this.reader.textOf(list[position] as number)) &&
      !looksLikeMacro(next) &&
      this.definitions.meaningOf(next) === null &&
      !this.isOpenParenthesis(list, position + 2)
    );
  }

  /**
   * `Widget::~Widget() = default;` and `void f(T) = delete;` would be read as assignments; they get a body of the same
   * length. Whoever reads the tree finds the word in the original.
   */
  #withoutBody(list: readonly number[], { record, end }: Place): void {
    const word = this.reader.textOf(list.at(-1) ?? -1);
    const equals = list.at(-2) ?? -1;
    if (!(word === 'default' || word === 'delete') || this.reader.punctuation(equals) !== '=') return;
    if (word === 'default' && !(record === null && this.#isConstructorOutside(list))) return;
    this.edits.put(this.reader.start(equals), '{');
    this.edits.blank(this.reader.end(equals), end - 1);
    this.edits.put(end - 1, '}');
  }

  #isConstructorOutside(list: readonly number[]): boolean {
    let begin = afterTemplateHeaders(this.reader, list);
    while (SPECIFIERS.has(this.reader.textOf(list[begin] ?? -1))) begin++;
    if (!this.isName(list, begin)) return false;
    const after = this.reader.punctuation(list[this.unit(list, begin).end] ?? -1);
    return after === '(' || after === '~';
  }

  #head(list: readonly number[], place: Place): string | null {
    let begin = afterTemplateHeaders(this.reader, list);
    if (begin > 0) this.templateHeaders(list, begin);
    begin = this.#leadingMacros(list, begin, place.record);
    const afterMacros = afterTemplateHeaders(this.reader, list, begin);
    if (afterMacros > begin) begin = this.#leadingMacros(list, afterMacros, place.record);
    if (begin > 0 && this.maskStatementMacro(list.slice(begin), place.record)) {
      // Of a template whose declaration a macro makes the header would be left.
      if (place.kind === ';') this.edits.blank(this.start(list, 0), place.end);
      return null;
    }
    switch (place.kind) {
      case 'namespace':
        this.#namespaceHead(list, begin);
        return null;
      case 'record':
      case 'enum':
        return this.#classHead(list, begin);
      case 'body':
        this.#constructorInitializers(list, begin);
        this.declarators(list, begin, list.length, place.record, false);
        return null;
      case 'value':
      case ';':
      case '}':
        this.declarators(list, begin, list.length, place.record, false);
        return null;
      default:
        place.kind satisfies never;
        return null;
    }
  }

  /** Macros with which a declaration begins, also as a call and as a line of its own. */
  #leadingMacros(list: readonly number[], from: number, record: string | null): number {
    let position = this.#macrosBeforeOpener(list, from);
    for (;;) {
      const token = list[position];
      if (token === undefined || !this.isName(list, position)) return position;
      const name = this.reader.textOf(token);
      const meaning = this.definitions.meaningOf(name);
      if (meaning === 'c-declaration') {
        this.edits.cLinkage.push({
          start: this.reader.start(token),
          end: this.reader.end(list.at(-1) as number),
        });
      }
      const isCall = this.isOpenParenthesis(list, position + 1);
      const after = isCall ? closingPosition(this.reader, list, position + 1) + 1 : position + 1;
      const next = list[after];
      if (next === undefined) return position;
      if (isCall && this.isMacroType(list, position, list.length, record, false)) return position;
      const word = this.reader.textOf(next);
      const opens = OPENERS.has(word) || this.reader.isString(next);
      const isDecorator = meaning !== null && meaning !== 'other';
      const beginsDeclaration = opens || this.reader.punctuation(next) === '~' || this.isName(list, after);
      const isMacro = isCall
        ? (isDecorator ||
            looksLikeMacro(name) ||
            opens ||
            (record === null && this.#endsLine(list, after))) &&
          (beginsDeclaration || word === 'const' || word === '::')
        : opens || (isDecorator && beginsDeclaration);
      if (!isMacro) return position;
      if (isCall && !isDecorator && this.isTypeOfMacro(list, position, after)) {
        this.edits.blankMacro(name, this.reader.start(token), this.reader.end(list[position + 1] as number));
        this.edits.blank(
          this.reader.start(list[after - 1] as number),
          this.reader.end(list[after - 1] as number),
        );
        return position + 2;
      }
      this.blankMacro(list, position, after);
      position = after;
    }
  }

  /** `FOO_PUSH FOO_DISABLE(4127) template <…>`: no type stands before what opens a declaration. */
  #macrosBeforeOpener(list: readonly number[], from: number): number {
    const positions: number[] = [];
    let at = from;
    while (this.isName(list, at)) {
      const name = this.reader.textOf(list[at] as number);
      const meaning = this.definitions.meaningOf(name);
      if (!looksLikeMacro(name) || !(meaning === null || meaning.startsWith('decorator'))) return from;
      positions.push(at);
      at = this.isOpenParenthesis(list, at + 1) ? closingPosition(this.reader, list, at + 1) + 1 : at + 1;
    }
    if (!this.isOpener(list, at) || BUILTINS.has(this.reader.textOf(list[at] as number))) return from;
    for (const position of positions) this.blankCall(list, position);
    return at;
  }

  /** Behind `DECLARE_FUNCTIONS_name(X)` a line ends: no declaration goes on with a name there. */
  #endsLine(list: readonly number[], next: number): boolean {
    const between = this.reader.text.slice(this.endOf(list, next - 1), this.start(list, next));
    return between.includes('\n') && this.isName(list, next);
  }

  #namespaceHead(list: readonly number[], begin: number): void {
    let names = 0;
    for (let i = begin; i < list.length; i++) {
      if (!this.isName(list, i)) {
        if (this.reader.punctuation(list[i] as number) === '::') names = 0;
        continue;
      }
      if (names++ > 0) i = this.blankCall(list, i) - 1;
    }
  }

  /** `class EXPORT FOO(x) Name FOO_FINAL final : …`: the last name before the bases that is no macro is the class's. */
  #classHead(list: readonly number[], begin: number): string | null {
    let i = begin;
    while (i < list.length && !CLASS_KEYS.has(this.reader.textOf(list[i] as number))) i++;
    const specifiersEnd = i;
    for (let k = begin; k < specifiersEnd; k++) if (this.isName(list, k)) k = this.blankCall(list, k) - 1;
    i++;
    if (CLASS_KEYS.has(this.reader.textOf(list[i] ?? -1))) i++;
    const units: Unit[] = [];
    while (i < list.length && this.reader.punctuation(list[i] as number) !== ':') {
      if (!this.isName(list, i) && this.reader.punctuation(list[i] as number) !== '::') {
        i++;
        continue;
      }
      const unit = this.unit(list, i);
      i = unit.end;
      if (this.isOpenParenthesis(list, i)) {
        i = closingPosition(this.reader, list, i) + 1;
        this.blankMacro(list, unit.position, i);
      } else if (CLASS_PROPERTIES.has(unit.name)) {
        this.edits.blankAttribute('attribute', this.start(list, unit.position), this.endOf(list, i - 1));
      } else if (unit.name !== 'final') units.push(unit);
    }
    this.#computedBases(list, i);
    const at = units.findLastIndex((unit, index) => !isBehindName(unit.name, units[index - 1]?.name));
    const name = units.splice(at, 1)[0];
    for (const { position, end } of units) this.blankMacro(list, position, end);
    return name?.name ?? null;
  }

  /** `struct A : decltype(f<T>()) {`: a word that names no class, for none can be told. */
  #computedBases(list: readonly number[], begin: number): void {
    for (let i = begin; i < list.length; i++) {
      if (this.reader.punctuation(list[i] as number) === '<')
        i = Math.max(afterTemplateArguments(this.reader, list, i) - 1, i);
      const isComputed =
        this.reader.textOf(list[i] as number) === 'decltype' && this.isOpenParenthesis(list, i + 1);
      if (!isComputed) continue;
      const close = closingPosition(this.reader, list, i + 1);
      this.edits.put(this.start(list, i), PLACEHOLDER);
      this.edits.blank(this.start(list, i + 1), this.endOf(list, close));
      i = close;
    }
  }

  /** `using typename A<T>::B;`, `using Bases::f...;`, `using Name FOO_TYPE("x") = int;`: the grammar has none of them. */
  #using(list: readonly number[]): void {
    if (this.reader.textOf(list[1] ?? -1) === 'typename')
      this.edits.blank(this.start(list, 1), this.endOf(list, 1));
    const last = list.length - 1;
    if (this.reader.punctuation(list[last] ?? -1) === '...')
      this.edits.blank(this.start(list, last), this.endOf(list, last));
    if (!this.isName(list, 1) || !this.isName(list, 2)) return;
    const after = this.isOpenParenthesis(list, 3) ? closingPosition(this.reader, list, 3) + 1 : 3;
    if (this.reader.punctuation(list[after] ?? -1) === '=') this.blankMacro(list, 2, after);
  }

  /** `0x1f, 0x8b,` in a file for an array's initialiser: no declaration begins with a literal. */
  #isData(statement: readonly number[], { kind }: Place): boolean {
    return (kind === ';' || kind === '}') && this.reader.isLiteral(statement[0] as number);
  }

  /** `: a(f<T>()), b(MAP(v) { … })`: no one asks for the values. */
  #constructorInitializers(list: readonly number[], begin: number): void {
    let isBehindColon = false;
    for (let i = begin; i < list.length; i++) {
      const character = this.reader.punctuation(list[i] as number);
      if (character === ':') isBehindColon = true;
      else if (character === '<') i = Math.max(afterTemplateArguments(this.reader, list, i) - 1, i);
      else if (character === '(' || character === '[' || character === '{') {
        const close = closingPosition(this.reader, list, i);
        if (isBehindColon) this.edits.blank(this.endOf(list, i), this.start(list, close));
        i = close;
      }
    }
  }

  #isExplicitInstantiation(statement: readonly number[]): boolean {
    const at = this.reader.textOf(statement[0] as number) === 'extern' ? 1 : 0;
    return (
      this.reader.textOf(statement[at] ?? -1) === 'template' &&
      this.reader.punctuation(statement[at + 1] ?? -1) !== '<'
    );
  }

  #isConcept(statement: readonly number[]): boolean {
    const position = afterTemplateHeaders(this.reader, statement);
    return position > 0 && this.reader.textOf(statement[position] ?? -1) === 'concept';
  }
}

/** `Name FOO_FINAL`: known by its end, or written as a macro behind what is not. */
const isBehindName = (name: string, before: string | undefined): boolean =>
  before !== undefined &&
  (/^[A-Z\d_]*FINAL$/.test(name) || (looksLikeMacro(name) && IN_CAPITALS_AND_SMALL.test(before)));

/** Names of classes, but neither `EXPORT_API` nor `__packed`. */
const IN_CAPITALS_AND_SMALL = /^[A-Z][A-Za-z\d]*[a-z][A-Za-z\d]*$/;
