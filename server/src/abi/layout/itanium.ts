import type { Target } from '../target.js';
import type { ClassLayout, ClassShape, LaidOutClass, ShapeField, VirtualBasePlace } from './class-shape.js';
import { EmptySubobjects } from './empty-subobjects.js';
import { ClangPlacement } from './itanium-clang.js';
import { GccPlacement } from './itanium-gcc.js';
import type { Bits, Bytes } from './units.js';
import {
  buildBaseGraph,
  indirectPrimaries,
  placeClaimed,
  virtualBasesInPreorder,
  type BaseGraph,
  type BaseNode,
} from './virtual-primary.js';

/** A class under construction: one compiler's way to put its parts in their order one after the other. */
export interface Placement {
  /** A virtual base whose table pointer the class could share. */
  isNearlyEmpty(base: LaidOutClass): boolean;
  /** Pointer to the table of virtual functions, at the start. */
  placeVtablePointer(): void;
  placeBase(node: BaseNode): Bytes;
  placeField(field: ShapeField): Bits;
  /** After the last field and before the virtual bases. */
  endNonVirtual(): void;
  /** Sizes and alignments of the whole, after the virtual bases. */
  finish(): Extents;
}

export type Extents = Pick<ClassLayout, 'size' | 'align' | 'dataSize' | 'nonVirtualSize' | 'nonVirtualAlign'>;

/**
 * Lays a class out as the target's compiler does in the Itanium ABI. The ABI says which bases come in
 * which order; where the bytes go, clang and gcc agree on nearly always.
 *
 * @param shape its bases and members are laid out for the same target
 * @see Itanium C++ ABI 2.4
 */
export function layOutItanium(shape: ClassShape, target: Target): ClassLayout {
  return new ItaniumLayout(shape, target).run();
}

class ItaniumLayout {
  readonly #shape: ClassShape;
  readonly #placement: Placement;
  readonly #empties: EmptySubobjects;
  readonly #indirect: Set<ClassShape>;
  readonly #graph: BaseGraph;
  readonly #primary: LaidOutClass | null;
  readonly #primaryIsVirtual: boolean;
  readonly #bases = new Map<ClassShape, Bytes>();
  readonly #virtualBases = new Map<ClassShape, VirtualBasePlace>();

  constructor(shape: ClassShape, target: Target) {
    this.#shape = shape;
    this.#empties = new EmptySubobjects(shape);
    this.#placement =
      target.compiler === 'gcc'
        ? new GccPlacement(shape, target, this.#empties)
        : new ClangPlacement(shape, target, this.#empties);
    this.#indirect = indirectPrimaries(shape);
    const { primary, isVirtual } = this.#choosePrimary();
    this.#primary = primary;
    this.#primaryIsVirtual = isVirtual;
    this.#graph = buildBaseGraph(shape, isVirtual ? primary : null);
  }

  run(): ClassLayout {
    const placement = this.#placement;
    const ownVtablePointer = this.#shape.dynamic && this.#primary === null;
    if (this.#primary !== null) {
      if (this.#primaryIsVirtual) this.#placeVirtual(this.#primary);
      else this.#placeNonVirtual(this.#primary);
    } else if (ownVtablePointer) {
      placement.placeVtablePointer();
    }
    for (const base of this.#shape.bases) {
      if (!base.virtual && base.class !== this.#nonVirtualPrimary) this.#placeNonVirtual(base.class);
    }
    const fieldOffsets = this.#shape.fields.map((field) => placement.placeField(field));
    placement.endNonVirtual();
    if (this.#primaryIsVirtual && this.#primary) this.#indirect.add(this.#primary);
    this.#placeVirtualBases(this.#shape, this.#primary, this.#primaryIsVirtual);
    // Written out, for spreading an object here costs a third of the whole.
    const { size, align, dataSize, nonVirtualSize, nonVirtualAlign } = placement.finish();
    return {
      size,
      align,
      dataSize,
      nonVirtualSize,
      nonVirtualAlign,
      fieldOffsets,
      bases: this.#bases,
      virtualBases: this.#virtualBases,
      primary: this.#primary,
      primaryIsVirtual: this.#primaryIsVirtual,
      ownVtablePointer,
      largestEmpty: this.#empties.largest,
      contestedPrimary: this.#graph.contested,
      microsoft: null,
    };
  }

  /** @see Itanium C++ ABI 2.4 I.2 */
  #choosePrimary(): { primary: LaidOutClass | null; isVirtual: boolean } {
    if (!this.#shape.dynamic) return { primary: null, isVirtual: false };
    const direct = this.#shape.bases.find((base) => !base.virtual && base.class.dynamic);
    if (direct) return { primary: direct.class, isVirtual: false };
    const nearlyEmpty = [...virtualBasesInPreorder(this.#shape)].filter((base) =>
      this.#placement.isNearlyEmpty(base),
    );
    const primary = nearlyEmpty.find((base) => !this.#indirect.has(base)) ?? nearlyEmpty[0] ?? null;
    return { primary, isVirtual: primary !== null };
  }

  get #nonVirtualPrimary(): LaidOutClass | null {
    return this.#primaryIsVirtual ? null : this.#primary;
  }

  #placeNonVirtual(base: LaidOutClass): void {
    const node = this.#graph.direct.get(base);
    if (!node) return;
    const offset = this.#placement.placeBase(node);
    this.#bases.set(base, offset);
    placeClaimed(node, offset, this.#virtualBases);
  }

  #placeVirtual(base: LaidOutClass): void {
    const node = this.#graph.virtual.get(base);
    if (!node) return;
    const offset = this.#placement.placeBase(node);
    this.#virtualBases.set(base, { offset, displaced: false });
    placeClaimed(node, offset, this.#virtualBases);
  }

  /** Virtual bases that no base subobject owns, depth first and left to right. */
  #placeVirtualBases(shape: ClassShape, primary: LaidOutClass | null, primaryIsVirtual: boolean): void {
    for (const { class: base, virtual } of shape.bases) {
      const isOwnPrimary = primaryIsVirtual && base === primary;
      if (virtual && !isOwnPrimary && !this.#indirect.has(base)) {
        this.#indirect.add(base);
        this.#placeVirtual(base);
      }
      if (base.virtualBases.length > 0) {
        this.#placeVirtualBases(base, base.layout.primary, base.layout.primaryIsVirtual);
      }
    }
  }
}
