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
