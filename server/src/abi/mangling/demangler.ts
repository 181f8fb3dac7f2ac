import { isMangled } from './mangled-symbol.js';

/** What `demangle.wasm` offers, as wasm-bindgen lays it out. @see gecko-profiler-demangle, index_bg.js */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly __wbindgen_export_0: WebAssembly.Table;
  readonly __wbindgen_malloc: (size: number, align: number) => number;
  readonly __wbindgen_free: (address: number, size: number, align: number) => void;
  readonly __wbindgen_start: () => void;
  readonly demangle_any: (address: number, size: number) => [address: number, size: number];
}

/** UTF-16 units; templates of templates have symbols of some thousands. */
const MAXIMUM_LENGTH = 20_000;

/**
 * Turns symbols back into names for people: Itanium and Microsoft, Rust's v0 and legacy. It is the demangler
 * of the Firefox profiler (the crates cpp_demangle, msvc-demangler and rustc-demangle) as WebAssembly.
 */
export class Demangler {
  readonly #module: WebAssembly.Module;
  #exports: Exports | null = null;

  private constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /** @param binary `wasm/demangle.wasm` */
  static async load(binary: Uint8Array<ArrayBuffer>): Promise<Demangler> {
    return new Demangler(await WebAssembly.compile(binary));
  }

  /**
   * The declaration that a symbol stands for, without the result of functions that are no templates.
   *
   * @returns null for what is no mangled name
   */
  demangle(symbol: string): string | null {
    if (!isMangled(symbol) || symbol.length > MAXIMUM_LENGTH) return null;
    try {
      const text = this.#call(symbol);
      // What it cannot read comes back as it was, or without its underscore.
      return symbol.endsWith(text) ? null : text;
    } catch {
      // A trap leaves the instance in an unknown state: the next symbol gets a new one.
      this.#exports = null;
      return null;
    }
  }

  #call(symbol: string): string {
    const exports = (this.#exports ??= instantiate(this.#module));
    const bytes = new TextEncoder().encode(symbol);
    const input = exports.__wbindgen_malloc(bytes.length, 1);
    new Uint8Array(exports.memory.buffer).set(bytes, input);
    const [address, size] = exports.demangle_any(input, bytes.length);
    const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, address, size));
    exports.__wbindgen_free(address, size, 1);
    return text;
  }
}

function instantiate(module: WebAssembly.Module): Exports {
  let exports: Exports | null = null;
  const initialize = (): void => {
    const table = exports?.__wbindgen_export_0;
    const start = table?.grow(4) ?? 0;
    table?.set(0, undefined);
    for (const [index, value] of [undefined, null, true, false].entries()) table?.set(start + index, value);
  };
  const imports = { './index_bg.js': { __wbindgen_init_externref_table: initialize } };
  exports = new WebAssembly.Instance(module, imports).exports as unknown as Exports;
  exports.__wbindgen_start();
  return exports;
}
