import type { BraceKind } from './classify-brace.js';
import type { MacroDefinitions } from './macro-definitions.js';
import { maskAttributes } from './mask-attributes.js';
import { maskGrammarGaps } from './mask-gaps.js';
import type { MaskEdits } from './masked-text.js';
import {
  afterTemplateArguments,
  afterTemplateHeaders,
  closingPosition,
  looksLikeMacro,
  type TokenReader,
} from './token-reader.js';
import { BUILTINS, CLASS_KEYS, KEYWORDS, OPENERS, SPECIFIERS, TRAILERS } from './words.js';

interface Place {
  /** What ends the statement. */
  readonly kind: BraceKind | ';' | '}';
  /** Name of the record in which the statement stands. */
  readonly record: string | null;
  /** Offset of the end of the statement, `;` included. */
  readonly end: number;
}

/** One name in the specifiers or before a declarator, qualified and with template arguments. */
interface Unit {
  readonly position: number;
  readonly end: number;
  readonly name: string;
}

/** Old headers that must also suit compilers without prototypes: `int f OF((int));` */
const PROTOTYPE_MACROS = new Set([
  'OF',
  '__P',
  '_P',
  'P_',
  'PARAMS',
  'ARGS',
  'PROTO',
  '__PMT',
  '_ANSI_ARGS_',
]);

/**
 * Masks the macros of one declaration. A declaration has room for one type and one name; where more
 * identifiers stand in a row, some are macros, and those that are defined or written as one are taken.
 */
export class DeclarationMasker {
  readonly #reader: TokenReader;
  readonly #edits: MaskEdits;
  readonly #definitions: MacroDefinitions;

  constructor(reader: TokenReader, edits: MaskEdits, definitions: MacroDefinitions) {
    this.#reader = reader;
    this.#edits = edits;
    this.#definitions = definitions;
  }

