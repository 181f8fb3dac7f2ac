import type { RustAbiType } from '../../abi/model.js';
import type { RustValue } from './rust-values.js';

interface Local {
  /** As it is declared; null where it is inferred. */
  readonly type: RustAbiType | null;
  /** Null before the first assignment. */
  value: RustValue | null;
}

/** The variables of a block, and of those around it. */
export class RustLocals {
  readonly #own = new Map<string, Local>();
  readonly #around: RustLocals | null;

  constructor(around: RustLocals | null = null) {
    this.#around = around;
  }

  declare(name: string, type: RustAbiType | null, value: RustValue | null): void {
    this.#own.set(name, { type, value });
  }

  find(name: string): Local | undefined {
    return this.#own.get(name) ?? this.#around?.find(name);
  }
}
