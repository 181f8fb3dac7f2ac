import { derive, exact, unknown, withAssumptions, type Known } from '../../base/known.js';
import type { Remembered } from '../../base/recursive-memory.js';
import type { Uri } from '../../base/range.js';
import type { CppAbiEnum } from '../../abi/model.js';
import type { CppEnum } from '../../facts/cpp/cpp-facts.js';
import { naturalInteger, type CppInteger } from './cpp-constants.js';
import { cppContext, NO_BINDINGS, type CppLowering } from './cpp-lowering.js';
import { scopeNames } from './entity-names.js';
import { deadEnd } from './dead-ends.js';
import type { NamedConstants } from './named-constants.js';

/** The enumerations of a program as one target sees them, one object for each. */
export class CppEnums {
  readonly #lowering: CppLowering;
  readonly #enums = new Map<CppEnum, CppAbiEnum>();
  readonly #constants: NamedConstants;
  readonly #enumerators = new Map<CppEnum, Remembered<Known<ReadonlyMap<string, bigint>>>>();

  constructor(lowering: CppLowering, constants: NamedConstants) {
    this.#lowering = lowering;
    this.#constants = constants;
  }

  enum(uri: Uri, item: CppEnum): CppAbiEnum {
    const known = this.#enums.get(item);
    if (known) return known;
    const { program, target } = this.#lowering;
    const context = cppContext(uri, item.scope);
    const lowered: CppAbiEnum = {
      name: [
        ...scopeNames(program, item.scope, NO_BINDINGS),
        { kind: 'enum', name: item.name, arguments: null, abiTags: [] },
      ],
      scoped: item.scoped,
      underlying: item.underlying ? this.#lowering.type(item.underlying, context) : null,
      values: derive(this.enumerators(uri, item), (values) => exact(rangeOf(values.values()))),
      // Microsoft's compiler has no such attribute, and clang does not heed it there.
      packed: item.packed && target.cppAbi === 'itanium',
      location: { uri, range: item.nameRange },
    };
    this.#enums.set(item, lowered);
    return lowered;
  }

  /** The value of each enumerator, in order. Unknown with the first that is. */
  enumerators(uri: Uri, item: CppEnum, nesting?: number): Known<ReadonlyMap<string, bigint>> {
    return this.#lowering.memory.answer(
      this.#enumerators,
      item,
      () => this.#compute(uri, item),
      (why) => unknown(deadEnd(`the enumeration \`${item.name}\``, why)),
      nesting,
    );
  }

  /** @see C++ [dcl.enum]: without a value of its own an enumerator has that of the one before it, plus one */
  #compute(uri: Uri, item: CppEnum): Known<ReadonlyMap<string, bigint>> {
    const context = cppContext(uri, item.scope);
    const values = new Map<string, bigint>();
    let next: Known<CppInteger> = exact(naturalInteger(0n));
    for (const enumerator of item.enumerators) {
      const value = enumerator.value ? this.#constants.integer(enumerator.value, context, values) : next;
      if (value.status === 'unknown') return value;
      values.set(enumerator.name, value.value.value);
      next = withAssumptions(exact(naturalInteger(value.value.value + 1n)), [value]);
    }
    return withAssumptions(exact(values), [next]);
  }
}

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
