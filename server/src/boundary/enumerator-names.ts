/**
 * Pairs enumerators of two languages by their names: `FOO_BAR_BAZ`, `kBarBaz` and `BarBaz` are one name. On each side a
 * prefix of words may be left out; those are taken with which most names find a partner.
 *
 * @returns for each Rust name the C++ names that it stands for: one, or several that differ in letters' case or `_` alone
 */
export function pairEnumerators(
  rust: readonly string[],
  cpp: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const rustWords = rust.map(wordsOf);
  const cppWords = cpp.map(wordsOf);
  let best: ReadonlyMap<string, readonly string[]> = new Map();
  for (const cppPrefix of prefixesOf(cppWords)) {
    const byName = new Map<string, string[]>();
    cppWords.forEach((words, i) => {
      const key = without(cppPrefix, words);
      const known = byName.get(key);
      if (known) known.push(cpp[i] ?? '');
      else byName.set(key, [cpp[i] ?? '']);
    });
    for (const rustPrefix of prefixesOf(rustWords)) {
      const pairs = rustWords.flatMap((words, i): [string, readonly string[]][] => {
        const partners = byName.get(without(rustPrefix, words));
        return partners ? [[rust[i] ?? '', partners]] : [];
      });
      if (pairs.length > best.size) best = new Map(pairs);
    }
  }
  return best;
}

/** What a C++ enumerator is called where Rust has `rust` for others of the enumeration: `PIXEL_RGB_8` is `Rgb8`. */
export function rustNameFor(cpp: string, pairs: ReadonlyMap<string, readonly string[]>): string | null {
  const [pair] = pairs;
  const [name, partners] = pair ?? [];
  const [partner] = partners ?? [];
  if (name === undefined || partner === undefined) return null;
  const own = wordsOf(name);
  const theirs = wordsOf(partner);
  const ownPrefix = own.length > theirs.length ? own.slice(0, own.length - theirs.length) : [];
  const cut = Math.max(0, theirs.length - own.length);
  const words = wordsOf(cpp);
  if (theirs.slice(0, cut).join() !== words.slice(0, cut).join()) return null;
  const text = [...ownPrefix, ...words.slice(cut)]
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return /^[A-Z]\w*$/.test(text) ? text : null;
}

/** `RGB_8`, `Rgb8`: rgb8; `HTTPServer`: http, server. Digits stay with the word before them. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .filter((word) => word !== '');

/** What may be left out: nothing, and each run of words that the first names begin with and that leaves something. */
function prefixesOf(names: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const prefixes = new Map<string, readonly string[]>([['', []]]);
  for (const words of names.slice(0, 3)) {
    for (let length = 1; length < words.length; length++) {
      const prefix = words.slice(0, length);
      prefixes.set(prefix.join('_'), prefix);
    }
  }
  return [...prefixes.values()];
}

const without = (prefix: readonly string[], words: readonly string[]): string =>
  (words.length > prefix.length && prefix.every((word, i) => words[i] === word)
    ? words.slice(prefix.length)
    : words
  ).join('');
