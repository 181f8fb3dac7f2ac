/** A symbol as the linker has it, without the `_` that Darwin puts before every symbol. */
export interface MangledSymbol {
  /** Of a constructor or destructor the complete-object one: the one to call. */
  readonly symbol: string;
  /**
   * The others. Itanium: `C2` for base subobjects, `D2` likewise, `D0` which also frees the memory.
   * Microsoft: `??_G`, the deleting destructor of a class where it is virtual.
   */
  readonly variants: Readonly<Record<string, string>>;
}

/** As Itanium (behind Darwin's underscore, too) and Microsoft mangle; Rust's legacy scheme looks like Itanium's. */
export const isMangledCpp = (symbol: string): boolean => /^(?:_?_Z|\?)/.test(symbol);

/** As Rust's v0 scheme mangles. @see RFC 2603 */
export const isMangledRust = (symbol: string): boolean => /^_?_R[A-Z\d]/.test(symbol);

/** As any of them mangles. */
export const isMangled = (symbol: string): boolean => isMangledCpp(symbol) || isMangledRust(symbol);
