import { lexCpp, TokenKind } from '../../syntax/mask/lex-cpp.js';

/** One word of an expression or a type: an identifier, a literal or an operator. */
export interface Word {
  readonly text: string;
  readonly kind: number;
}

const NO_WORD: Word = { text: '', kind: 0 };

/** Operators of two characters that the lexer gives as two tokens; `>>` may also close two argument lists. */
const PAIRS = new Set(['||', '&&', '==', '!=', '<=', '>=', '<<', '>>']);

/** Reads the words of a short text, one after the other. */
export class TokenCursor {
  readonly #words: Word[];
  #position = 0;

  /** @param text C++ source of one expression or type alone */
  constructor(text: string) {
    const { count, kinds, starts, ends } = lexCpp(text);
    const words: { text: string; kind: number; end: number }[] = [];
    for (let i = 0; i < count; i++) {
      const start = starts[i] as number;
      const end = ends[i] as number;
      const word = { text: text.slice(start, end), kind: kinds[i] as number, end };
      const last = words.at(-1);
      if (last && last.end === start && PAIRS.has(`${last.text}${word.text}`)) {
        last.text += word.text;
        last.end = end;
      } else words.push(word);
    }
    this.#words = words;
  }

  get position(): number {
    return this.#position;
  }

  get atEnd(): boolean {
    return this.#position >= this.#words.length;
  }

  /** The word at hand, or one behind it; an empty one at the end. */
  peek(ahead = 0): Word {
    return this.#words[this.#position + ahead] ?? NO_WORD;
  }

  isName(ahead = 0): boolean {
    return this.peek(ahead).kind === TokenKind.identifier;
  }

  next(): Word {
    const word = this.peek();
    this.#position++;
    return word;
  }

  /** Goes past the word at hand if it is `text`. */
  take(text: string): boolean {
    if (this.peek().text !== text) return false;
    this.#position++;
    return true;
  }

  /** Goes past one `>`, also where two of them were taken for a shift. */
  takeClosingAngle(): boolean {
    if (this.take('>')) return true;
    const word = this.peek();
    if (word.text !== '>>') return false;
    this.#words.splice(this.#position, 1, { ...word, text: '>' });
    return true;
  }

  /** Goes back to where a reading began that did not succeed. */
  reset(position: number): void {
    this.#position = position;
  }
}
