const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['<', '>'],
]);
const CLOSINGS: ReadonlySet<string> = new Set(CLOSING.values());

/** The brackets that are open in a run of tokens that may be broken; each token costs constant time. */
export class OpenBrackets {
  readonly #closings: string[] = [];
  readonly #counts = new Map<string, number>();

  get isEmpty(): boolean {
    return this.#closings.length === 0;
  }

  /** What closes the innermost bracket; undefined where none is open. */
  get innermost(): string | undefined {
    return this.#closings.at(-1);
  }

  /** True for a closing bracket whose opening one was not seen. */
  isUnopened(text: string): boolean {
    return CLOSINGS.has(text) && !this.#counts.get(text);
  }

  /** Takes the next token. A closing bracket also ends those within it that were never closed. */
  see(text: string): void {
    const closing = CLOSING.get(text);
    if (closing !== undefined) {
      this.#closings.push(closing);
      this.#count(closing, 1);
    } else if (CLOSINGS.has(text) && !this.isUnopened(text)) {
      let closed;
      do {
        closed = this.#closings.pop() ?? text;
        this.#count(closed, -1);
      } while (closed !== text);
    }
  }

  #count(closing: string, change: number): void {
    this.#counts.set(closing, (this.#counts.get(closing) ?? 0) + change);
  }
}
