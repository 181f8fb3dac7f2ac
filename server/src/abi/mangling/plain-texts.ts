import type { CppAbiType } from '../model.js';

/** Long enough for every text that something other than itself is compared with. */
const LONGEST = 200;

/**
 * Texts that identify types, which are made once for each type. A long one is replaced by a number of its own, so
 * that they stay short where each type names the one before twice.
 */
export class PlainTexts {
  readonly #byType = new WeakMap<CppAbiType, Map<string, string>>();
  readonly #numbers = new Map<string, string>();

  /**
   * @param write the text, in which those of other types may stand
   * @param position where it stands, if that makes a difference
   */
  of(type: CppAbiType, write: () => string, position = ''): string {
    const texts = this.#byType.get(type) ?? new Map<string, string>();
    this.#byType.set(type, texts);
    const known = texts.get(position);
    if (known !== undefined) return known;
    const text = this.#shortened(write());
    texts.set(position, text);
    return text;
  }

  /** No mangled name has a `#`. */
  #shortened(text: string): string {
    if (text.length <= LONGEST) return text;
    const number = this.#numbers.get(text) ?? `#${this.#numbers.size};`;
    this.#numbers.set(text, number);
    return number;
  }
}
