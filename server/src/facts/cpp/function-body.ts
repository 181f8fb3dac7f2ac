import type { LineIndex } from '../../base/line-index.js';
import type { Range } from '../../base/range.js';
import type { CppParameter, CppType } from './cpp-facts.js';
import { declaresName, MacroGuards, opensHandler } from './body-names.js';
import { bodyTokens, type BodyTokens } from './body-tokens.js';
import { mayLeave, type Thrown } from './exception-handlers.js';
import { mayGiveNull, nullArguments, type NullArgument } from './null-arguments.js';
import { mayRetain, retainedParameters, type RetainedParameter } from './retained-parameters.js';

/** What of a function's body matters to who calls it from Rust. */
export interface CppBody {
  /** The first expression of which an exception leaves the function. */
  readonly throws?: CppThrow;
  /** The first `return nullptr;`, of a function that returns a pointer. */
  readonly returnsNull?: Range;
  /** Of a function with C linkage or outside of any scope: what it calls by name where no handler is around, the first call of each. */
  readonly calls?: readonly CppCall[];
  /** Parameters of which it keeps a pointer. */
  readonly retains?: readonly RetainedParameter[];
  /** Null pointers that it gives to functions. */
  readonly givesNull?: readonly NullArgument[];
}

export interface CppThrow {
  /** `throw std::runtime_error`, `std::stoi`, `names.at` */
  readonly what: string;
  readonly range: Range;
}

export interface CppCall {
  /** As written: `detail::parse`. */
  readonly path: readonly string[];
  readonly range: Range;
}

/** What is asked of a body. */
export interface BodyQuestion {
  /** The file. */
  readonly text: string;
  readonly lines: LineIndex;
  /** From the `{`, or the `try` of a function that is one, to the end of what belongs to it. */
  readonly start: number;
  readonly end: number;
  readonly parameters: readonly CppParameter[];
  readonly returnsPointer: boolean;
  /** Whether what throws is asked for, and with it the calls. */
  readonly throws: boolean;
  readonly wantsCalls: boolean;
  /** Macros of the file that stand for a `try` or a `catch`. */
  readonly handlerMacros: ReadonlySet<string>;
}

