import type { RustAbiType } from '../model.js';

/** Characters; of a spelling that would be longer, what does not fit is left out. */
const LONGEST = 1000;
const LEFT_OUT = '…';

/** A Rust type as people write it. For reading only: of a very long one a part is left out. */
export const formatRustType = (type: RustAbiType): string => new Spelling().type(type);

/** `Pair<u8, 3>`; each argument is a type or the value of a constant. */
export function formatRustInstance(name: string, args: readonly (RustAbiType | bigint)[]): string {
  if (args.length === 0) return name;
  const spelling = new Spelling();
  return `${name}<${spelling.list(args, (each) => (typeof each === 'bigint' ? `${each}` : spelling.type(each)))}>`;
}

/** What it costs is bounded by its room, however often the type uses its parts. */
class Spelling {
  #room = LONGEST;

  type(type: RustAbiType): string {
    if (this.#room <= 0) return LEFT_OUT;
    switch (type.kind) {
      case 'primitive':
        return this.#word(type.name === 'never' ? '!' : type.name);
      case 'pointer':
        if (type.form === 'raw')
          return this.#word(`*${type.mutable ? 'mut' : 'const'} `) + this.type(type.pointee);
        if (type.form === 'reference')
          return this.#word(`&${type.mutable ? 'mut ' : ''}`) + this.type(type.pointee);
        return `${this.#word(POINTER_NAMES[type.form])}<${this.type(type.pointee)}>`;
      case 'function-pointer':
        return this.#word(type.abi === 'Rust' ? 'fn(…)' : `extern "${type.abi}" fn(…)`);
      case 'array':
        return `[${this.type(type.element)}${this.#word(`; ${type.count}]`)}`;
      case 'tuple':
        return `(${this.list(type.elements, (element) => this.type(element))}${type.elements.length === 1 ? ',' : ''})`;
      case 'slice':
        return `[${this.type(type.element)}]`;
      case 'str':
        return this.#word('str');
      case 'trait-object':
        return this.#word('dyn Trait');
      case 'record':
        return this.#word(type.record.name);
      case 'enum':
        return this.#word(type.enum.name);
      case 'library':
        if (type.arguments.length === 0) return this.#word(type.name);
        return `${this.#word(type.name)}<${this.list(type.arguments, (argument) => this.type(argument))}>`;
      case 'unknown':
        return this.#word(type.text);
      default:
        return type satisfies never;
    }
  }

  list<T>(items: readonly T[], write: (item: T) => string): string {
    const texts: string[] = [];
    for (const item of items) {
      if (this.#room <= 0) return [...texts, LEFT_OUT].join(', ');
      this.#room -= 2;
      texts.push(write(item));
    }
    return texts.join(', ');
  }

  #word(text: string): string {
    this.#room -= text.length;
    return this.#room < 0 && text.length > LEFT_OUT.length ? LEFT_OUT : text;
  }
}

const POINTER_NAMES = { box: 'Box', 'non-null': 'NonNull', rc: 'Rc', arc: 'Arc' } as const;
