import type { RustToken } from './tokens.js';

/** Goes over the tokens of a text. What is not there as it should be is told by null or false. */
export class RustTokenCursor {
  readonly text: string;
  readonly #tokens: RustToken[];
  #at = 0;

  constructor(text: string, tokens: readonly RustToken[]) {
    this.text = text;
    this.#tokens = [...tokens];
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  get next(): RustToken | null {
    return this.#tokens[this.#at] ?? null;
  }

  /** Where the next token begins; the end of the text after the last one. */
  get offset(): number {
    return this.next?.start ?? this.text.length;
  }

  /** Where the token before the next one ends. */
  get endOfLast(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  /** Of the token after the next one by default. */
  isAt(text: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return (
      (token?.kind === 'mark' || token?.kind === 'word' || token?.kind === 'lifetime') && token.text === text
    );
  }

  take(text: string): boolean {
    if (!this.isAt(text)) return false;
    this.#at++;
    return true;
  }

  /** Takes `text` where it is the beginning of the next mark: `>` of `>>`, `&` of `&&`. */
  takeBeginning(text: string): boolean {
    const token = this.next;
    if (token?.kind !== 'mark' || !token.text.startsWith(text)) return false;
    if (token.text === text) this.#at++;
    else {
      const start = token.start + text.length;
      this.#tokens[this.#at] = { ...token, text: token.text.slice(text.length), start };
    }
    return true;
  }

  takeToken<K extends RustToken['kind']>(kind: K): Extract<RustToken, { kind: K }> | null {
    const token = this.next;
    if (token?.kind !== kind) return null;
    this.#at++;
    return token as Extract<RustToken, { kind: K }>;
  }

  takeWord(): string | null {
    return this.takeToken('word')?.text ?? null;
  }

  /**
   * Takes the tokens up to one of `ends` outside of brackets, which stays.
   *
   * @param angles whether `<` and `>` are brackets
   * @returns their text; null where none of the ends follows
   */
  takeUntil(ends: readonly string[], angles = false): string | null {
    const start = this.offset;
    let depth = 0;
    for (; !this.atEnd; this.#at++) {
      const token = this.next;
      if (token?.kind !== 'mark') continue;
      if (depth === 0 && ends.includes(token.text)) return this.text.slice(start, token.start).trim();
      if (OPENING.has(token.text) || (angles && token.text === '<')) depth++;
      else if (CLOSING.has(token.text) || (angles && token.text === '>')) depth--;
      else if (angles && token.text === '>>') depth -= 2;
      if (depth < 0) return null;
    }
    return null;
  }
}

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);