/** What a body holds that throws. */
const THROWING = /\bthrow\b|(?:\.|->)\s*at\s*\(|\bstd\s*::\s*(?:sto|any_cast|get)/;
const NULL = /\breturn\s*(?:nullptr|NULL|0)\s*;/;

/** Words of which a text has one that holds any of that. */
export const THROWING_WORDS: readonly string[] = [
  ...['throw', 'at', 'get', 'any_cast'],
  ...['stoi', 'stol', 'stoul', 'stoll', 'stoull', 'stof', 'stod', 'stold'],
];

/** Whether anything in the file may throw: only then its bodies are looked into for that. */
export const mayThrow = (text: string): boolean => THROWING.test(text);

/** Whether anything in the text may return a null pointer. */
export const mayReturnNull = (text: string): boolean => NULL.test(text);

/**
 * Reads the body of a function, only as far as its words promise anything. What stands in branches of `#if` and of
 * `if constexpr`, in lambdas and in classes within it is left out: nothing there says that it is run by the call.
 *
 * @returns null where it holds nothing of interest, or cannot be followed
 * @see C++ [except.handle], [except.throw]
 */
export function readBody(question: BodyQuestion): CppBody | null {
  const body = question.text.slice(question.start, question.end);
  const asksForLeaving = mayLeaveBody(body, question);
  const asksForRetained = mayRetain(body, question);
  const asksForNulls = mayGiveNull(body);
  if (!asksForLeaving && !asksForRetained && !asksForNulls) return null;
  const tokens = bodyTokens(body);
  if (!tokens) return null;
  const left = asksForLeaving && new BodyReader(tokens, question, new MacroGuards(tokens, body)).read();
  const retains = asksForRetained ? retainedParameters(tokens, question) : [];
  const givesNull = asksForNulls ? nullArguments(tokens, question) : [];
  if (!left && retains.length + givesNull.length === 0) return null;
  return {
    ...(left && left),
    ...(retains.length > 0 && { retains }),
    ...(givesNull.length > 0 && { givesNull }),
  };
}

/** Whether anything may leave it that is asked for: exceptions, calls that may let one out, nulls. */
function mayLeaveBody(body: string, { returnsPointer, throws, wantsCalls }: BodyQuestion): boolean {
  if (returnsPointer && mayReturnNull(body)) return true;
  return throws && (wantsCalls ? body.includes('(') : THROWING.test(body));
}

/** Something of a body by which an exception may leave it. */
interface Escape extends Thrown {
  readonly kind: 'throw' | 'call';
  readonly what: string;
  readonly path: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** `try` within `try`; far more than people write. */
const DEEPEST = 64;

class BodyReader {
  readonly #tokens: BodyTokens;
  readonly #question: BodyQuestion;
  readonly #guards: MacroGuards;
  /** Names of parameters, and those that the body declares. */
  readonly #declared = new Set<string>();
  /** Variables and parameters of classes of `std`, by name. */
  readonly #library = new Map<string, string>();
  /** The token of the last one that was found. */
  #noted = -1;
  #null: Range | null = null;
  #depth = 0;
  #unreadable = false;

  constructor(tokens: BodyTokens, question: BodyQuestion, guards: MacroGuards) {
    this.#tokens = tokens;
    this.#question = question;
    this.#guards = guards;
    for (const { name, type } of question.parameters) {
      const known = libraryClass(type);
      if (name) this.#declared.add(name);
      if (name && known) this.#library.set(name, known);
    }
    for (let i = 0; i < tokens.count; i++) {
      if (declaresName(tokens, i)) this.#declared.add(tokens.word(i));
      if (question.handlerMacros.has(tokens.word(i))) this.#unreadable = true;
    }
  }

  read(): CppBody | null {
    const escapes = this.#walk(0, this.#tokens.count);
    if (this.#unreadable) return null;
    const thrown = escapes.find(({ kind }) => kind === 'throw');
    const calls = new Map<string, CppCall>();
    for (const { kind, path, from, to } of escapes) {
      const name = path.join('::');
      if (kind === 'call' && !calls.has(name)) calls.set(name, { path, range: this.#rangeOf(from, to) });
    }
    const result: CppBody = {
      ...(thrown && { throws: { what: thrown.what, range: this.#rangeOf(thrown.from, thrown.to) } }),
      ...(this.#null && { returnsNull: this.#null }),
      ...(calls.size > 0 && { calls: [...calls.values()] }),
    };
    return Object.keys(result).length > 0 ? result : null;
  }

  /** What may leave the tokens between two of them. */
  #walk(first: number, end: number): Escape[] {
    if (this.#depth >= DEEPEST) this.#unreadable = true;
    if (this.#unreadable) return [];
    this.#depth++;
    const escapes: Escape[] = [];
    for (let i = first; i < end; i++) {
      const past = this.#skip(i);
      if (past !== null) {
        i = past;
        continue;
      }
      if (this.#word(i) === 'try' && this.#word(i + 1) === '{') {
        i = this.#try(i + 1, escapes);
        continue;
      }
      if (opensHandler(this.#word(i)) && /^[;{}]?$/.test(this.#word(i - 1))) this.#unreadable = true;
      this.#noteVariable(i);
      this.#noteNull(i);
      const escape = this.#thrownAt(i) ?? this.#callAt(i);
      if (escape && !this.#tokens.isConditional(i) && !this.#guards.mayGuard(i)) escapes.push(escape);
    }
    this.#depth--;
    return escapes;
  }

  /**
   * A `try` with its handlers.
   *
   * @param open its `{`
   * @returns the last of its tokens
   */
  #try(open: number, escapes: Escape[]): number {
    let close = this.#tokens.partner(open);
    const inside = this.#walk(open + 1, close);
    const handlers: string[] = [];
    const fromHandlers: Escape[] = [];
    while (this.#word(close + 1) === 'catch' && this.#word(close + 2) === '(') {
      const parameter = this.#tokens.partner(close + 2);
      handlers.push(this.#tokens.textBetween(close + 3, parameter));
      if (this.#word(parameter + 1) !== '{') break;
      close = this.#tokens.partner(parameter + 1);
      fromHandlers.push(...this.#walk(parameter + 2, close));
    }
    escapes.push(...inside.filter((each) => mayLeave(each, handlers)), ...fromHandlers);
    return close;
  }

  /** The last token of a part of which nothing says that the call runs it, or that it does so outside of handlers. */
  #skip(i: number): number | null {
    const word = this.#word(i);
    if (word === '[') return this.#endOfLambda(i);
    if (/^(?:struct|class|union)$/.test(word)) {
      for (let j = i + 1; j < this.#tokens.count && !/^[;=)(,>]$/.test(this.#word(j)); j++)
        if (this.#word(j) === '{') return this.#tokens.partner(j);
      return null;
    }
    if (/^(?:noexcept|sizeof|decltype|alignof|typeid)$/.test(word) && this.#word(i + 1) === '(')
      return this.#tokens.partner(i + 1);
    if (word === 'if' && this.#word(i + 1) === 'constexpr') return this.#endOfIf(i);
    return this.#guards.endOfArguments(i);
  }

  /** The last token of an `if` with its branches; of one without braces it is the next `;`. */
  #endOfIf(first: number): number {
    for (let i = first; ;) {
      if (this.#word(i) === 'if') {
        i++;
        while (/^(?:constexpr|consteval|!)$/.test(this.#word(i))) i++;
        if (this.#word(i) === '(') i = this.#tokens.partner(i) + 1;
      }
      while (i < this.#tokens.count && !/^[;{}]$/.test(this.#word(i))) i++;
      const end = this.#word(i) === '{' ? this.#tokens.partner(i) : i;
      if (this.#word(end + 1) !== 'else') return this.#word(end) === '}' && end === i ? end - 1 : end;
      i = end + 2;
    }
  }

  #endOfLambda(open: number): number | null {
    if (this.#word(open + 1) === '[' || /^(?:[\w$]+|[\])])$/.test(this.#word(open - 1))) {
      if (!/^(?:return|throw|co_return|co_yield|case|else|do)$/.test(this.#word(open - 1))) return null;
    }
    let i = this.#tokens.partner(open) + 1;
    for (; i < this.#tokens.count && !/^[;,)\]}]$/.test(this.#word(i)); i++) {
      if (this.#word(i) === '{') return this.#tokens.partner(i);
      if (this.#word(i) === '(') i = this.#tokens.partner(i);
    }
    return null;
  }

  /** `std::vector<int> &names`; another variable of that name, in a block within, is of another class. */
  #noteVariable(i: number): void {
    if (declaresName(this.#tokens, i)) {
      if (this.#noted !== i) this.#library.delete(this.#word(i));
      return;
    }
    if (this.#word(i) !== 'std' || this.#word(i + 1) !== '::') return;
    let next = this.#pastArguments(i + 3);
    while (/^(?:const|[&*])$/.test(this.#word(next))) next++;
    if (!this.#tokens.isIdentifier(next)) return;
    this.#library.set(this.#word(next), this.#word(i + 2));
    this.#noted = next;
  }

  /** Behind a `<…>` at the token, or the token itself. */
  #pastArguments(i: number): number {
    if (this.#word(i) !== '<') return i;
    let depth = 0;
    for (let j = i; j < this.#tokens.count && !/^[;{}]$/.test(this.#word(j)); j++) {
      if (this.#word(j) === '(') j = this.#tokens.partner(j);
      else if (this.#word(j) === '<') depth++;
      else if (this.#word(j) === '>' && --depth === 0) return j + 1;
    }
    return i;
  }

  #noteNull(i: number): void {
    if (this.#null || !this.#question.returnsPointer || this.#word(i) !== 'return') return;
    if (!/^(?:nullptr|NULL|0)$/.test(this.#word(i + 1)) || this.#word(i + 2) !== ';') return;
    if (!this.#tokens.isConditional(i)) this.#null = this.#rangeOf(i, i + 2);
  }

  #thrownAt(i: number): Escape | null {
    const word = this.#word(i);
    if (word === 'throw') return this.#throwAt(i);
    if (word === 'std' && this.#word(i + 1) === '::') return this.#libraryCallAt(i);
    const access = this.#word(i + 1);
    if (!/^(?:\.|->)$/.test(access) || this.#word(i + 2) !== 'at' || this.#word(i + 3) !== '(') return null;
    if (/^(?:\.|->|::)$/.test(this.#word(i - 1)) || !CHECKED.test(this.#library.get(word) ?? '')) return null;
    return thrown(`${word}${access}at`, i, i + 3, ['std::out_of_range']);
  }

  /** `std::stoi(text)`, `std::any_cast<int>(value)`, `std::get<int>(value)` */
  #libraryCallAt(i: number): Escape | null {
    const name = this.#word(i + 2);
    const open = this.#pastArguments(i + 3);
    if (this.#word(open) !== '(') return null;
    const call = (types: readonly string[]): Escape => thrown(`std::${name}`, i, i + 3, types);
    if (/^sto(?:i|u?ll?|f|d|ld)$/.test(name)) return call(['std::invalid_argument', 'std::out_of_range']);
    const argument = this.#library.get(this.#word(open + 1));
    if (this.#word(open + 2) !== ')') return null;
    if (name === 'any_cast' && argument === 'any') return call(['std::bad_any_cast']);
    if (name === 'get' && argument === 'variant') return call(['std::bad_variant_access']);
    return null;
  }

  #throwAt(i: number): Escape {
    let end = i + 1;
    while (this.#tokens.isIdentifier(end) || this.#word(end) === '::') end++;
    const name = this.#tokens.textBetween(i + 1, end);
    const isMade = name !== '' && /^[({]$/.test(this.#word(this.#pastArguments(end)));
    const literal = this.#word(i + 2) === ';' ? this.#typeOfLiteral(i + 1) : null;
    const types = isMade && this.#word(end) !== '<' ? [name] : literal;
    return isMade ? thrown(`throw ${name}`, i, end, types) : thrown('throw', i, i + 1, types);
  }

  #typeOfLiteral(i: number): readonly string[] | null {
    if (/^"/.test(this.#word(i))) return ['const char*'];
    return /^\d{1,9}$/.test(this.#word(i)) ? ['int'] : null;
  }

  /** `f(` and `ns::f(; `T x(1)`, `x.f(1)` and `new T(1)` are none. */
  #callAt(i: number): Escape | null {
    if (!this.#question.wantsCalls || !this.#tokens.isIdentifier(i)) return null;
    const before = this.#word(i - 1);
    if (/^(?:\.|->|::|[\w$]+|[>*&~])$/.test(before) && !/^(?:return|else|do|throw)$/.test(before))
      return null;
    const path = [this.#word(i)];
    let end = i + 1;
    for (; this.#word(end) === '::' && this.#tokens.isIdentifier(end + 1); end += 2)
      path.push(this.#word(end + 1));
    const [first = ''] = path;
    if (this.#word(end) !== '(' || NO_CALL.test(first) || first === 'std') return null;
    if (this.#declared.has(first)) return null;
    return { kind: 'call', what: path.join('::'), path, from: i, to: end, types: null };
  }

  #word(i: number): string {
    return this.#tokens.word(i);
  }

  #rangeOf(from: number, to: number): Range {
    const { lines, start } = this.#question;
    return lines.rangeOf(start + this.#tokens.startOf(from), start + this.#tokens.endOf(to - 1));
  }
}

const thrown = (what: string, from: number, to: number, types: Thrown['types']): Escape => ({
  kind: 'throw',
  what,
  path: [],
  from,
  to,
  types,
});

/** Classes of `std` whose `at` is checked. */
const CHECKED =
  /^(?:vector|array|deque|(?:basic_)?string(?:_view)?|u(?:8|16|32)string(?:_view)?|wstring(?:_view)?|(?:unordered_)?map)$/;

const NO_CALL =
  /^(?:if|for|while|switch|return|catch|assert|static_assert|alignas|static_cast|reinterpret_cast|const_cast|dynamic_cast|int|bool|char|void|float|double|long|short|unsigned|signed|auto)$/;

/** `vector` of `const std::vector<int> &`; null where it is no class of `std`. */
function libraryClass(type: CppType): string | null {
  if (type.kind === 'reference') return libraryClass(type.referent);
  if (type.kind === 'pointer') return libraryClass(type.pointee);
  if (type.kind !== 'named') return null;
  const [first, second, ...others] = type.name.segments;
  return first?.name === 'std' && second && others.length === 0 ? second.name : null;
}
