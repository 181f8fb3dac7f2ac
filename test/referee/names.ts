import type { Random } from './random.js';

/** The lines of files, of which later ones include some of those before. */
export type NamedProgram = ReadonlyMap<string, readonly string[]>;

const TYPES = ['A', 'B', 'C', 'D'];
const CONSTANTS = ['K', 'L'];
const NAMESPACES = ['n', 'm', 'k'];
const INLINE = ['v0', 'v1'];
const FILES = ['first.hpp', 'second.hpp', 'third.hpp', 'main.cpp'];

/**
 * A small program in which few names are declared again and again, in namespaces, classes, bases, by `using` and by
 * aliases, and each type and constant has a size or value of its own. Each line is a declaration that may be left out:
 * many are errors, which the compiler tells. The records `P0`, `P1` … say by their size what a name in them means.
 */
export function randomProgram(random: Random): NamedProgram {
  const writer = new ProgramWriter(random);
  const files = new Map<string, readonly string[]>();
  for (const name of FILES) {
    const includes = [...files.keys()].filter(() => random.chance(0.6));
    files.set(name, [
      '#pragma once',
      ...includes.map((include) => `#include "${include}"`),
      ...writer.members(0, random.integer(6, 10)),
    ]);
  }
  return files;
}

class ProgramWriter {
  readonly #random: Random;
  #size = 0;
  #probes = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Lines at namespace scope. */
  members(depth: number, count: number): string[] {
    return Array.from({ length: count }, () => this.#member(depth)).flat();
  }

  #member(depth: number): string[] {
    const random = this.#random;
    const name = random.pick(TYPES);
    const open = (head: string): string[] => [
      `${head} {`,
      ...this.members(depth + 1, random.integer(2, 4)),
      '}',
    ];
    const choices: (() => string[])[] = [
      () => [this.#leaf(name)],
      () => [this.#leaf(name)],
      () => [`struct ${name};`],
      () => this.#class(name, depth),
      () => this.#class(name, depth),
      () => [`using namespace ${this.#namespace()};`],
      () => [`using ${this.#namespace()}::${random.pick([...TYPES, ...CONSTANTS])};`],
      () => [`namespace ${random.pick(NAMESPACES)}a = ${this.#namespace()};`],
      () => [this.#alias(name)],
      () => [this.#constant('constexpr int')],
      () => [`enum { ${random.pick(CONSTANTS)} = ${this.#next()} };`],
      () => [this.#enum(name)],
      () => [`using enum ${this.#type()};`],
      () => [this.#aliasTemplate(name)],
      ...Array.from({ length: 8 }, () => () => [this.#probe(), this.#probe(), this.#probe(), this.#probe()]),
    ];
    if (depth < 3) {
      const namespaces = [
        `namespace ${random.pick(NAMESPACES)}`,
        `namespace ${random.pick(NAMESPACES)}`,
        `namespace ${random.pick(NAMESPACES)}`,
        `namespace ${random.pick(NAMESPACES)}::${random.pick(NAMESPACES)}`,
        `namespace ${random.pick(NAMESPACES)}::inline ${random.pick(INLINE)}`,
        `inline namespace ${random.pick(INLINE)}`,
        `inline namespace v${depth}`,
        'namespace',
      ];
      choices.push(
        () => open(random.pick(namespaces)),
        () => open(random.pick(namespaces)),
        () => open(random.pick(namespaces)),
        () => open(random.pick(namespaces)),
      );
    }
    return random.pick(choices)();
  }

  #class(name: string, depth: number): string[] {
    const random = this.#random;
    const bases = random.chance(0.7)
      ? ` : ${this.#type()}${random.chance(0.2) ? `, ${this.#type()}` : ''}`
      : '';
    const template = random.chance(0.1) ? 'template <class T> ' : '';
    const body = Array.from({ length: random.integer(1, 4) }, (): string[] => {
      const inner = random.pick(TYPES);
      const choices: (() => string[])[] = [
        () => [this.#leaf(inner)],
        () => [this.#alias(inner)],
        () => [`using ${this.#type()}::${random.pick([...TYPES, ...CONSTANTS])};`],
        () => [this.#constant('static constexpr int')],
        () => [`enum { ${random.pick(CONSTANTS)} = ${this.#next()} };`],
        () => [this.#enum(inner)],
        () => [`using enum ${this.#type()};`],
        () => [this.#aliasTemplate(inner)],
        () => [`friend struct ${inner};`],
        () => [`struct ${inner} *p${this.#next()};`],
        ...Array.from({ length: 4 }, () => () => [this.#probe(), this.#probe(), this.#probe()]),
      ];
      if (depth < 3) choices.push(() => this.#class(inner, depth + 1));
      return random.pick(choices)();
    }).flat();
    return [`${template}struct ${name}${bases} {`, ...body, `char x${this.#next()}[${this.#next()}];`, '};'];
  }

  #leaf = (name: string): string => `struct ${name} { char x[${this.#next()}]; };`;

  #alias(name: string): string {
    return this.#random.chance(0.5) ? `using ${name} = ${this.#type()};` : `typedef ${this.#type()} ${name};`;
  }

  #enum(name: string): string {
    const head = this.#random.pick(['enum', 'enum class', 'enum struct']);
    const base = this.#random.pick([' : short', ' : long', ' : char']);
    return `${head} ${name}${base} { ${this.#random.pick(CONSTANTS)} = ${this.#next()} };`;
  }

  #aliasTemplate(name: string): string {
    return `template <class T> using ${name} = ${this.#type()};`;
  }

  #constant(head: string): string {
    return `${head} ${this.#random.pick(CONSTANTS)} = ${this.#next()};`;
  }

  #probe(): string {
    const random = this.#random;
    const elaborated = random.chance(0.1) ? 'struct ' : '';
    const member = random.chance(0.75)
      ? `${elaborated}${this.#type()} m;`
      : `char m[(int)${this.#qualified(random.pick(CONSTANTS))}];`;
    return `struct P${this.#probes++} { ${member} };`;
  }

  #type(): string {
    const name = this.#qualified(this.#random.pick(TYPES));
    return this.#random.chance(0.1) ? `${name}<int>` : name;
  }

  #qualified(name: string): string {
    const random = this.#random;
    const choice = random.next();
    if (choice < 0.6) return name;
    if (choice < 0.75) return `${this.#namespace()}::${name}`;
    if (choice < 0.9) return `${random.pick(TYPES)}::${name}`;
    if (choice < 0.93) return `::${name}`;
    if (choice < 0.96) return `${random.pick(INLINE)}::${name}`;
    return `${random.pick(NAMESPACES)}a::${name}`;
  }

  #namespace(): string {
    const random = this.#random;
    const name = random.pick(NAMESPACES);
    return random.chance(0.3) ? `${name}::${random.pick(NAMESPACES)}` : name;
  }

  /** Every size and every value is another. */
  #next(): number {
    this.#size += 1;
    return this.#size;
  }
}
