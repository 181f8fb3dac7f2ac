import type { RecursiveMemory } from '../../base/recursive-memory.js';
import type { Known } from '../../base/known.js';
import type { Uri } from '../../base/range.js';
import type { CppAbiArgument, CppAbiEnum, CppAbiRecord, CppAbiType } from '../../abi/model.js';
import type { SizeAlign, Target } from '../../abi/target.js';
import type {
  CppEnum,
  CppExpression,
  CppRecord,
  CppScope,
  CppTemplateArgument,
  CppType,
} from '../../facts/cpp/cpp-facts.js';
import type { CppPlace } from '../../program/cpp-names.js';
import type { Program } from '../../program/program.js';

/** Where a C++ type is written, and what its template parameters stand for there. */
export interface CppContext extends CppPlace {
  readonly bindings: ReadonlyMap<string, CppAbiArgument>;
  /** The record whose member is lowered: unnamed records of its members are found in it. */
  readonly owner: CppRecord | null;
  /** Names followed so far; a chain this long is an error in the code. */
  readonly depth: number;
}

/** What tells the place of a name apart from others, with what its parameters stand for there. */
export class PlaceKeys {
  readonly #numbers = new WeakMap<object, number>();
  #next = 0;

  of({ uri, scope, bindings }: CppContext): string {
    return `${this.#numberOf(scope)} ${this.#numberOf(bindings)} ${uri}`;
  }

  #numberOf(identity: object): number {
    let number = this.#numbers.get(identity);
    if (number === undefined) this.#numbers.set(identity, (number = this.#next++));
    return number;
  }
}

export const NO_BINDINGS: ReadonlyMap<string, CppAbiArgument> = new Map();
export const MAXIMUM_DEPTH = 48;

export const cppContext = (uri: Uri, scope: readonly CppScope[]): CppContext => ({
  uri,
  scope,
  bindings: NO_BINDINGS,
  owner: null,
  depth: 0,
});

/**
 * Turns C++ types as written into the resolved model of `abi`, for one target: names looked up, aliases
 * followed, constants computed, class templates instantiated with the arguments at hand. One object for
 * each record, so that `abi` may compare by identity. The parts of the lowering ask each other through it:
 * a type needs constants, and a constant types.
 */
export interface CppLowering {
  readonly program: Program;
  readonly target: Target;
  /** Shared by the parts, for a constant may lead to a type and back to itself. */
  readonly memory: RecursiveMemory;

  /** Equal for lists of equal arguments. */
  keyOf(args: Iterable<CppAbiArgument>): string;

  type(type: CppType, context: CppContext): CppAbiType;

  /** The record of a declaration; `bindings` are the arguments of a class template. */
  record(
    uri: Uri,
    item: CppRecord,
    bindings?: ReadonlyMap<string, CppAbiArgument>,
    depth?: number,
  ): CppAbiRecord;

  /** The declaration that `record` was lowered from. */
  sourceOf(record: CppAbiRecord): { readonly uri: Uri; readonly item: CppRecord } | undefined;

  enum(uri: Uri, item: CppEnum): CppAbiEnum;

  /** The value of a constant expression where it is written. */
  constant(expression: CppExpression, context: CppContext): Known<bigint>;

  /**
   * The value of each enumerator, in order. Unknown with the first that is.
   *
   * @param nesting levels of the expression in which one of them stands
   */
  enumerators(uri: Uri, item: CppEnum): Known<ReadonlyMap<string, bigint>>;

  /** The value of one enumerator. */
  enumerator(uri: Uri, item: CppEnum, name: string, nesting?: number): Known<bigint>;

  /** Size and alignment of a type, bytes. */
  sizeOf(type: CppType, context: CppContext): Known<SizeAlign>;

  /**
   * What a macro stands for on the target, once for each definition that differs; empty where none was read, or
   * only one that anybody may overrule.
   */
  macroTexts(name: string, uri: Uri): readonly string[];

  /** Bytes that `alignas(…)` asks for: a number, or the alignment of a type. */
  alignment(expression: CppExpression, context: CppContext): Known<bigint>;

  /** @param type of the value parameter that it is for, where one is known */
  argument(argument: CppTemplateArgument, context: CppContext, type?: CppAbiType): CppAbiArgument;
}
