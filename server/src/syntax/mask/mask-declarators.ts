import { MacroBlanker, type Unit } from './macro-blanker.js';
import {
  afterTemplateArguments,
  beforeTemplateArguments,
  closingPosition,
  looksLikeMacro,
} from './token-reader.js';
import { BUILTINS, CLASS_KEYS, KEYWORDS, SPECIFIERS, TRAILERS } from './words.js';

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

const POINTER_QUALIFIERS: ReadonlySet<string> = new Set(['const', 'volatile', 'noexcept', '&']);

/** Words that may stand behind `operator` and are no type. */
const OPERATOR_WORDS: ReadonlySet<string> = new Set(['new', 'delete', 'co_await']);

/** Parentheses within parentheses that are followed; no declarator that people write has more. */
const DEEPEST_DECLARATOR = 40;

/**
 * Masks the macros among specifiers, declarators and parameters. A declaration has room for one type and
 * one name; where more identifiers stand in a row, some are macros, and those that are defined or written
 * as one are taken.
 */
export class DeclaratorMasker extends MacroBlanker {
  #depth = 0;

  /**
   * Specifiers, then declarators with their parameter lists.
   *
   * @param nameOptional a parameter, which needs no name
   * @param isNested in the parentheses of a declarator, whose type stands before them
   */
  protected declarators(
    list: readonly number[],
    begin: number,
    end: number,
    record: string | null,
    nameOptional: boolean,
    isNested = false,
  ): void {
    let run: Unit[] = [];
    const before = this.reader.punctuation(list[begin - 1] ?? -1);
    let hasType = this.reader.punctuation(list[begin] ?? -1) === '}' || (isNested && before === '(');
    const closeRun = (room: number): void => {
      this.#reduce(list, run, Math.max(room, 0), hasType);
      run = [];
    };
    for (let i = begin; i < end;) {
      const token = list[i] as number;
      const character = this.reader.punctuation(token);
      if (character === '*' || character === '&') {
        closeRun(hasType ? 0 : 1);
        hasType = true;
        i++;
      } else if (character === '(') {
        closeRun(hasType ? 0 : 1);
        const close = closingPosition(this.reader, list, i);
        if (this.#depth < DEEPEST_DECLARATOR) {
          this.#depth++;
          this.declarators(list, i + 1, Math.min(close, end), null, true, true);
          this.#depth--;
        }
        hasType = true;
        const open = i;
        i = close + 1;
        if (nameOptional && i < end) this.#calledName(list, close);
        if (this.isOpenParenthesis(list, i)) {
          this.#pointerQualifiers(list, open, i);
          i = this.#parameters(list, i, end);
        }
      } else if (character === '[') {
        const close = closingPosition(this.reader, list, i);
        // `regmatch_t matches[_Restrict_arr_ NELTS (n)]`: a parameter's bound means nothing.
        if (nameOptional && this.isName(list, i + 1) && this.isName(list, i + 2))
          this.edits.blank(this.endOf(list, i), this.start(list, close));
        i = close + 1;
        // Behind an array's bound the declarator has its name.
        while (!nameOptional && i < end && this.isName(list, i)) i = this.blankCall(list, i);
      } else if (character === ',') {
        closeRun(hasType ? 1 : 2);
        hasType = true;
        i++;
      } else if (character === ':') {
        if (!nameOptional && !isNested) this.#bitField(list, i, end);
        break;
      } else if (character === '=' || character === '{') {
        break;
      } else if (character === '~') {
        closeRun(0);
        i += 2;
        if (this.isOpenParenthesis(list, i)) i = this.#parameters(list, i, end);
      } else if (character !== '' && character !== '::') {
        i++;
      } else if (!this.reader.isIdentifier(token) && character !== '::') {
        i++;
      } else {
        const word = this.reader.textOf(token);
        if (SPECIFIERS.has(word)) i++;
        else if (BUILTINS.has(word) && (run.length === 0 || !this.#isDeclaredType(list, i, end))) {
          // `_Xconst char *`, `local unsigned n`: two types make none, so that the first is a macro.
          if (!hasType && this.#isDeclarator(list, i + 1, end)) run = this.#withoutMacros(list, run);
          closeRun(0);
          hasType = true;
          i++;
        } else if (word === 'decltype' || word.startsWith('__typeof') || word === 'typeof') {
          hasType = true;
          i = closingPosition(this.reader, list, i + 1) + 1;
        } else if (CLASS_KEYS.has(word)) {
          closeRun(0);
          i = this.#elaborated(list, i + 1, end);
          hasType = true;
        } else if (word === 'operator') {
          // A conversion has no type before it.
          const isConversion =
            this.reader.punctuation(list[i + 1] ?? -1) === '::' ||
            (this.reader.isIdentifier(list[i + 1] ?? -1) &&
              !OPERATOR_WORDS.has(this.reader.textOf(list[i + 1] as number)));
          closeRun(hasType || isConversion ? 0 : 1);
          if (isConversion) this.#conversionOutside(list, begin, i);
          i = this.#afterOperator(list, i, end);
          if (i < end) i = this.#parameters(list, i, end);
        } else if (KEYWORDS.has(word)) i++;
        else {
          const unit = this.unit(list, i);
          i = unit.end;
          if (this.#isMemberPointer(list, unit)) continue;
          if (!this.isOpenParenthesis(list, i) || i >= end) {
            run.push(unit);
            continue;
          }
          if (!hasType && this.#isPointerDeclarator(list, unit)) {
            run.push(unit);
            continue;
          }
          if (!hasType && run.every(({ name }) => name.startsWith('__') || looksLikeMacro(name))) {
            const isFunction = run.length > 0 && this.#isTrailedByMacro(list, unit);
            if (!isFunction && this.isMacroType(list, unit.position, end, record, nameOptional)) {
              closeRun(0);
              run.push(this.maskMacroType(list, unit.position));
              i = closingPosition(this.reader, list, i) + 1;
              continue;
            }
            const name = this.#nameInParentheses(list, unit, end, record);
            if (name !== null) {
              run.push(unit);
              closeRun(1);
              hasType = true;
              i = this.#parameters(list, name + 2, end);
              continue;
            }
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

  /** `inline Widget::operator int() const`: behind a specifier the grammar takes `operator` for the name of a type. */
  #conversionOutside(list: readonly number[], begin: number, operator: number): void {
    if (this.reader.punctuation(list[operator - 1] ?? -1) !== '::') return;
    for (let i = begin; SPECIFIERS.has(this.reader.textOf(list[i] as number)); i++)
      this.edits.blank(this.start(list, i), this.endOf(list, i));
  }

  /** `C::` before a `*`: no type, and masked with the gaps. */
  #isMemberPointer(list: readonly number[], { end }: Unit): boolean {
    return (
      this.reader.punctuation(list[end - 1] as number) === '::' &&
      this.reader.punctuation(list[end] ?? -1) === '*'
    );
  }

  /**
   * The name in `void (*done)()`, `Status (*done)(Job)` and `int (&all)[N]`: where nothing behind it is plainly a type,
   * the grammar sees calls, and in the function that has such parameters alone a variable.
   */
  #calledName(list: readonly number[], close: number): void {
    const before = this.reader.textOf(list[close - 2] as number);
    if (!this.isName(list, close - 1) || !['*', '&', 'const', 'volatile'].includes(before)) return;
    const end = closingPosition(this.reader, list, close + 1);
    const behind = list.slice(close + 2, end).map((token) => this.reader.textOf(token));
    const isArray = this.reader.punctuation(list[close + 1] as number) === '[';
    if (!isArray && !behind.every((word) => /^(?:::|[,*&]|\w+)$/.test(word) && !BUILTINS.has(word))) return;
    this.edits.blank(this.start(list, close - 1), this.endOf(list, close - 1));
  }

  /** `(C::*f)(int) const &`, `(*f)(int) noexcept`: what says more of the function type goes, the grammar has no place for it. */
  #pointerQualifiers(list: readonly number[], open: number, parameters: number): void {
    let star = open + 1;
    while (star < parameters && this.reader.punctuation(list[star] as number) !== '*') star++;
    const before = star === open + 2 || this.reader.punctuation(list[star - 1] as number);
    const isPointer = star < parameters && (before === true || before === '(' || before === '::');
    const isOfFunction = list.slice(star, parameters).some((token) => this.reader.punctuation(token) === '(');
    if (!isPointer || isOfFunction) return;
    for (let i = closingPosition(this.reader, list, parameters) + 1; i < list.length; i++) {
      const word = this.reader.textOf(list[i] as number);
      if (!POINTER_QUALIFIERS.has(word)) return;
      const isCall = word === 'noexcept' && this.isOpenParenthesis(list, i + 1);
      const last = isCall ? closingPosition(this.reader, list, i + 1) : i;
      this.edits.blank(this.start(list, i), this.endOf(list, last));
      i = last;
    }
  }

  /** `a : 3 = 1, b : 2{f()} GUARDED_BY(m)`: of bit-fields the widths. */
  #bitField(list: readonly number[], colon: number, end: number): void {
    for (let i = colon + 2; i < end; i++) {
      const isBehindNumber = this.isName(list, i) && this.reader.isLiteral(list[i - 1] as number);
      if (isBehindNumber) i = this.blankCall(list, i) - 1;
      else if (this.#isInitializer(list, i)) {
        const from = i;
        while (i < end && this.reader.punctuation(list[i] as number) !== ',')
          i = this.#afterBrackets(list, i);
        this.edits.blank(this.start(list, from), this.endOf(list, Math.min(i, end) - 1));
      } else i = this.#afterBrackets(list, i) - 1;
    }
  }

  #afterBrackets(list: readonly number[], position: number): number {
    const isOpen = ['(', '[', '{'].includes(this.reader.punctuation(list[position] as number));
    return (isOpen ? closingPosition(this.reader, list, position) : position) + 1;
  }

  #isInitializer(list: readonly number[], position: number): boolean {
    const token = list[position] as number;
    return this.reader.punctuation(token) === '{' || this.reader.isAssignment(token);
  }

  /** Whether a name or more of it follows, so that what stands before is a type for certain. */
  #isDeclarator(list: readonly number[], position: number, end: number): boolean {
    if (position >= end) return false;
    const word = this.reader.textOf(list[position] as number);
    return this.isName(list, position) || BUILTINS.has(word) || ['*', '&', '(', 'const'].includes(word);
  }

