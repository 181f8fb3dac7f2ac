import type { Target } from '../target.js';
import type { ClassLayout, ClassShape, LaidOutClass, ShapeField, VirtualBasePlace } from './class-shape.js';
import { sharesAddress } from './classify.js';
import { emptiesOfObject, EmptySubobjects } from './empty-subobjects.js';
import { placeBitField } from './itanium-bit-fields.js';
import { bitsOf, roundUp, type Bits, type Bytes } from './units.js';
import {
  buildBaseGraph,
  emptiesOfBase,
  indirectPrimaries,
  placeClaimed,
  virtualBasesInPreorder,
  type BaseGraph,
  type BaseNode,
} from './virtual-primary.js';

/** The record under construction. */
export interface Progress {
  size: Bytes;
  /** End of the data: the next subobject may start here. */
  dataSize: Bytes;
  align: Bytes;
  /** Bits still free in the last byte of the last bit-field. */
  unfilledBits: Bits;
  /** End of the members with their whole size, tail padding included. */
  paddedSize: Bytes;
}

/**
 * Lays a class out as clang does for targets with the Itanium ABI.
 *
 * @param shape its bases and members are laid out for the same target
 * @see Itanium C++ ABI 2.4
 */
export function layOutItanium(shape: ClassShape, target: Target): ClassLayout {
  return new ItaniumLayout(shape, target).run();
}

class ItaniumLayout {
  readonly #shape: ClassShape;
  readonly #target: Target;
  readonly #progress: Progress;
  readonly #empties: EmptySubobjects;
  readonly #indirect: Set<ClassShape>;
  readonly #graph: BaseGraph;
  readonly #primary: LaidOutClass | null;
  readonly #primaryIsVirtual: boolean;
  readonly #bases = new Map<ClassShape, Bytes>();
  readonly #virtualBases = new Map<ClassShape, VirtualBasePlace>();
  readonly #fieldOffsets: Bits[] = [];

