import type { RecursiveMemory } from '../../base/recursive-memory.js';
import type { Known } from '../../base/known.js';
import type { Position, Uri } from '../../base/range.js';
import type { CppAbiArgument, CppAbiEnum, CppAbiRecord, CppAbiType } from '../../abi/model.js';
import type { SizeAlign, Target } from '../../abi/target.js';
import type {
  CppEnum,
  CppExpression,
  CppName,
  CppRecord,
  CppScope,
  CppTemplateArgument,
  CppType,
} from '../../facts/cpp/cpp-facts.js';
import type { CppDeclarationOf, CppPlace } from '../../program/cpp-names.js';
import type { Program } from '../../program/program.js';
import type { OpenParameters } from './open-parameters.js';

/** What a template parameter stands for. */
export type CppBinding = CppAbiArgument | CppPack;

/** What a parameter pack stands for: an argument for each of its elements. */
export interface CppPack {
  readonly kind: 'pack';
  readonly elements: readonly CppAbiArgument[];
}

/** A class with what its template parameters stand for. */
export interface ClassInstance {
  readonly uri: Uri;
  readonly item: CppRecord;
  /** Of its parameters, those of the specialisation that was chosen, and of the classes around it. */
  readonly bindings: ReadonlyMap<string, CppBinding>;
  /** Of its template, defaults filled in and packs expanded; null for a class that is no template. */
  readonly arguments: readonly CppAbiArgument[] | null;
  /** Index of the first argument that belongs to the template's pack, where it has one. */
  readonly packFrom?: number;
  /** The classes around it, outermost first. */
  readonly within: readonly ClassInstance[];
  /** What is assumed of the `#if`s around its template's specialisations, where more than the target decides them. */
  readonly assumption?: string;
}

/** Where a C++ type is written, and what its template parameters stand for there. */
export interface CppContext extends CppPlace {
  readonly bindings: ReadonlyMap<string, CppBinding>;
  /** The record whose member is lowered: unnamed records of its members are found in it. */
  readonly owner: CppRecord | null;
  /** The classes around the place, outermost first, as far as they are known with their arguments. */
  readonly within: readonly ClassInstance[];
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

export const NO_BINDINGS: ReadonlyMap<string, CppBinding> = new Map();
export const MAXIMUM_DEPTH = 48;

/** @param end of the declaration in which a type is written */
export const cppContext = (uri: Uri, scope: readonly CppScope[], end?: Position): CppContext => ({
  uri,
  scope,
  ...(end && { end }),
  bindings: NO_BINDINGS,
  owner: null,
  within: [],
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

  /** What no binding says of the parameters of the templates around a place. */
  readonly openParameters: OpenParameters;

  /** Equal for lists of equal arguments. */
  keyOf(args: Iterable<CppBinding>): string;

  type(type: CppType, context: CppContext): CppAbiType;

  /** The record of a declaration that is no instance of a template. */
  record(uri: Uri, item: CppRecord): CppAbiRecord;

  /** The record of a class with its arguments. */
  instance(instance: ClassInstance, depth: number): CppAbiRecord;

  /** The class that `record` was lowered from. */
  sourceOf(record: CppAbiRecord): ClassInstance | undefined;

  /** The static constant of this name in a class with its arguments; null where the class itself has no such member. */
  constantMember(owner: ClassInstance, name: string): Known<CppDeclarationOf<'constant'> | null>;

  /** The class template of a name, whatever its arguments are; null where it is none, or not known. */
  templateNamed(name: CppName, context: CppContext): CppDeclarationOf<'record'> | null;

  enum(uri: Uri, item: CppEnum): CppAbiEnum;

  /** The declaration that an enumeration was lowered from. */
  sourceOfEnum(lowered: CppAbiEnum): { readonly uri: Uri; readonly item: CppEnum } | undefined;

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

  /** @param type of the value parameter that it is for, where one is known; no pack is expanded */
  argument(argument: CppTemplateArgument, context: CppContext, type?: CppAbiType): CppAbiArgument;

  /** With packs expanded; one that is unknown where it is not known how many they are. */
  arguments(written: readonly CppTemplateArgument[], context: CppContext): readonly CppAbiArgument[];
}
