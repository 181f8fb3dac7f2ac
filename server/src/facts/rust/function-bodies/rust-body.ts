import type { Position, Range } from '../../../base/range.js';
import type { Condition, Declared } from '../../facts.js';

/** What the body of one function does at a boundary that no type shows. */
export interface RustBody extends Declared {
  readonly name: string;
  readonly condition: Condition;
  readonly danglingPointers: readonly DanglingPointer[];
  readonly uncheckedStrings: readonly UncheckedString[];
  readonly strayReleases: readonly StrayRelease[];
  /** Of functions with a foreign ABI that catch nothing. */
  readonly panics: readonly PanicPlace[];
}

/** A pointer into a temporary that is dropped while something still holds the pointer. */
export interface DanglingPointer {
  /** From the temporary to the `)` of `as_ptr()`. */
  readonly range: Range;
  /** The type of the temporary. */
  readonly owner: 'CString' | 'String' | 'Vec';
  /** The expression that is the temporary. */
  readonly ownerRange: Range;
  /**
   * Where it is dropped: at the end of the statement around it, of a branch of `if` or `match`, or of a closure.
   *
   * @see Rust reference, "Destructors", Temporary scopes
   */
  readonly until: 'statement' | 'branch' | 'closure';
  /** The variable that holds the pointer then, itself or in a field or an element; null for none. */
  readonly holder: string | null;
  /** The function gives it to its caller. */
  readonly returned: boolean;
  /** Calls of functions by their paths that are given the pointer, or what holds it, after that. */
  readonly given: readonly GivenPointer[];
  /** The `let` whose end drops it, where the temporary could as well be made before: its first place. */
  readonly statement: Position | null;
}

export interface GivenPointer {
  /** The last segment of the function's path. */
  readonly name: string;
  /** The argument. */
  readonly range: Range;
}

/** Where a pointer comes from within a function. */
export type PointerOrigin =
  /** The result of a function that is called by its path, of which this is the last segment. */
  | { readonly kind: 'call'; readonly name: string; readonly range: Range }
  | { readonly kind: 'parameter'; readonly name: string; readonly range: Range };

/** Bytes behind a pointer that become text without a look at them. */
export interface UncheckedString {
  /** The function, `str::from_utf8_unchecked`. */
  readonly range: Range;
  readonly made: 'str' | 'String';
  readonly origin: PointerOrigin;
}

/** Memory that is given back to an allocator which may not have given it. */
export type StrayRelease =
  /** Rust takes what a function returned for its own. */
  | {
      readonly kind: 'taken';
      /** `CString::from_raw` */
      readonly by: string;
      readonly range: Range;
      readonly origin: PointerOrigin & { readonly kind: 'call' };
    }
  /** `free` of what Rust allocated. */
  | {
      readonly kind: 'freed';
      readonly range: Range;
      readonly owner: 'Box' | 'CString';
      /** Where Rust gave it up. */
      readonly given: Range;
    };

/** Something that panics when it fails. */
export interface PanicPlace {
  readonly range: Range;
  /** `unwrap()`, `panic!`, `[…]` */
  readonly what: string;
}
