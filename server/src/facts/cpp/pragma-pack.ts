import { readConstantExpression } from './constant-expression.js';

interface PackEntry {
  readonly label: string | null;
  readonly value: number | null;
  readonly unread: string | null;
}

/** `#pragma pack` as MSVC defined it and gcc and clang follow it: a value and a stack of earlier ones. */
export class PragmaPack {
  #value: number | null = null;
  #unread: string | null = null;
  readonly #stack: PackEntry[] = [];

  /** Maximum alignment of members in bytes, null without. */
  get value(): number | null {
    return this.#value;
  }

  /** The name that stands for the value in force and may be a macro; null where the value was read. */
  get unread(): string | null {
    return this.#unread;
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
    if (action === 'push') this.#stack.push({ label, value: this.#value, unread: this.#unread });
    else if (action === 'pop') this.#pop(label);
    else if (action === undefined) this.#set(null, null);
    const value = numbers.at(-1);
    if (value !== undefined) this.#set(value === 0 ? null : value, null);
    // A name alone is a label, or a macro that sets the value: only the preprocessor knows.
    else if (action === 'push' && label !== null) this.#unread = label;
    else if (action !== undefined && !['push', 'pop', 'show'].includes(action)) this.#unread = action;
  }

  #set(value: number | null, unread: string | null): void {
    this.#value = value;
    this.#unread = unread;
  }

  #pop(label: string | null): void {
    const index =
      label === null ? this.#stack.length - 1 : this.#stack.findLastIndex((entry) => entry.label === label);
    const entry = this.#stack[index];
    if (!entry) return;
    this.#set(entry.value, entry.unread);
    this.#stack.length = index;
  }
}

function bytes(text: string): number | null {
  const value = readConstantExpression(text);
  return value.kind === 'integer' ? Number(value.value) : null;
}
