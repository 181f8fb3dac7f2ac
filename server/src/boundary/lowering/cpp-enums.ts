import { assumed, combine, derive, exact, unknown, withAssumptions, type Known } from '../../base/known.js';
import type { Remembered } from '../../base/recursive-memory.js';
import type { Uri } from '../../base/range.js';
import type { CppAbiEnum } from '../../abi/model.js';
import type { CppEnum, CppType } from '../../facts/cpp/cpp-facts.js';
import { castTo, holds, naturalInteger, type CppInteger } from './cpp-constants.js';
import { integerTypeOf } from './integer-types.js';
import { cppContext, NO_BINDINGS, type CppLowering } from './cpp-lowering.js';
import { scopeNames } from './entity-names.js';
import { deadEnd } from './dead-ends.js';
import type { NamedConstants } from './named-constants.js';
import { conditionWithin, inclusionOf } from './project-macros.js';

/** Where an enumeration is declared. */
export interface EnumDeclaration {
  readonly uri: Uri;
  readonly item: CppEnum;
}

/** The enumerations of a program as one target sees them, one object for each. */
export class CppEnums {
  readonly #lowering: CppLowering;
  readonly #enums = new Map<CppEnum, CppAbiEnum>();
  readonly #sources = new WeakMap<CppAbiEnum, EnumDeclaration>();
  readonly #constants: NamedConstants;
  readonly #enumerators = new Map<CppEnum, Remembered<Known<ReadonlyMap<string, Known<bigint>>>>>();

  constructor(lowering: CppLowering, constants: NamedConstants) {
    this.#lowering = lowering;
    this.#constants = constants;
  }

  enum(uri: Uri, item: CppEnum): CppAbiEnum {
    const known = this.#enums.get(item);
    if (known) return known;
    const { program, target } = this.#lowering;
    const context = cppContext(uri, item.scope, item.range.end);
    const lowered: CppAbiEnum = {
      name: [
        ...scopeNames(program, item.scope, NO_BINDINGS),
        { kind: 'enum', name: item.name, arguments: null, abiTags: [] },
      ],
      scoped: item.scoped,
      underlying: item.underlying ? this.#lowering.type(item.underlying, context) : null,
      values: this.#range(uri, item),
      // Microsoft's compiler has no such attribute, and clang does not heed it there.
      packed: item.packed && target.cppAbi === 'itanium',
      location: { uri, range: item.nameRange },
    };
    this.#enums.set(item, lowered);
    this.#sources.set(lowered, { uri, item });
    return lowered;
  }

  sourceOf(lowered: CppAbiEnum): EnumDeclaration | undefined {
    return this.#sources.get(lowered);
  }

  /** The value of each enumerator that is there on the target, in order. Unknown with the first that is. */
  enumerators(uri: Uri, item: CppEnum): Known<ReadonlyMap<string, bigint>> {
    if (item.unread !== null) return notAllKnown(item, item.unread);
    return derive(this.#values(uri, item), (values) => {
      const known = combine([...values.values()]);
      return derive(known, (list) =>
        exact(new Map([...values.keys()].map((name, i) => [name, list[i] ?? 0n]))),
      );
    });
  }

  /** The value of one enumerator. */
  enumerator(uri: Uri, item: CppEnum, name: string, nesting?: number): Known<bigint> {
    return derive(
      this.#values(uri, item, nesting),
      (values) => values.get(name) ?? unknown(`the enumerator \`${name}\` is not there on this target`),
    );
  }

  /** What an `#include` or a macro adds hardly makes the type another one; it is assumed to fit in an `int`. */
  #range(uri: Uri, item: CppEnum): CppAbiEnum['values'] {
    if (item.unread === null)
      return derive(this.enumerators(uri, item), (values) => exact(rangeOf(values.values())));
    if (item.packed) return notAllKnown(item, item.unread);
    return derive(this.#values(uri, item), (values) => {
      const known = [...values.values()].flatMap((value) =>
        value.status === 'unknown' ? [] : [value.value],
      );
      return assumed(
        rangeOf(known),
        `the enumerators of \`${item.name}\` that \`${item.unread}\` brings fit in \`int\``,
      );
    });
  }

  #values(uri: Uri, item: CppEnum, nesting?: number): Known<ReadonlyMap<string, Known<bigint>>> {
    return this.#lowering.memory.answer(
      this.#enumerators,
      item,
      () => exact(this.#compute(uri, item)),
      (why) => unknown(deadEnd(`the enumeration \`${item.name}\``, why)),
      nesting,
    );
  }

  /** @see C++ [dcl.enum]: without a value of its own an enumerator has that of the one before it, plus one */
  #compute(uri: Uri, item: CppEnum): ReadonlyMap<string, Known<bigint>> {
    const { program, target } = this.#lowering;
    const context = cppContext(uri, item.scope, item.range.end);
    const values = new Map<string, Known<bigint>>();
    const own = { enumeration: item.name, values: new Map<string, CppInteger>() };
    const underlying = item.underlying ?? (item.scoped ? INT : null);
    const fixed = underlying ? integerTypeOf(this.#lowering, this.#lowering.type(underlying, context)) : null;
    let next: Known<CppInteger> = exact(naturalInteger(0n));
    /** Enumerators that rest on assumptions, which later ones may use. */
    const before: Known<null>[] = [];
    for (const { name, value: written, condition, after } of item.enumerators) {
      if (after !== null) next = notAllKnown(item, after);
      const { included, assumptions } = inclusionOf(
        conditionWithin(item.condition, condition),
        uri,
        program,
        target,
      );
      const grounds = assumptions.map((assumption) => assumed(null, assumption));
      if (written !== null && written.kind !== 'integer') grounds.push(...before);
      if (included === false) {
        next = withAssumptions(next, grounds);
        continue;
      }
      const initial = withAssumptions(
        written ? this.#constants.integer(written, context, own) : next,
        grounds,
      );
      const value = fixed
        ? derive(fixed, (type) => derive(initial, (integer) => exact(castTo(integer.value, type))))
        : initial;
      values.set(
        name,
        derive(value, (integer) => exact(integer.value)),
      );
      if (value.status === 'assumed') before.push(assumed(null, value.assumption));
      if (value.status !== 'unknown') own.values.set(name, value.value);
      next =
        included === null
          ? unknown(`the enumerators of \`${item.name}\` depend on \`#if ${condition.join(' && ')}\``)
          : derive(value, (integer) => exact(following(integer)));
    }
    return values;
  }
}

const INT: CppType = { kind: 'builtin', name: 'int' };

/** @see C++ [dcl.enum]: of the same type while that holds it */
const following = ({ value, type }: CppInteger): CppInteger =>
  holds(type, value + 1n) ? { value: value + 1n, type } : naturalInteger(value + 1n);

const notAllKnown = (item: CppEnum, what: string): Known<never> =>
  unknown(`the enumerators of \`${item.name}\` are not all known: \`${what}\` may add some`);

/** Zero is among the values of every enumeration's type, so that the greatest is at least that. */
function rangeOf(values: Iterable<bigint>): { readonly least: bigint; readonly greatest: bigint } {
  let least: bigint | null = null;
  let greatest = 0n;
  for (const value of values) {
    if (least === null || value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { least: least ?? 0n, greatest };
}