  constructor(shape: ClassShape, target: Target) {
    this.#shape = shape;
    this.#target = target;
    this.#progress = {
      size: 0,
      dataSize: 0,
      align: Math.max(1, shape.definition.alignment),
      unfilledBits: 0,
      paddedSize: 0,
    };
    this.#empties = new EmptySubobjects(shape);
    this.#indirect = indirectPrimaries(shape);
    const { primary, isVirtual } = this.#choosePrimary();
    this.#primary = primary;
    this.#primaryIsVirtual = isVirtual;
    this.#graph = buildBaseGraph(shape, isVirtual ? primary : null);
  }

  run(): ClassLayout {
    const progress = this.#progress;
    const ownVtablePointer = this.#shape.dynamic && this.#primary === null;
    this.#startWithPrimary(ownVtablePointer);
    for (const base of this.#shape.bases) {
      if (!base.virtual && base.class !== this.#nonVirtualPrimary) this.#placeNonVirtual(base.class);
    }
    for (const field of this.#shape.fields) {
      if (field.declaration.bitWidth === null) this.#placeField(field);
      else this.#fieldOffsets.push(placeBitField(field, progress, this.#shape, this.#target));
    }
    const nonVirtualSize = progress.size;
    const nonVirtualAlign = progress.align;
    if (this.#primaryIsVirtual && this.#primary) this.#indirect.add(this.#primary);
    this.#placeVirtualBases(this.#shape, this.#primary, this.#primaryIsVirtual);
    if (progress.size === 0 && this.#shape.empty) progress.size = 1;
    const size = roundUp(Math.max(progress.size, progress.paddedSize), progress.align);
    const whole = isPodForLayout(this.#shape, this.#target);
    return {
      size,
      align: progress.align,
      dataSize: whole ? size : progress.dataSize,
      nonVirtualSize: whole ? size : nonVirtualSize,
      nonVirtualAlign,
      fieldOffsets: this.#fieldOffsets,
      bases: this.#bases,
      virtualBases: this.#virtualBases,
      primary: this.#primary,
      primaryIsVirtual: this.#primaryIsVirtual,
      ownVtablePointer,
      largestEmpty: this.#empties.largest,
      microsoft: null,
    };
  }

  /** @see Itanium C++ ABI 2.4 I.2 */
  #choosePrimary(): { primary: LaidOutClass | null; isVirtual: boolean } {
    if (!this.#shape.dynamic) return { primary: null, isVirtual: false };
    const direct = this.#shape.bases.find((base) => !base.virtual && base.class.dynamic);
    if (direct) return { primary: direct.class, isVirtual: false };
    const nearlyEmpty = [...virtualBasesInPreorder(this.#shape)].filter(
      (base) => base.dynamic && base.layout.nonVirtualSize === this.#target.pointerSize,
    );
    const primary = nearlyEmpty.find((base) => !this.#indirect.has(base)) ?? nearlyEmpty[0] ?? null;
    return { primary, isVirtual: primary !== null };
  }

  get #nonVirtualPrimary(): LaidOutClass | null {
    return this.#primaryIsVirtual ? null : this.#primary;
  }

  #startWithPrimary(ownVtablePointer: boolean): void {
    if (this.#primary !== null) {
      if (this.#primaryIsVirtual) this.#placeVirtual(this.#primary);
      else this.#placeNonVirtual(this.#primary);
    } else if (ownVtablePointer) {
      const progress = this.#progress;
      const pointer = this.#target.pointerSize;
      progress.align = Math.max(progress.align, this.#cap(this.#shape.definition.packed ? 1 : pointer));
      progress.size = progress.dataSize = pointer;
    }
  }

  /** `#pragma pack` bounds every alignment inside the record. */
  #cap(align: Bytes): Bytes {
    return Math.min(align, this.#shape.definition.pragmaPack ?? align);
  }

  #placeNonVirtual(base: LaidOutClass): void {
    const node = this.#graph.direct.get(base);
    if (!node) return;
    const offset = this.#placeBase(node);
    this.#bases.set(base, offset);
    placeClaimed(node, offset, this.#virtualBases);
  }

  #placeVirtual(base: LaidOutClass): void {
    const node = this.#graph.virtual.get(base);
    if (!node) return;
    const offset = this.#placeBase(node);
    this.#virtualBases.set(base, { offset, displaced: false });
    placeClaimed(node, offset, this.#virtualBases);
  }

  /** @see Itanium C++ ABI 2.4 II.1, II.3 */
  #placeBase(node: BaseNode): Bytes {
    const progress = this.#progress;
    const { empty, layout } = node.class;
    if (empty && this.#empties.take(emptiesOfBase(node, 0), true)) {
      progress.size = Math.max(progress.size, layout.size);
      progress.align = Math.max(progress.align, layout.nonVirtualAlign);
      return 0;
    }
    const align = this.#cap(layout.nonVirtualAlign);
    let offset = roundUp(progress.dataSize, align);
    while (!this.#empties.take(emptiesOfBase(node, offset), empty)) offset += align;
    if (empty) {
      progress.size = Math.max(progress.size, offset + layout.size);
    } else {
      progress.dataSize = offset + layout.nonVirtualSize;
      progress.size = Math.max(progress.size, progress.dataSize);
    }
    progress.align = Math.max(progress.align, align);
    return offset;
  }

  /** @see Itanium C++ ABI 2.4 II.1 */
  #placeField(field: ShapeField): void {
    const progress = this.#progress;
    const { declaration, type } = field;
    const union = this.#shape.record.kind === 'union';
    progress.unfilledBits = 0;
    const shares = sharesAddress(field, this.#target);
    const sharesEmpty = shares && type.class?.empty === true;
    const align = this.#cap(Math.max(this.#isPacked(field) ? 1 : type.align, declaration.alignment));
    let offset = union || sharesEmpty ? 0 : roundUp(progress.dataSize, align);
    while (
      !union &&
      !this.#empties.take(emptiesOfObject(type, offset), declaration.noUniqueAddress !== null)
    ) {
      offset = offset === 0 && progress.dataSize > 0 ? roundUp(progress.dataSize, align) : offset + align;
    }
    this.#fieldOffsets.push(bitsOf(offset));
    if (sharesEmpty) {
      progress.size = Math.max(progress.size, offset + type.size);
    } else {
      const effective =
        shares && type.class
          ? Math.max(type.class.layout.nonVirtualSize, type.class.layout.dataSize)
          : type.size;
      progress.dataSize = union ? Math.max(progress.dataSize, effective) : offset + effective;
      progress.paddedSize = Math.max(progress.paddedSize, offset + type.size);
      progress.size = Math.max(progress.size, progress.dataSize);
    }
    progress.align = Math.max(progress.align, align);
  }

  /** `packed` on the record holds for members of class type only where they are POD or packed themselves. */
  #isPacked({ declaration, type }: ShapeField): boolean {
    if (declaration.packed) return true;
    if (!this.#shape.definition.packed) return false;
    if (!this.#target.itanium.defaultedKeepsPod) return true;
    if (!type.isClass) return true;
    return type.class !== null && (type.class.pod03 || type.class.definition.packed);
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

/**
 * POD for the purpose of layout: such a class never lends its tail padding to others.
 *
 * Clang lays out a class with `alignas` and a defaulted member before it knows that the member is
 * trivial, which shows where the C++11 rule holds.
 */
function isPodForLayout(shape: ClassShape, target: Target): boolean {
  if (target.itanium.pod === 'c++03') return shape.pod03;
  const { alignas, packed, special } = shape.definition;
  const members = [
    special.defaultConstructor,
    special.copyConstructor,
    special.moveConstructor,
    special.copyAssignment,
    special.moveAssignment,
    special.destructor,
  ];
  const laidOutEarly = alignas && !packed && members.some((member) => member.state === 'defaulted');
  return shape.trivial && shape.standardLayout && !laidOutEarly;
}
