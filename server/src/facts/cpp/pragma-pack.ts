import { readConstantExpression } from './constant-expression.js';

interface PackEntry {
  readonly label: string | null;
  readonly value: number | null;
}

/** `#pragma pack` as MSVC defined it and gcc and clang follow it: a value and a stack of earlier ones. */
export class PragmaPack {
  #value: number | null = null;
  readonly #stack: PackEntry[] = [];

  /** Maximum alignment of members in bytes, null without. */
  get value(): number | null {
    return this.#value;
  }

  /** @param pragma what follows `#pragma` */
  apply(pragma: string): void {
    const match = /^pack\s*\(([^)]*)\)/.exec(pragma.trim());
    if (!match) return;
    const parts = (match[1] ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const [action, ...rest] = parts;
    const numbers = (action === 'push' || action === 'pop' ? rest : parts)
      .map(bytes)
      .filter((value) => value !== null);
    const label = rest.find((part) => bytes(part) === null) ?? null;
    if (action === 'push') this.#stack.push({ label, value: this.#value });
    else if (action === 'pop') this.#pop(label);
    else if (action === undefined) this.#value = null;
    const value = numbers.at(-1);
    if (value !== undefined) this.#value = value === 0 ? null : value;
  }

  #pop(label: string | null): void {
    const index =
      label === null ? this.#stack.length - 1 : this.#stack.findLastIndex((entry) => entry.label === label);
    const entry = this.#stack[index];
    if (!entry) return;
    this.#value = entry.value;
    this.#stack.length = index;
  }
}

function bytes(text: string): number | null {
  const value = readConstantExpression(text);
  return value.kind === 'integer' ? Number(value.value) : null;
}
