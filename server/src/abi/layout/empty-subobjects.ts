import type { ClassShape, LaidOutClass, ObjectType } from './class-shape.js';
import { bitsOf, type Bytes } from './units.js';

/** An empty subobject and where it would stand. */
export type Placement = readonly [shape: ClassShape, offset: Bytes];

/**
 * Addresses that empty subobjects of a class already have: two of the same class must not share one.
 *
 * @see Itanium C++ ABI 2.4 II.3
 */
export class EmptySubobjects {
  /** Size of the largest empty class among the bases and members: farther pairs are not remembered. */
  readonly largest: Bytes;
  readonly #placed = new Map<ClassShape, Set<Bytes>>();

  constructor(shape: ClassShape) {
    const parts = [
      ...shape.bases.map((base) => base.class),
      ...shape.fields.flatMap(({ type }) => type.element ?? []),
    ];
    this.largest = Math.max(
      0,
      ...parts.map((part) => (part.empty ? part.layout.size : part.layout.largestEmpty)),
    );
  }

  /**
   * Takes the places if none of them is taken. As the compilers do, pairs beyond the size of the largest
   * empty class are forgotten, but for those of a thing that itself may stand anywhere.
   *
   * @param limit places from here on are not remembered
   */
  take(places: Iterable<Placement>, limit: Bytes = Infinity): boolean {
    const wanted = [...places];
    if (wanted.some(([shape, offset]) => this.#placed.get(shape)?.has(offset))) return false;
    for (const [shape, offset] of wanted) {
      if (offset >= limit) continue;
      const offsets = this.#placed.get(shape);
      if (offsets) offsets.add(offset);
      else this.#placed.set(shape, new Set([offset]));
    }
    return true;
  }
}

/** Empty subobjects of a complete object of `laidOut` at `offset`. */
export function* emptiesOf(laidOut: LaidOutClass, offset: Bytes, mostDerived = true): Generator<Placement> {
  const { layout } = laidOut;
  if (laidOut.empty) yield [laidOut, offset];
  for (const base of laidOut.bases) {
    if (!base.virtual) yield* emptiesOf(base.class, offset + offsetIn(layout.bases, base.class), false);
  }
  if (mostDerived) {
    for (const base of laidOut.virtualBases) {
      yield* emptiesOf(base, offset + (layout.virtualBases.get(base)?.offset ?? 0), false);
    }
  }
  yield* emptiesOfFields(laidOut, offset);
}

export function* emptiesOfFields(laidOut: LaidOutClass, offset: Bytes): Generator<Placement> {
  for (const [index, field] of laidOut.fields.entries()) {
    if (field.declaration.bitWidth !== null) continue;
    const at = offset + (laidOut.layout.fieldOffsets[index] ?? 0) / bitsOf(1);
    yield* emptiesOfObject(field.type, at);
  }
}

export function* emptiesOfObject({ element, elements }: ObjectType, offset: Bytes): Generator<Placement> {
  if (element === null || !holdsEmpties(element)) return;
  for (let index = 0; index < elements; index++)
    yield* emptiesOf(element, offset + index * element.layout.size);
}

/** Spares the walk over arrays of classes that have no empty subobject at all. */
export const holdsEmpties = (laidOut: LaidOutClass): boolean =>
  laidOut.empty || laidOut.layout.largestEmpty > 0;

/** Offset of a direct non-virtual base; every one has an entry. */
export const offsetIn = (bases: ReadonlyMap<ClassShape, Bytes>, base: ClassShape): Bytes =>
  bases.get(base) ?? 0;
