import { lexCpp, TokenKind } from '../../syntax/mask/lex-cpp.js';
import type { CppTemplateArgument, CppType } from './cpp-facts.js';

/** One word of an expression or a type: an identifier, a literal or an operator. */
export interface Word {
  readonly text: string;
  readonly kind: number;
}

const NO_WORD: Word = { text: '', kind: 0 };

/** Nesting beyond which a text is not read; generated nonsense must not exhaust the stack. */
const DEEPEST = 200;

/** Operators of one text: `1 + 1 + 1` is a tree as high as it is long. */
const MOST_OPERATORS = 500;

/** Operators of two characters that the lexer gives as two tokens; `>>` may also close two argument lists. */
const PAIRS = new Set(['||', '&&', '==', '!=', '<=', '>=', '<<', '>>']);

/** Reads the words of a short text, one after the other. */
export class TokenCursor {
  /** What was read as a type where; a text that may be an expression too is read again. */
  readonly types = new Map<number, { readonly type: CppType | null; readonly end: number }>();
  /** What was read as a list of template arguments where: a `<` may compare instead. */
  readonly lists = new Map<
    number,
    { readonly list: readonly CppTemplateArgument[] | undefined; readonly end: number }
  >();
  readonly #text: string;
  readonly #words: readonly (Word & { readonly start: number; readonly end: number })[];
  #index = 0;
  /** The first half of a `>>` is behind the cursor, which closed a list. */
  #split = false;
  #depth = 0;
  #operators = 0;
  #tooDeep = false;

  /** @param text C++ source of one expression or type alone */
  constructor(text: string) {
    const { count, kinds, starts, ends } = lexCpp(text);
    const words: { text: string; kind: number; start: number; end: number }[] = [];
    for (let i = 0; i < count; i++) {
      const start = starts[i] as number;
      const end = ends[i] as number;
      const word = { text: text.slice(start, end), kind: kinds[i] as number, start, end };
      const last = words.at(-1);
      if (last && last.end === start && PAIRS.has(`${last.text}${word.text}`)) {
        last.text += word.text;
        last.end = end;
      } else words.push(word);
    }
    this.#text = text;
    this.#words = words;
  }

  get position(): number {
    return 2 * this.#index + (this.#split ? 1 : 0);
  }

  get atEnd(): boolean {
    return this.#index >= this.#words.length;
  }

  /** The word at hand, or one behind it; an empty one at the end. */
  peek(ahead = 0): Word {
    const word = this.#words[this.#index + ahead] ?? NO_WORD;
    return ahead === 0 && this.#split ? { ...word, text: '>' } : word;
  }

  /** The text between a position and the cursor, as written. */
  textFrom(position: number): string {
    const first = this.#words[Math.floor(position / 2)];
    return first ? this.#text.slice(first.start, this.#words[this.#index - 1]?.end) : '';
  }

  isName(ahead = 0): boolean {
    return this.peek(ahead).kind === TokenKind.identifier;
  }

  next(): Word {
    const word = this.peek();
    this.#index++;
    this.#split = false;
    return word;
  }

  /** Goes past the word at hand if it is `text`. */
  take(text: string): boolean {
    if (this.peek().text !== text) return false;
    this.next();
    return true;
  }

  /** Goes past an operator between two operands; false where the text has too many of them, and for the rest of it. */
  takeOperator(): boolean {
    if (++this.#operators > MOST_OPERATORS) this.#tooDeep = true;
    if (!this.#tooDeep) this.next();
    return !this.#tooDeep;
  }

  /** Goes past one `>`, also where two of them were taken for a shift. */
  takeClosingAngle(): boolean {
    if (this.take('>')) return true;
    if (this.peek().text !== '>>') return false;
    this.#split = true;
    return true;
  }

  /** Goes back to where a reading began that did not succeed. */
  reset(position: number): void {
    this.#index = Math.floor(position / 2);
    this.#split = position % 2 === 1;
  }

  /** What `read` gives, one level further in; null where that is too deep, and for the rest of the text then. */
  nested<T>(read: () => T | null): T | null {
    if (this.#depth >= DEEPEST) this.#tooDeep = true;
    if (this.#tooDeep) return null;
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }
}