  /** `typedef __INT8_TYPE__ int8_t;`: no type of the language, but what is declared. */
  #isDeclaredType(list: readonly number[], position: number, end: number): boolean {
    return (
      this.reader.textOf(list[position] as number).endsWith('_t') &&
      !this.#isDeclarator(list, position + 1, end)
    );
  }

  /** Blanks the names of one word. @returns what is left */
  #withoutMacros(list: readonly number[], run: readonly Unit[]): Unit[] {
    for (const { position, end } of run) if (end - position === 1) this.blankMacro(list, position, end);
    return run.filter(({ position, end }) => end - position > 1);
  }

  /** `HRESULT (WINAPI *open)(int)`, `T (&all)[N]`: what stands before the parentheses is the type. */
  #isPointerDeclarator(list: readonly number[], { end, name }: Unit): boolean {
    const star = this.isName(list, end + 1) ? end + 2 : end + 1;
    const declared = this.reader.textOf(list[star + 1] ?? -1) === 'const' ? star + 2 : star + 1;
    const isPointer =
      ['*', '&'].includes(this.reader.punctuation(list[star] ?? -1)) &&
      this.isName(list, declared) &&
      this.reader.punctuation(list[declared + 1] ?? -1) === ')' &&
      ['(', '['].includes(this.reader.punctuation(list[declared + 2] ?? -1));
    if (this.#isMacroPointer(list, end)) return true;
    return isPointer && !(looksLikeMacro(name) && this.definitions.meaningOf(name) !== null);
  }

  /** `typedef Proc (APIENTRYP NAME)(int);`: the macro has the star in it. */
  #isMacroPointer(list: readonly number[], open: number): boolean {
    return (
      this.reader.textOf(list[0] ?? -1) === 'typedef' &&
      looksLikeMacro(this.reader.textOf(list[open + 1] ?? -1)) &&
      this.isName(list, open + 2) &&
      this.reader.punctuation(list[open + 3] ?? -1) === ')' &&
      this.isOpenParenthesis(list, open + 4)
    );
  }

  /**
   * `result_type (max)()`, which keeps macros of that name away: the parentheses go, in which the grammar sees a call,
   * and with them the convention in `png_uint_32 (PNGAPI png_get_valid)(int)`.
   *
   * @returns the position of the name
   */
  #nameInParentheses(list: readonly number[], type: Unit, end: number, record: string | null): number | null {
    let name = type.end + 1;
    while (this.isName(list, name) && this.isName(list, name + 1)) {
      const word = this.reader.textOf(list[name] as number);
      if (!looksLikeMacro(word) && this.definitions.meaningOf(word) === null) return null;
      name++;
    }
    const isNamed =
      this.isName(list, name) &&
      this.reader.punctuation(list[name + 1] ?? -1) === ')' &&
      this.isOpenParenthesis(list, name + 2);
    if (!isNamed || name + 2 >= end || type.name === record) return null;
    if (looksLikeMacro(type.name) || this.definitions.meaningOf(type.name) !== null) return null;
    this.edits.blank(this.start(list, type.end), this.endOf(list, type.end));
    for (let i = type.end + 1; i < name; i++) this.blankMacro(list, i, i + 1);
    this.edits.blank(this.start(list, name + 1), this.endOf(list, name + 1));
    return name;
  }

  /** `umask (__mode_t __mask) __THROW`: of the two the one that is written as a macro is one. */
  #isTrailedByMacro(list: readonly number[], { end, name }: Unit): boolean {
    const after = closingPosition(this.reader, list, end) + 1;
    const word = this.reader.textOf(list[after] ?? -1);
    return !looksLikeMacro(name) && (looksLikeMacro(word) || /^__[a-z]+$/.test(word));
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
    const close = closingPosition(this.reader, list, open);
    const previous = run.at(-1);
    if (
      !hasType &&
      run.length === 0 &&
      looksLikeMacro(unit.name) &&
      this.isTypeOfMacro(list, unit.position, close + 1)
    ) {
      this.edits.blankMacro(unit.name, this.start(list, unit.position), this.endOf(list, open));
      this.edits.blank(this.start(list, close), this.endOf(list, close));
      return { position: open + 1, name: false, constructor: false };
    }
    if (this.#isRedirection(list, open, close)) {
      this.edits.blankMacro(unit.name, this.start(list, unit.position), this.endOf(list, open));
      this.edits.blank(this.start(list, open + 2), this.endOf(list, open + 2));
      this.edits.blank(this.start(list, close - 2), this.endOf(list, close));
      this.#parameters(list, open + 3, close - 2);
      return { position: this.#trailers(list, close + 1, end), name: true, constructor: false };
    }
    const isFull = run.length >= (hasType ? 1 : 2);
    if ((previous || hasType) && this.#isPrototypeMacro(list, unit.name, open)) {
      this.edits.blankMacro(unit.name, this.start(list, unit.position), this.endOf(list, open));
      this.edits.blank(this.start(list, close), this.endOf(list, close));
      this.#parameters(list, open + 1, close);
      return { position: close + 1, name: false, constructor: false };
    }
    // No macro is qualified.
    const isBare = unit.end - unit.position === 1;
    const isDecorator = isBare && (this.definitions.meaningOf(unit.name)?.startsWith('decorator') ?? false);
    const followed = close + 1 < end && (this.isName(list, close + 1) || this.isOpener(list, close + 1));
    const isWrittenAsMacro = isBare && looksLikeMacro(unit.name);
    const isTrailing = isFull && previous !== undefined && isWrittenAsMacro && !looksLikeMacro(previous.name);
    const isQualified = close + 1 < end && this.reader.textOf(list[close + 1] as number) === 'const';
    const isParameterMacro = nameOptional && (followed || isQualified || run.length > 0 || hasType);
    if (isDecorator || isTrailing || (isWrittenAsMacro && (followed || isParameterMacro))) {
      this.blankMacro(list, unit.position, close + 1);
      return { position: close + 1, name: false, constructor: false };
    }
    const last = list[unit.end - 1] as number;
    const lastWord = this.reader.textOf(last);
    const outer = beforeTemplateArguments(this.reader, list, unit.end - 3);
    const qualifier = outer >= unit.position ? this.reader.textOf(list[outer] as number) : null;
    return {
      position: this.#parameters(list, open, end),
      name: true,
      constructor: lastWord === record || (lastWord === qualifier && qualifier !== null),
    };
  }

  /** `OF((int, char *))`: known by name, or written as a macro around what can only be parameters. */
  #isPrototypeMacro(list: readonly number[], name: string, open: number): boolean {
    if (!this.isOpenParenthesis(list, open + 1)) return false;
    if (PROTOTYPE_MACROS.has(name)) return true;
    const close = closingPosition(this.reader, list, open + 1);
    if (!looksLikeMacro(name) || close + 1 !== closingPosition(this.reader, list, open)) return false;
    const inner = list.slice(open + 2, close);
    // `NOEXCEPT_IF((traits<void(T *)>::is_noexcept))`: older than templates are such macros.
    return (
      inner.some(
        (token) => BUILTINS.has(this.reader.textOf(token)) || this.reader.punctuation(token) === '*',
      ) && !inner.some((token) => ['<', '::'].includes(this.reader.punctuation(token)))
    );
  }

  /** glibc's `__REDIRECT (name, (parameters), alias)`. */
  #isRedirection(list: readonly number[], open: number, close: number): boolean {
    return (
      this.isName(list, open + 1) &&
      this.reader.punctuation(list[open + 2] ?? -1) === ',' &&
      this.isOpenParenthesis(list, open + 3) &&
      closingPosition(this.reader, list, open + 3) === close - 3 &&
      this.reader.punctuation(list[close - 2] ?? -1) === ',' &&
      this.isName(list, close - 1)
    );
  }

  /** The parameter list that opens here and what trails it. */
  #parameters(list: readonly number[], open: number, end: number): number {
    const close = Math.min(closingPosition(this.reader, list, open), end - 1);
    let begin = open + 1;
    for (let i = begin; i <= close; i++) {
      const character = this.reader.punctuation(list[i] as number);
      if (i === close || character === ',') {
        if (begin < i && this.#depth < DEEPEST_DECLARATOR) {
          this.#depth++;
          this.declarators(list, begin, i, null, true);
          this.#depth--;
        }
        begin = i + 1;
      } else if (character === '(' || character === '[' || character === '{') {
        i = closingPosition(this.reader, list, i);
      } else if (character === '<') {
        i = Math.max(afterTemplateArguments(this.reader, list, i) - 1, i);
      }
    }
    return this.#trailers(list, close + 1, end);
  }

  /** After a parameter list every identifier that is no keyword is a macro: `__THROW __nonnull ((1))`. */
  #trailers(list: readonly number[], position: number, end: number): number {
    let i = position;
    while (i < end) {
      const token = list[i] as number;
      const character = this.reader.punctuation(token);
      if (character === '&') i++;
      else if (character === '(' || character === '[') i = closingPosition(this.reader, list, i) + 1;
      else if (character === ',') return i;
      else if (!this.reader.isIdentifier(token)) return end;
      else {
        const word = this.reader.textOf(token);
        if (TRAILERS.has(word)) i++;
        else if (word === 'noexcept' || word === 'throw') {
          i = this.isOpenParenthesis(list, i + 1) ? closingPosition(this.reader, list, i + 1) + 1 : i + 1;
        } else if (KEYWORDS.has(word)) return end;
        else if (this.#isPrototypeMacro(list, word, i + 1)) {
          const close = closingPosition(this.reader, list, i + 1);
          this.edits.blankMacro(word, this.start(list, i), this.endOf(list, i + 1));
          this.edits.blank(this.start(list, close), this.endOf(list, close));
          this.#parameters(list, i + 2, close);
          i = close + 1;
        } else i = this.blankCall(list, i);
      }
    }
    return end;
  }

  /** `struct EXPORT Name` without a body: a macro only where it is known or ends as such macros do. */
  #elaborated(list: readonly number[], position: number, end: number): number {
    let i = position;
    if (CLASS_KEYS.has(this.reader.textOf(list[i] ?? -1))) i++;
    while (i < end - 1 && this.isName(list, i) && this.isName(list, i + 1)) {
      const name = this.reader.textOf(list[i] as number);
      const isDecorator = this.definitions.meaningOf(name)?.startsWith('decorator') ?? false;
      if (!isDecorator && !/^[A-Z][A-Z0-9_]*(?:_API|_EXPORT|_EXPORTS|_DLL|_PUBLIC|_VISIBLE)$/.test(name))
        break;
      this.blankMacro(list, i, i + 1);
      i++;
    }
    return i < end && (this.isName(list, i) || this.reader.punctuation(list[i] as number) === '::')
      ? this.unit(list, i).end
      : i;
  }

  /** Blanks as many units as have no room; those that are macros first, of equals the leftmost. */
  #reduce(list: readonly number[], run: readonly Unit[], room: number, hasType: boolean): void {
    // So it is nearly always.
    if (run.length <= room && !run.some((unit) => this.#isKnownMacro(unit))) return;
    const candidates = run
      .map((unit, index) => ({ unit, index, rank: this.#rank(unit, index === run.length - 1, hasType) }))
      .sort((a, b) => b.rank - a.rank || a.index - b.index);
    const known = candidates.filter(({ rank }) => rank === 4).length;
    for (const { unit, rank } of candidates.slice(0, Math.max(run.length - room, known))) {
      if (rank >= 0) this.blankMacro(list, unit.position, unit.end);
    }
  }

  #isKnownMacro({ name, position, end }: Unit): boolean {
    const meaning = end - position > 1 ? null : this.definitions.meaningOf(name);
    return meaning !== null && meaning !== 'other';
  }

  #rank(unit: Unit, isLast: boolean, hasType: boolean): number {
    const { name, position, end } = unit;
    if (end - position > 1) return -1;
    if (this.#isKnownMacro(unit)) return 4;
    if (looksLikeMacro(name)) return 3;
    if (name.startsWith('__')) return 2;
    if (isLast) return -1;
    return hasType ? 1 : 0;
  }

  #afterOperator(list: readonly number[], position: number, end: number): number {
    const next = this.reader.punctuation(list[position + 1] ?? -1);
    if (next === '(' || next === '[') return position + 3;
    let i = position + 1;
    while (i < end && !this.isOpenParenthesis(list, i)) i++;
    return i;
  }
}
