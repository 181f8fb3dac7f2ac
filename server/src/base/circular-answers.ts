/**
 * Remembers answers to questions that may lead back to themselves, as imports do that import each other. A question
 * that is asked again while it is being answered has what the caller says for that; what was found out with this is
 * remembered until the question has its answer, and no longer.
 */
export class CircularAnswers<T> {
  readonly #answers = new Map<string, Answer<T>>();
  /** The questions that are being answered, each asked by the one before. */
  readonly #open: OpenQuestion[] = [];
  readonly #places = new Map<string, number>();

  /** @param inside what the answer is taken to be within itself */
  find(key: string, answer: () => T, inside: T): T {
    const known = this.#answers.get(key);
    if (known) {
      this.#restOn(known.rests);
      return known.value;
    }
    const place = this.#places.get(key);
    if (place !== undefined) {
      this.#restOn([place]);
      return inside;
    }
    const question: OpenQuestion = { rests: new Set(), answered: [] };
    this.#places.set(key, this.#open.length);
    this.#open.push(question);
    const value = answer();
    this.#open.pop();
    this.#places.delete(key);
    for (const each of question.answered) this.#answers.delete(each);
    const rests = [...question.rests];
    this.#answers.set(key, { value, rests });
    // The last one that was asked is the first that has its answer.
    this.#open[Math.max(...rests)]?.answered.push(key);
    this.#restOn(rests);
    return value;
  }

  /** @param places of open questions, on whose being open rests what the last one is told */
  #restOn(places: readonly number[]): void {
    const last = this.#open.length - 1;
    for (const place of places) if (place < last) this.#open[last]?.rests.add(place);
  }
}

interface Answer<T> {
  readonly value: T;
  /** The places of open questions that it rests on. */
  readonly rests: readonly number[];
}

interface OpenQuestion {
  readonly rests: Set<number>;
  /** Those whose answers are forgotten with this one. */
  readonly answered: string[];
}
