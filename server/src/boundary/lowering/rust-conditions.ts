import type { RustAbiRepr, RustInteger } from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import { combine, derive, exact, type Known } from '../../base/known.js';
import type { Uri } from '../../base/range.js';
import type { Condition } from '../../facts/facts.js';
import type { ReprHints, RustField, RustRepr } from '../../facts/rust/rust-facts.js';
import type { Presence } from '../../program/path-walk.js';
import type { Program } from '../../program/program.js';
import { decideOn } from '../conditions.js';

/** What of a file's Rust is there on one target, by the options that its package is built with. */
export class RustConditions implements Presence {
  readonly #program: Program;
  readonly #target: Target;

  constructor(program: Program, target: Target) {
    this.#program = program;
    this.#target = target;
  }

  get grounds(): readonly [object, object] {
    return [this.#program.rustOptions, this.#target];
  }

  /** Whether something in the file `uri` is there. */
  decide(uri: Uri, condition: Condition): Known<boolean> {
    return decideOn(condition, this.#target, this.#program.rustOptions(uri));
  }

  /** The same, null where it is not certain: what is assumed chooses between no two things. */
  presence(uri: Uri, condition: Condition): boolean | null {
    const there = this.decide(uri, condition);
    return there.status === 'exact' ? there.value : null;
  }

  /** Whether it is certain that an item of the file is not there: what is assumed chooses between no two things. */
  isAbsent(uri: Uri, condition: Condition): boolean {
    const there = this.decide(uri, [...this.#program.rustModules.conditionAround(uri), ...condition]);
    return there.status === 'exact' && !there.value;
  }

  /** Those that are there, in their order; unknown where that is open of one. */
  present<Item extends { readonly condition: Condition }>(
    uri: Uri,
    items: readonly Item[],
  ): Known<readonly Item[]> {
    if (items.every(({ condition }) => condition.length === 0)) return exact(items);
    const decided = combine(items.map(({ condition }) => this.decide(uri, condition)));
    return derive(decided, (there) => exact(items.filter((_, i) => there[i])));
  }

  /** The same of fields. Those of a tuple are counted after the others are gone. */
  fields(
    uri: Uri,
    { shape, fields }: { readonly shape: 'named' | 'tuple' | 'unit'; readonly fields: readonly RustField[] },
  ): Known<readonly RustField[]> {
    return derive(this.present(uri, fields), (there) =>
      exact(
        shape === 'tuple' && there.length < fields.length
          ? there.map((field, i) => ({ ...field, name: String(i) }))
          : there,
      ),
    );
  }

  /** @see Rust reference, "Conditional compilation", The cfg_attr attribute */
  repr(uri: Uri, repr: RustRepr): Known<RustAbiRepr> {
    const { conditional = [] } = repr;
    const decided = combine(conditional.map(({ under }) => this.decide(uri, [under])));
    return derive(decided, (holds) => exact(joined([repr, ...conditional.filter((_, i) => holds[i])])));
  }
}

function joined(all: readonly ReprHints[]): RustAbiRepr {
  const packed = all.flatMap((each) => each.packed ?? []);
  const align = all.flatMap((each) => each.align ?? []);
  return {
    c: all.some(({ c }) => c),
    transparent: all.some(({ transparent }) => transparent),
    integer: (all.find(({ integer }) => integer !== null)?.integer ?? null) as RustInteger | null,
    packed: packed.length === 0 ? null : Math.min(...packed),
    align: align.length === 0 ? null : Math.max(...align),
  };
}
