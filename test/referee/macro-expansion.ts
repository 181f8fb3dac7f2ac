import type { MacroMeaning } from '../../server/src/facts/cpp/macro-expansion.js';
import type { Random } from './random.js';

/** A set of macros that name each other, and themselves. */
export type Macros = ReadonlyMap<string, MacroMeaning>;

const NAMES = ['A', 'B', 'C', 'D', 'F', 'G', 'H', 'V', 'W'] as const;
const WORDS = ['x', 'y', 'int', 'T', '1', '2u', '"s, (t"', "'c'", '0x1F', '1.5e+3'] as const;
const MARKS = ['+', '*', '<', '>', ';', '::', '->', '=', '[]', '{}', '&', '&&', '.', '...'] as const;

export function randomMacros(random: Random): Macros {
  const macros = new Map<string, MacroMeaning>();
  for (const name of NAMES) {
    if (random.chance(0.15)) continue;
    const parameters = random.chance(0.35) ? null : randomParameters(random);
    macros.set(name, { parameters, text: randomBody(random, parameters) });
  }
  return macros;
}

export const definitionsOf = (macros: Macros): string[] =>
  [...macros].map(
    ([name, { parameters, text }]) =>
      `#define ${name}${parameters === null ? '' : `(${parameters.join(', ')})`} ${text}`,
  );

/** A line that uses the macros, with as many arguments as they take or not. */
export const randomUse = (random: Random, macros: Macros): string =>
  Array.from({ length: random.integer(1, 3) }, () => randomPiece(random, macros, 3)).join(' ');

function randomParameters(random: Random): string[] {
  const named = ['p', 'q', 'r'].slice(0, random.integer(0, 3));
  const last = random.pick(['', '', '', '...', 'rest...']);
  return last === '' ? named : [...named, last];
}

function randomBody(random: Random, parameters: readonly string[] | null): string {
  const own = (parameters ?? []).map((name) =>
    name === '...' ? '__VA_ARGS__' : name.replace(/\.\.\.$/, ''),
  );
  const word = (): string =>
    own.length > 0 && random.chance(0.55) ? random.pick(own) : random.pick([...WORDS, ...NAMES]);
  const parts: string[] = [];
  for (let i = random.integer(0, 6); i > 0; i--) {
    const kind = random.next();
    if (kind < 0.12 && own.length > 0) parts.push(`#${random.pick(['', ' '])}${random.pick(own)}`);
    else if (kind < 0.3) parts.push(`${word()}${random.pick([' ## ', '##'])}${word()}`);
    else if (kind < 0.36 && own.includes('__VA_ARGS__'))
      parts.push(
        random.pick([', ## __VA_ARGS__', '__VA_OPT__(, x) __VA_ARGS__', 'p __VA_OPT__(y ## __VA_ARGS__)']),
      );
    else if (kind < 0.5) parts.push(`${random.pick(NAMES)}(${word()}, ${word()})`);
    else if (kind < 0.58) parts.push(`(${word()})`);
    else if (kind < 0.7) parts.push(random.pick(MARKS));
    else parts.push(word());
  }
  return parts.join(random.pick([' ', ' ', '  ']));
}

/** @param depth uses within uses */
function randomPiece(random: Random, macros: Macros, depth: number): string {
  if (random.chance(0.25)) return random.pick(random.chance(0.6) ? WORDS : MARKS);
  const name = random.pick(NAMES);
  const parameters = macros.get(name)?.parameters;
  if (!parameters || random.chance(0.08)) return name;
  const usual = parameters.some((each) => each.endsWith('...'))
    ? random.integer(Math.max(0, parameters.length - 1), parameters.length + 2)
    : parameters.length;
  const count = random.chance(0.05) ? usual + random.integer(-1, 1) : usual;
  const argument = (): string =>
    random.chance(0.12)
      ? ''
      : random.chance(0.15)
        ? `(${random.pick(WORDS)}, ${randomPiece(random, macros, 0)})`
        : depth === 0
          ? random.pick(WORDS)
          : Array.from({ length: random.integer(1, 2) }, () => randomPiece(random, macros, depth - 1)).join(
              ' ',
            );
  const space = random.pick(['', '', '', ' ', '/* c */']);
  return `${name}${space}(${Array.from({ length: Math.max(0, count) }, argument).join(random.pick([', ', ',']))})`;
}
