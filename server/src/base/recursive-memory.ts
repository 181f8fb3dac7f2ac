/** An answer that is there, or the place in the stack of the question that is being answered. */
export type Remembered<V> =
  | { readonly kind: 'open'; readonly level: number }
  | { readonly kind: 'answer'; readonly value: V; readonly restsOn: number };

/** Why a question has no answer: it leads to itself, or to too many others in a row. */
export type DeadEnd = 'circle' | 'depth';

/** What one question takes of the stack, next to one level of an expression in it. */
const QUESTION_COST = 4;
/** Enough for 200 questions in a row, far below what exhausts the stack. */
const MAXIMUM_COST = 200 * QUESTION_COST;
/** What an answer rests on that no open question can say again. */
const NOTHING = Number.POSITIVE_INFINITY;
const THE_BEGINNING = -1;

/**
 * Answers questions that lead to one another, each once. A question that leads to itself, or too deep, gets a
 * stopgap; what was answered with the help of one is remembered only as long as the question that made it
 * necessary is open, so that nothing depends on which question came first.
 */
export class RecursiveMemory {
  #level = 0;
  #cost = 0;
  /** The lowest level whose stopgap the innermost open question has used. */
  #restsOn = NOTHING;
  readonly #provisional: (() => void)[] = [];

  /**
   * @param memory of all questions of this kind, by what tells them apart
   * @param stopgap the answer where there is none
   * @param nesting levels of an expression that have been gone into since the question before
   */
  answer<K, V>(
    memory: Map<K, Remembered<V>>,
    key: K,
    compute: () => V,
    stopgap: (why: DeadEnd) => V,
    nesting = 0,
  ): V {
    const known = memory.get(key);
    if (known) {
      this.#rest(known.kind === 'open' ? known.level : known.restsOn);
      return known.kind === 'open' ? stopgap('circle') : known.value;
    }
    const cost = QUESTION_COST + nesting;
    if (this.#cost + cost > MAXIMUM_COST) {
      this.giveUp();
      return stopgap('depth');
    }
    const level = this.#level;
    const before = { restsOn: this.#restsOn, provisional: this.#provisional.length };
    memory.set(key, { kind: 'open', level });
    this.#level++;
    this.#cost += cost;
    this.#restsOn = NOTHING;
    let answered = false;
    try {
      const value = compute();
      const restsOn = this.#restsOn < level ? this.#restsOn : NOTHING;
      memory.set(key, { kind: 'answer', value, restsOn });
      // What used this question's stopgap has a better answer now.
      if (restsOn === NOTHING) this.#forget(before.provisional);
      else this.#provisional.push(() => memory.delete(key));
      answered = true;
      return value;
    } finally {
      if (!answered) memory.delete(key);
      this.#level--;
      this.#cost -= cost;
      const own = this.#restsOn < level ? this.#restsOn : NOTHING;
      this.#restsOn = Math.min(before.restsOn, own);
      if (level === 0) {
        this.#forget(0);
        this.#restsOn = NOTHING;
      }
    }
  }

  /** Says that the answer to every open question depends on how many of them there are. */
  giveUp(): void {
    if (this.#level > 0) this.#rest(THE_BEGINNING);
  }

  #rest(level: number): void {
    this.#restsOn = Math.min(this.#restsOn, level);
  }

  #forget(from: number): void {
    for (const forget of this.#provisional.splice(from)) forget();
  }
}