  /** @returns the name of the record that the statement opens */
  mask(statement: readonly number[], place: Place): { readonly record: string | null } {
    const first = this.#reader.textOf(statement[0] as number);
    if (statement.length === 0) return { record: null };
    if (first === 'using' || first === 'static_assert') {
      maskGrammarGaps(this.#reader, this.#edits, maskAttributes(this.#reader, this.#edits, statement));
      return { record: null };
    }
    if (this.#isExplicitInstantiation(statement) || this.#isConcept(statement)) {
      this.#edits.blank(this.#reader.start(statement[0] as number), place.end);
      return { record: null };
    }
    if (this.maskStatementMacro(statement, place.record)) return { record: null };
    if (place.kind === '}' && this.#maskMacroLines(statement)) return { record: null };
    const list = maskAttributes(this.#reader, this.#edits, statement);
    maskGrammarGaps(this.#reader, this.#edits, list);
    if (place.kind === ';' && place.record === null) this.#defaultedOutside(list, place.end);
    return { record: this.#head(list, place) };
  }

  /** `Q_OBJECT`, `FOO_DECLARE(x)` where nothing else is in the statement; a constructor is none. */
  maskStatementMacro(statement: readonly number[], record: string | null): boolean {
    const token = statement[0];
    if (token === undefined || !this.#reader.isIdentifier(token)) return false;
    const name = this.#reader.textOf(token);
    if (name === record || KEYWORDS.has(name)) return false;
    const isCall = this.#isOpenParenthesis(statement, 1);
    if (
      isCall ? closingPosition(this.#reader, statement, 1) !== statement.length - 1 : statement.length !== 1
    ) {
      return false;
    }
    if (!isCall && !looksLikeMacro(name) && this.#definitions.meaningOf(name) === null) return false;
    this.#blankMacro(statement, 0, statement.length);
    return true;
  }

  /** Several such macros in a row, none of which a `;` ends. */
  #maskMacroLines(statement: readonly number[]): boolean {
    const positions: number[] = [];
    for (let i = 0; i < statement.length;) {
      if (!this.#isName(statement, i) || !looksLikeMacro(this.#reader.textOf(statement[i] as number)))
        return false;
      positions.push(i);
      i = this.#isOpenParenthesis(statement, i + 1)
        ? closingPosition(this.#reader, statement, i + 1) + 1
        : i + 1;
    }
    for (const position of positions) this.#blankCall(statement, position);
    return true;
  }

  /** `A DEPRECATED("x") = 1, B ATTRIBUTE`: one name for each enumerator. */
  maskEnumerators(tokens: readonly number[]): void {
    const list = maskAttributes(this.#reader, this.#edits, tokens);
    for (let i = 0; i < list.length; i++) {
      const character = this.#reader.punctuation(list[i] as number);
      if (character === '(' || character === '{') i = closingPosition(this.#reader, list, i);
      else if (this.#isName(list, i) && this.#isName(list, i - 1)) i = this.#blankCall(list, i) - 1;
    }
  }

  /** `Widget::~Widget() = default;` would be read as an assignment; it gets a body of the same length. */
  #defaultedOutside(list: readonly number[], end: number): void {
    const word = this.#reader.textOf(list.at(-1) ?? -1);
    const equals = list.at(-2) ?? -1;
    if (!(word === 'default' || word === 'delete') || this.#reader.punctuation(equals) !== '=') return;
    let begin = afterTemplateHeaders(this.#reader, list);
    while (SPECIFIERS.has(this.#reader.textOf(list[begin] ?? -1))) begin++;
    if (!this.#isName(list, begin)) return;
    const after = this.#reader.punctuation(list[this.#unit(list, begin).end] ?? -1);
    if (after !== '(' && after !== '~') return;
    this.#edits.put(this.#reader.start(equals), '{');
    this.#edits.blank(this.#reader.end(equals), end - 1);
    this.#edits.put(end - 1, '}');
  }

  #head(list: readonly number[], place: Place): string | null {
    let begin = afterTemplateHeaders(this.#reader, list);
    begin = this.#leadingMacros(list, begin);
    const afterMacros = afterTemplateHeaders(this.#reader, list, begin);
    if (afterMacros > begin) begin = this.#leadingMacros(list, afterMacros);
    if (begin > 0 && this.maskStatementMacro(list.slice(begin), place.record)) return null;
    switch (place.kind) {
      case 'namespace':
        this.#namespaceHead(list, begin);
        return null;
      case 'record':
      case 'enum':
        return this.#classHead(list, begin);
      case 'body':
      case 'value':
      case ';':
      case '}':
        this.#declarators(list, begin, list.length, place.record, false);
        return null;
      default:
        place.kind satisfies never;
        return null;
    }
  }

  /** Macros with which a declaration begins, also as a call and as a line of its own. */
  #leadingMacros(list: readonly number[], position: number): number {
    for (;;) {
      const token = list[position];
      if (token === undefined || !this.#isName(list, position)) return position;
      const name = this.#reader.textOf(token);
      const meaning = this.#definitions.meaningOf(name);
      if (meaning === 'c-declaration') {
        this.#edits.cLinkage.push({
          start: this.#reader.start(token),
          end: this.#reader.end(list.at(-1) as number),
        });
      }
      const isCall = this.#isOpenParenthesis(list, position + 1);
      const after = isCall ? closingPosition(this.#reader, list, position + 1) + 1 : position + 1;
      const next = list[after];
      if (next === undefined) return position;
      const word = this.#reader.textOf(next);
      const opens = OPENERS.has(word) || this.#reader.isString(next);
      const isDecorator = meaning !== null && meaning !== 'other';
      const beginsDeclaration = opens || this.#reader.punctuation(next) === '~' || this.#isName(list, after);
      const isMacro = isCall
        ? (isDecorator || looksLikeMacro(name) || opens) &&
          (beginsDeclaration || word === 'const' || word === '::')
        : opens || (isDecorator && beginsDeclaration);
      if (!isMacro) return position;
      if (isCall && !isDecorator && this.#isTypeOfMacro(list, position, after)) {
        this.#edits.blankMacro(
          name,
          this.#reader.start(token),
          this.#reader.end(list[position + 1] as number),
        );
        this.#edits.blank(
          this.#reader.start(list[after - 1] as number),
          this.#reader.end(list[after - 1] as number),
        );
        return position + 2;
      }
      this.#blankMacro(list, position, after);
      position = after;
    }
  }

  /** `PyAPI_FUNC(PyObject *) PyList_New(…)`: the macro's argument is the type. */
  #isTypeOfMacro(list: readonly number[], position: number, after: number): boolean {
    const name = this.#afterDecorators(list, after);
    const follows = this.#reader.punctuation(list[name + 1] ?? -1);
    const isDeclarator = name + 1 === list.length || ['(', '[', '=', ','].includes(follows);
    if (!this.#isName(list, name) || !isDeclarator) return false;
    for (let i = position + 2; i < after - 1; i++) {
      const token = list[i] as number;
      const isWord = this.#reader.isIdentifier(token);
      if (!isWord && !['*', '&', '::', '<', '>'].includes(this.#reader.punctuation(token))) return false;
    }
    return after - position > 3 && !looksLikeMacro(this.#reader.textOf(list[after - 2] as number));
  }

  /** Position of the name that stands after macros written as such, with arguments or without. */
  #afterDecorators(list: readonly number[], position: number): number {
    for (;;) {
      const isCall = this.#isOpenParenthesis(list, position + 1);
      const after = isCall ? closingPosition(this.#reader, list, position + 1) + 1 : position + 1;
      const isMacro =
        this.#isName(list, position) && looksLikeMacro(this.#reader.textOf(list[position] as number));
      if (!isMacro || !this.#isName(list, after)) return position;
      position = after;
    }
  }

  #namespaceHead(list: readonly number[], begin: number): void {
    let names = 0;
    for (let i = begin; i < list.length; i++) {
      if (!this.#isName(list, i)) {
        if (this.#reader.punctuation(list[i] as number) === '::') names = 0;
        continue;
      }
      if (names++ > 0) i = this.#blankCall(list, i) - 1;
    }
  }

  /** `class EXPORT FOO(x) Name final : …`: the last name before the bases is the class's. */
  #classHead(list: readonly number[], begin: number): string | null {
    let i = begin;
    while (i < list.length && !CLASS_KEYS.has(this.#reader.textOf(list[i] as number))) i++;
    const specifiersEnd = i;
    for (let k = begin; k < specifiersEnd; k++) if (this.#isName(list, k)) k = this.#blankCall(list, k) - 1;
    i++;
    if (CLASS_KEYS.has(this.#reader.textOf(list[i] ?? -1))) i++;
    const units: Unit[] = [];
    while (i < list.length && this.#reader.punctuation(list[i] as number) !== ':') {
      if (!this.#isName(list, i) && this.#reader.punctuation(list[i] as number) !== '::') {
        i++;
        continue;
      }
      const unit = this.#unit(list, i);
      i = unit.end;
      if (this.#isOpenParenthesis(list, i)) {
        i = closingPosition(this.#reader, list, i) + 1;
        this.#blankMacro(list, unit.position, i);
      } else if (unit.name !== 'final') units.push(unit);
    }
    const name = units.pop();
    for (const { position, end } of units) this.#blankMacro(list, position, end);
    return name?.name ?? null;
  }

  /**
   * Specifiers, then declarators with their parameter lists.
   *
   * @param nameOptional a parameter, which needs no name
   * @param isNested in the parentheses of a declarator, whose type stands before them
   */
  #declarators(
    list: readonly number[],
    begin: number,
    end: number,
    record: string | null,
    nameOptional: boolean,
    isNested = false,
  ): void {
    let run: Unit[] = [];
    const before = this.#reader.punctuation(list[begin - 1] ?? -1);
    let hasType = this.#reader.punctuation(list[begin] ?? -1) === '}' || (isNested && before === '(');
    const closeRun = (room: number): void => {
      this.#reduce(list, run, Math.max(room, 0), hasType);
      run = [];
    };
    for (let i = begin; i < end;) {
      const token = list[i] as number;
      const character = this.#reader.punctuation(token);
      if (character === '*' || character === '&') {
        closeRun(hasType ? 0 : 1);
        hasType = true;
        i++;
      } else if (character === '(') {
        closeRun(hasType ? 0 : 1);
        const close = closingPosition(this.#reader, list, i);
        this.#declarators(list, i + 1, Math.min(close, end), null, true, true);
        hasType = true;
        i = close + 1;
        if (this.#isOpenParenthesis(list, i)) i = this.#parameters(list, i, end);
      } else if (character === '[') {
        i = closingPosition(this.#reader, list, i) + 1;
      } else if (character === ',') {
        closeRun(hasType ? 1 : 2);
        hasType = true;
        i++;
      } else if (character === '=' || character === ':' || character === '{') {
        break;
      } else if (character === '~') {
        closeRun(0);
        i += 2;
        if (this.#isOpenParenthesis(list, i)) i = this.#parameters(list, i, end);
      } else if (character !== '' && character !== '::') {
        i++;
      } else if (!this.#reader.isIdentifier(token) && character !== '::') {
        i++;
      } else {
        const word = this.#reader.textOf(token);
        if (SPECIFIERS.has(word)) i++;
        else if (BUILTINS.has(word) && !(run.length > 0 && word.endsWith('_t'))) {
          closeRun(0);
          hasType = true;
          i++;
        } else if (word === 'decltype' || word.startsWith('__typeof') || word === 'typeof') {
          hasType = true;
          i = closingPosition(this.#reader, list, i + 1) + 1;
        } else if (CLASS_KEYS.has(word)) {
          closeRun(0);
          i = this.#elaborated(list, i + 1, end);
          hasType = true;
        } else if (word === 'operator') {
          closeRun(hasType ? 0 : 1);
          i = this.#afterOperator(list, i, end);
          if (i < end) i = this.#parameters(list, i, end);
        } else if (KEYWORDS.has(word)) i++;
        else {
          const unit = this.#unit(list, i);
          i = unit.end;
          if (!this.#isOpenParenthesis(list, i) || i >= end) {
            run.push(unit);
            continue;
          }
          const next = this.#called(list, unit, run, hasType, record, nameOptional, end);
          if (next.name) {
            closeRun(hasType || next.constructor ? 0 : 1);
            hasType = true;
          }
          i = next.position;
        }
      }
    }
    closeRun(hasType ? 1 : 2);
  }

  /** A name before `(`: the function's name, a macro call, or a macro around a prototype. */
  #called(
    list: readonly number[],
    unit: Unit,
    run: readonly Unit[],
    hasType: boolean,
    record: string | null,
    nameOptional: boolean,
    end: number,
  ): { position: number; name: boolean; constructor: boolean } {
    const open = unit.end;
    const close = closingPosition(this.#reader, list, open);
    const previous = run.at(-1);
    if (
      !hasType &&
      run.length === 0 &&
      looksLikeMacro(unit.name) &&
      this.#isTypeOfMacro(list, unit.position, close + 1)
    ) {
      this.#edits.blankMacro(unit.name, this.#start(list, unit.position), this.#endOf(list, open));
      this.#edits.blank(this.#start(list, close), this.#endOf(list, close));
      return { position: open + 1, name: false, constructor: false };
    }
    if (this.#isRedirection(list, open, close)) {
      this.#edits.blankMacro(unit.name, this.#start(list, unit.position), this.#endOf(list, open));
      this.#edits.blank(this.#start(list, open + 2), this.#endOf(list, open + 2));
      this.#edits.blank(this.#start(list, close - 2), this.#endOf(list, close));
      this.#parameters(list, open + 3, close - 2);
      return { position: this.#trailers(list, close + 1, end), name: true, constructor: false };
    }
    const isFull = run.length >= (hasType ? 1 : 2);
    if ((previous || hasType) && this.#isPrototypeMacro(list, unit.name, open)) {
      this.#edits.blankMacro(unit.name, this.#start(list, unit.position), this.#endOf(list, open));
      this.#edits.blank(this.#start(list, close), this.#endOf(list, close));
      this.#parameters(list, open + 1, close);
      return { position: close + 1, name: false, constructor: false };
    }
    const isDecorator = this.#definitions.meaningOf(unit.name)?.startsWith('decorator') ?? false;
    const followed = close + 1 < end && (this.#isName(list, close + 1) || this.#isOpener(list, close + 1));
    const isTrailing =
      isFull && previous !== undefined && looksLikeMacro(unit.name) && !looksLikeMacro(previous.name);
    const isParameterMacro = nameOptional && (followed || run.length > 0 || hasType);
    if (isDecorator || isTrailing || (looksLikeMacro(unit.name) && (followed || isParameterMacro))) {
      this.#blankMacro(list, unit.position, close + 1);
      return { position: close + 1, name: false, constructor: false };
    }
    const last = list[unit.end - 1] as number;
    const lastWord = this.#reader.textOf(last);
    const qualifier = unit.end - unit.position > 2 ? this.#reader.textOf(list[unit.end - 3] as number) : null;
    return {
      position: this.#parameters(list, open, end),
      name: true,
      constructor: lastWord === record || (lastWord === qualifier && qualifier !== null),
    };
  }

  /** `OF((int, char *))`: known by name, or written as a macro around what can only be parameters. */
  #isPrototypeMacro(list: readonly number[], name: string, open: number): boolean {
    if (!this.#isOpenParenthesis(list, open + 1)) return false;
    if (PROTOTYPE_MACROS.has(name)) return true;
    const close = closingPosition(this.#reader, list, open + 1);
    if (!looksLikeMacro(name) || close + 1 !== closingPosition(this.#reader, list, open)) return false;
    return list
      .slice(open + 2, close)
      .some((token) => BUILTINS.has(this.#reader.textOf(token)) || this.#reader.punctuation(token) === '*');
  }

  /** glibc's `__REDIRECT (name, (parameters), alias)`. */
  #isRedirection(list: readonly number[], open: number, close: number): boolean {
    return (
      this.#isName(list, open + 1) &&
      this.#reader.punctuation(list[open + 2] ?? -1) === ',' &&
      this.#isOpenParenthesis(list, open + 3) &&
      closingPosition(this.#reader, list, open + 3) === close - 3 &&
      this.#reader.punctuation(list[close - 2] ?? -1) === ',' &&
      this.#isName(list, close - 1)
    );
  }

  /** The parameter list that opens here and what trails it. */
  #parameters(list: readonly number[], open: number, end: number): number {
    const close = Math.min(closingPosition(this.#reader, list, open), end - 1);
    let begin = open + 1;
    for (let i = begin; i <= close; i++) {
      const character = this.#reader.punctuation(list[i] as number);
      if (i === close || character === ',') {
        if (begin < i) this.#declarators(list, begin, i, null, true);
        begin = i + 1;
      } else if (character === '(' || character === '[' || character === '{') {
        i = closingPosition(this.#reader, list, i);
      } else if (character === '<') {
        i = Math.max(afterTemplateArguments(this.#reader, list, i) - 1, i);
      }
    }
    return this.#trailers(list, close + 1, end);
  }

  /** After a parameter list every identifier that is no keyword is a macro: `__THROW __nonnull ((1))`. */
  #trailers(list: readonly number[], position: number, end: number): number {
    let i = position;
    while (i < end) {
      const token = list[i] as number;
      const character = this.#reader.punctuation(token);
      if (character === '&') i++;
      else if (character === '(' || character === '[') i = closingPosition(this.#reader, list, i) + 1;
      else if (character === ',') return i;
      else if (!this.#reader.isIdentifier(token)) return end;
      else {
        const word = this.#reader.textOf(token);
        if (TRAILERS.has(word)) i++;
        else if (word === 'noexcept' || word === 'throw') {
          i = this.#isOpenParenthesis(list, i + 1) ? closingPosition(this.#reader, list, i + 1) + 1 : i + 1;
        } else if (KEYWORDS.has(word)) return end;
        else if (this.#isPrototypeMacro(list, word, i + 1)) {
          const close = closingPosition(this.#reader, list, i + 1);
          this.#edits.blankMacro(word, this.#start(list, i), this.#endOf(list, i + 1));
          this.#edits.blank(this.#start(list, close), this.#endOf(list, close));
          this.#parameters(list, i + 2, close);
          i = close + 1;
        } else i = this.#blankCall(list, i);
      }
    }
    return end;
  }

  /** `struct EXPORT Name` without a body: a macro only where it is known or ends as such macros do. */
  #elaborated(list: readonly number[], position: number, end: number): number {
    let i = position;
    if (CLASS_KEYS.has(this.#reader.textOf(list[i] ?? -1))) i++;
    while (i < end - 1 && this.#isName(list, i) && this.#isName(list, i + 1)) {
      const name = this.#reader.textOf(list[i] as number);
      const isDecorator = this.#definitions.meaningOf(name)?.startsWith('decorator') ?? false;
      if (!isDecorator && !/^[A-Z][A-Z0-9_]*(?:_API|_EXPORT|_EXPORTS|_DLL|_PUBLIC|_VISIBLE)$/.test(name))
        break;
      this.#blankMacro(list, i, i + 1);
      i++;
    }
    return i < end && (this.#isName(list, i) || this.#reader.punctuation(list[i] as number) === '::')
      ? this.#unit(list, i).end
      : i;
  }

  /** Blanks as many units as have no room; those that are macros first, of equals the leftmost. */
  #reduce(list: readonly number[], run: readonly Unit[], room: number, hasType: boolean): void {
    const candidates = run
      .map((unit, index) => ({ unit, index, rank: this.#rank(unit, index === run.length - 1, hasType) }))
      .sort((a, b) => b.rank - a.rank || a.index - b.index);
    const known = candidates.filter(({ rank }) => rank === 4).length;
    for (const { unit, rank } of candidates.slice(0, Math.max(run.length - room, known))) {
      if (rank >= 0) this.#blankMacro(list, unit.position, unit.end);
    }
  }

  #rank({ name, position, end }: Unit, isLast: boolean, hasType: boolean): number {
    if (end - position > 1) return -1;
    const meaning = this.#definitions.meaningOf(name);
    if (meaning !== null && meaning !== 'other') return 4;
    if (looksLikeMacro(name)) return 3;
    if (name.startsWith('__')) return 2;
    if (isLast) return -1;
    return hasType ? 1 : 0;
  }

  #afterOperator(list: readonly number[], position: number, end: number): number {
    const next = this.#reader.punctuation(list[position + 1] ?? -1);
    if (next === '(' || next === '[') return position + 3;
    let i = position + 1;
    while (i < end && !this.#isOpenParenthesis(list, i)) i++;
    return i;
  }

  /** `::a::b<c>::d` from `position` on. */
  #unit(list: readonly number[], position: number): Unit {
    let i = position;
    let name = '';
    for (;;) {
      if (this.#reader.punctuation(list[i] ?? -1) === '::') i++;
      const word = this.#reader.textOf(list[i] ?? -1);
      if (word === 'template') i++;
      if (!this.#isName(list, i)) break;
      name = this.#reader.textOf(list[i] as number);
      i++;
      if (this.#reader.punctuation(list[i] ?? -1) === '<') i = afterTemplateArguments(this.#reader, list, i);
      if (this.#reader.punctuation(list[i] ?? -1) !== '::' || !this.#isName(list, i + 1)) {
        if (this.#reader.punctuation(list[i] ?? -1) === '::') i++;
        break;
      }
    }
    return { position, end: Math.max(i, position + 1), name };
  }

  #isExplicitInstantiation(statement: readonly number[]): boolean {
    const at = this.#reader.textOf(statement[0] as number) === 'extern' ? 1 : 0;
    return (
      this.#reader.textOf(statement[at] ?? -1) === 'template' &&
      this.#reader.punctuation(statement[at + 1] ?? -1) !== '<'
    );
  }

  #isConcept(statement: readonly number[]): boolean {
    const position = afterTemplateHeaders(this.#reader, statement);
    return position > 0 && this.#reader.textOf(statement[position] ?? -1) === 'concept';
  }

  #isName(list: readonly number[], position: number): boolean {
    const token = list[position];
    return (
      token !== undefined && this.#reader.isIdentifier(token) && !KEYWORDS.has(this.#reader.textOf(token))
    );
  }

  #isOpener(list: readonly number[], position: number): boolean {
    return OPENERS.has(this.#reader.textOf(list[position] ?? -1));
  }

  #isOpenParenthesis(list: readonly number[], position: number): boolean {
    return this.#reader.punctuation(list[position] ?? -1) === '(';
  }

  /** Blanks the identifier at `position` with its arguments. @returns the position after them */
  #blankCall(list: readonly number[], position: number): number {
    const after = this.#isOpenParenthesis(list, position + 1)
      ? closingPosition(this.#reader, list, position + 1) + 1
      : position + 1;
    this.#blankMacro(list, position, after);
    return after;
  }

  #blankMacro(list: readonly number[], position: number, after: number): void {
    const name = this.#reader.textOf(list[position] as number);
    this.#edits.blankMacro(name, this.#start(list, position), this.#endOf(list, after - 1));
  }

  #start(list: readonly number[], position: number): number {
    return this.#reader.start(list[position] as number);
  }

  #endOf(list: readonly number[], position: number): number {
    return this.#reader.end(list[position] as number);
  }
}
