import type { Random } from './random.js';

/** A file and the header that it includes, with a record as a marker wherever one may stand. */
export interface Directives {
  readonly header: string;
  readonly main: string;
  /** Macros that the command line defines as `1`. */
  readonly set: readonly string[];
}

const NAMES = ['A', 'B', 'C', 'D'];
const VALUES = ['', '0', '1', '2', 'A', 'B'];

export function randomDirectives(random: Random): Directives {
  let markers = 0;
  const lines = (depth: number, count: number): string[] =>
    Array.from({ length: count }, () => line(depth)).flat();
  const marker = (): string => `struct M${markers++} { int x; };`;
  const line = (depth: number): string[] => {
    const name = random.pick(NAMES);
    switch (random.integer(0, depth < 3 ? 9 : 5)) {
      case 0:
        return [`#define ${name} ${random.pick(VALUES)}`];
      case 1:
        return [`#undef ${name}`];
      case 2:
        return [`#undef ${name}`, `#define ${name} ${random.pick(VALUES)}`];
      case 3:
      case 4:
      case 5:
        return [marker()];
      case 6:
        return [`#ifndef ${name}`, `#define ${name} ${random.pick(VALUES)}`, '#endif'];
      default:
        return group(depth);
    }
  };
  const group = (depth: number): string[] => [
    opening(random),
    // A definition in this place would make an include guard of an `#ifndef`, which counts as not defined before.
    marker(),
    ...lines(depth + 1, random.integer(0, 3)),
    ...(random.chance(0.3) ? [`#elif ${condition(random)}`, ...lines(depth + 1, random.integer(1, 2))] : []),
    ...(random.chance(0.4) ? ['#else', ...lines(depth + 1, random.integer(1, 2))] : []),
    '#endif',
  ];
  const include = random.chance(0.7) ? ['#include "header.h"'] : [];
  return {
    header: lines(0, random.integer(1, 5)).join('\n'),
    main: [...(random.chance(0.5) ? lines(0, 2) : []), ...include, ...lines(0, random.integer(4, 9))].join(
      '\n',
    ),
    set: NAMES.filter(() => random.chance(0.3)),
  };
}

function opening(random: Random): string {
  const name = random.pick(NAMES);
  return random.pick([`#ifdef ${name}`, `#ifndef ${name}`, `#if ${condition(random)}`, '#if 0', '#if 1']);
}

function condition(random: Random): string {
  const name = random.pick(NAMES);
  const simple = random.pick([`defined(${name})`, `!defined ${name}`, `${name} + 0`, `${name} + 0 == 1`]);
  return random.chance(0.4) ? `${simple} ${random.pick(['&&', '||'])} ${condition(random)}` : simple;
}
