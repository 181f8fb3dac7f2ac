import type { Random } from './random.js';

/** One enumerator as both languages have it; null where one of them has not. */
export interface SampleEnumerator {
  readonly rust: { readonly name: string; readonly value: number } | null;
  readonly cpp: { readonly name: string; readonly value: number } | null;
}

/** An enumeration of each language under one name, the same or not quite. */
export interface SampleEnum {
  readonly name: string;
  readonly enumerators: readonly SampleEnumerator[];
  /** Rust is given values of it, else C++ is. */
  readonly toRust: boolean;
}

const WORDS = ['alpha', 'beta', 'gamma ray', 'http server', 'rgb8', 'x', 'delta wing', 'io error', 'omega'];

/** Enumerations, about half of which drifted. */
export const sampleEnums = (random: Random, count: number): SampleEnum[] =>
  Array.from({ length: count }, (_, i) => enumOf(random, `Kind${i}Of`));

function enumOf(random: Random, name: string): SampleEnum {
  const style = random.pick([shouted, constant, scoped]);
  const words = WORDS.filter(() => random.chance(0.6));
  const chosen = words.length < 3 ? WORDS.slice(0, 3) : words;
  let value = random.integer(-2, 3);
  const enumerators = chosen.map((word): SampleEnumerator => {
    value += random.chance(0.7) ? 1 : random.integer(2, 9);
    return {
      rust: { name: camel(word), value },
      cpp: { name: style(name, word), value },
    };
  });
  return {
    name,
    enumerators: random.chance(0.5) ? drifted(random, enumerators) : enumerators,
    toRust: random.chance(0.5),
  };
}

const camel = (words: string): string =>
  words.replaceAll(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase());
const shouted = (name: string, words: string): string =>
  `${name.replaceAll(/(?<=\w)([A-Z])/g, '_$1').toUpperCase()}_${words.replaceAll(' ', '_').toUpperCase()}`;
const constant = (name: string, words: string): string => `k${name}${camel(words)}`;
const scoped = (name: string, words: string): string => `${name}_${camel(words)}`;

function drifted(random: Random, enumerators: readonly SampleEnumerator[]): readonly SampleEnumerator[] {
  const at = random.integer(0, enumerators.length - 1);
  const [one] = enumerators.slice(at);
  const change = random.pick(['value', 'rust', 'cpp']);
  if (!one?.cpp) return enumerators;
  const other: SampleEnumerator =
    change === 'rust'
      ? { ...one, rust: null }
      : change === 'cpp'
        ? { ...one, cpp: null }
        : { ...one, cpp: { ...one.cpp, value: one.cpp.value + 100 } };
  return enumerators.map((each, i) => (i === at ? other : each));
}

/** One enum to a line: the line of a finding is the number of its enum. */
export const rustEnums = (random: Random, enums: readonly SampleEnum[]): string =>
  enums
    .map(({ name, enumerators }) => {
      const variants = written(
        random,
        enumerators.flatMap(({ rust }) => rust ?? []),
      );
      return `#[repr(i32)] #[derive(Clone, Copy)] pub enum ${name} { ${variants} }`;
    })
    .join('\n');

export const cppEnums = (random: Random, enums: readonly SampleEnum[]): string =>
  enums
    .map(({ name, enumerators }) => {
      const all = written(
        random,
        enumerators.flatMap(({ cpp }) => cpp ?? []),
      );
      return `enum ${name} : int { ${all} };`;
    })
    .join('\n');

/** Values are written only where they do not follow, or now and then. */
function written(random: Random, all: readonly { readonly name: string; readonly value: number }[]): string {
  let next = 0;
  return all
    .map(({ name, value }) => {
      const follows = value === next;
      next = value + 1;
      return follows && random.chance(0.8) ? name : `${name} = ${value}`;
    })
    .join(', ');
}
