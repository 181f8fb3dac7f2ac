type Level = WeakMap<object, Level | { readonly answer: unknown }>;

/** Answers about several objects at once, kept for as long as all of them live. */
export class WeakMemory<Keys extends readonly [object, ...object[]], T> {
  readonly #root: Level = new WeakMap();

  /** What was computed for these very objects before, else what `compute` gives now. */
  recall(keys: Keys, compute: () => T): T {
    let level = this.#root;
    const last = keys[keys.length - 1] as object;
    for (const key of keys.slice(0, -1)) {
      const next = level.get(key) as Level | undefined;
      if (next) level = next;
      else level.set(key, (level = new WeakMap()));
    }
    const known = level.get(last) as { readonly answer: T } | undefined;
    if (known) return known.answer;
    const answer = compute();
    level.set(last, { answer });
    return answer;
  }
}
