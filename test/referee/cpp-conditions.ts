import type { MacroMeaning } from '../../server/src/facts/cpp/macro-expansion.js';
import type { Random } from './random.js';

/** Macros of a sample, as a command line or the head of a file defines them. */
export type Macros = ReadonlyMap<string, MacroMeaning>;

const NAMES = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const FUNCTIONS = ['P', 'Q', 'R'];
/** Of these a reader may know nothing; they stand for operands, as macros that are not known are taken to. */
export const HIDDEN = ['A', 'B', 'C', 'D', 'P'];
const BINARY = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '<<',
  '>>',
  '&',
  '|',
  '^',
  '<',
  '>',
  '<=',
  '>=',
  '==',
  '!=',
  '&&',
  '||',
];

/** Some of the names defined: as numbers, as nothing, by one another, with parameters. */
export function randomMacros(random: Random): Macros {
  const macros = new Map<string, MacroMeaning>();
  for (const name of NAMES) {
    if (random.chance(0.4)) continue;
    const text = random.chance(0.05) ? '' : random.chance(0.3) ? randomCondition(random, 2) : literal(random);
    const isOperand = !HIDDEN.includes(name) && random.chance(0.5);
    macros.set(name, { parameters: null, text: isOperand ? text : `(${text})` });
  }
  for (const name of FUNCTIONS) {
    if (random.chance(0.3)) continue;
    const bodies = ['((x) > (y))', '(x y)', '((x) * 100 + (y))'];
    const others = HIDDEN.includes(name) ? [] : ['(x) * 100 + (y)', 'x ## y', 'defined(A) + x', 'y ? x : A'];
    const text = random.pick([...bodies, ...others]);
    macros.set(name, { parameters: ['x', 'y'], text });
  }
  return macros;
}

/** @param depth levels of operators that it may have */
export function randomCondition(random: Random, depth: number): string {
  const inner = (): string => randomCondition(random, depth - 1);
  if (depth === 0 || random.chance(0.15)) return operand(random);
  switch (random.integer(0, 9)) {
    case 0:
      return `${random.pick(['!', '-', '~', '+', '!', 'not '])}${inner()}`;
    case 1:
      return `(${inner()})`;
    case 2:
      return `${inner()} ? ${inner()} : ${inner()}`;
    case 3:
      return `${random.pick(FUNCTIONS)}(${inner()}, ${inner()})`;
    default:
      return `${inner()} ${random.pick(BINARY)} ${inner()}`;
  }
}

function operand(random: Random): string {
  switch (random.integer(0, 5)) {
    case 0:
    case 1:
      return random.pick(NAMES);
    case 2:
      return `defined(${random.pick(NAMES)})`;
    case 3:
      return `defined ${random.pick([...NAMES, ...FUNCTIONS])}`;
    default:
      return literal(random);
  }
}

const literal = (random: Random): string =>
  random.chance(0.6)
    ? `${random.integer(0, 5)}`
    : random.pick([
        '0x7fffffffffffffff', '0xffffffffffffffffu', '1u', '0b101', '017', '201103L', '1\'000', '2ull', '0xFULL', "'a'",
        'true', 'false', '42', '63', '64', '3LLU', '9223372036854775807', '0x8000000000000000', '1.5', '08', '3z',
      ]); // prettier-ignore

export const definitionsOf = (macros: Macros): string[] =>
  [...macros].map(
    ([name, { parameters, text }]) =>
      `#define ${name}${parameters ? `(${parameters.join(', ')})` : ''} ${text}`,
  );
