import type { CppFacts } from '../facts/cpp/cpp-facts.js';

/** Texts kept; a header of macros has some hundred. */
const MOST_KEPT = 4096;

/**
 * What the texts that macros come to declare. They are read as files are: whoever lacks one says so, and asks again
 * when it was read. Equal texts have equal facts, so nothing makes them stale.
 */
export class MacroTexts {
  readonly #onLookup: (name: string) => void;
  /** The one that was asked for last is last. */
  readonly #facts = new Map<string, CppFacts>();
  #wanted = new Set<string>();

  constructor(onLookup: (name: string) => void) {
    this.#onLookup = onLookup;
  }

  /** Says that an answer rests on the facts of a text. */
  observe(text: string): void {
    this.#onLookup(textKey(text));
  }

  /** The facts of a text; null until it was read. */
  factsOf(text: string): CppFacts | null {
    this.observe(text);
    const facts = this.#facts.get(text);
    if (!facts) {
      this.#wanted.add(text);
      return null;
    }
    this.#facts.delete(text);
    this.#facts.set(text, facts);
    return facts;
  }

  /** @returns what an observer sees of a question for the text */
  set(text: string, facts: CppFacts): string {
    this.#facts.set(text, facts);
    const [oldest] = this.#facts.keys();
    if (this.#facts.size > MOST_KEPT && oldest !== undefined) this.#facts.delete(oldest);
    return textKey(text);
  }

  /** The texts that were asked for in vain since the last call. */
  takeWanted(): ReadonlySet<string> {
    const wanted = this.#wanted;
    this.#wanted = new Set();
    return wanted;
  }
}

/** No identifier, so that it is no other question. */
const textKey = (text: string): string => `expands ${text}`;
