import type { Target } from '../target.js';
import type {
  ClassLayout,
  ClassShape,
  LaidOutClass,
  MicrosoftTraits,
  ShapeField,
  VirtualBasePlace,
} from './class-shape.js';
import { sharesAddress } from './classify.js';
import { emptiesOfObject, EmptySubobjects, offsetIn } from './empty-subobjects.js';
import { displacedBases, introducesSlot } from './microsoft-virtual.js';
import { bitsOf, roundUp, type Bits, type Bytes } from './units.js';

/**
 * Lays a class out as Microsoft's compiler does, after clang's emulation of it.
 *
 * Each class has two alignments: the plain one, which `#pragma pack` bounds, and the required one
 * (from `alignas` and `__declspec(align)`), which it does not.
 *
 * @param shape its bases and members are laid out for the same target
 */
export function layOutMicrosoft(shape: ClassShape, target: Target): ClassLayout {
  return new MicrosoftLayout(shape, target).run();
}

class MicrosoftLayout {
  readonly #shape: ClassShape;
  readonly #target: Target;
  readonly #pack: Bytes | null;
  readonly #empties: EmptySubobjects;
  readonly #bases = new Map<ClassShape, Bytes>();
  readonly #virtualBases = new Map<ClassShape, VirtualBasePlace>();
  #fieldOffsets: Bits[] = [];
  #size: Bytes = 0;
  #dataSize: Bytes = 0;
  #align: Bytes = 1;
  #required: Bytes;
  #leadsWithZeroSized = false;
  #endsWithZeroSized = false;
  /** The base whose vftable pointer, respectively vbtable pointer, this class shares. */
  #vftableBase: LaidOutClass | null = null;
  #vbtableBase: LaidOutClass | null = null;
  #vbtablePointer: Bytes | null = null;
  #ownVftable = false;
  /** The bit-field unit that is open: bits left in it, and the size of its type. */
  #unit: { size: Bytes; free: Bits } | null = null;

  constructor(shape: ClassShape, target: Target) {
    this.#shape = shape;
    this.#target = target;
    const { packed, pragmaPack } = shape.definition;
    this.#pack = packed ? 1 : pragmaPack !== null && pragmaPack <= target.pointerSize ? pragmaPack : null;
    this.#required = target.pointerSize === 8 ? 1 : 0;
    this.#empties = new EmptySubobjects(shape);
  }

  run(): ClassLayout {
    this.#placeBases();
    for (const field of this.#shape.fields) this.#placeField(field);
    this.#insertTablePointers();
    this.#size = roundUp(this.#size, this.#cap(this.#align));
    const nonVirtualSize = this.#size;
    this.#required = Math.max(this.#required, this.#shape.definition.alignment);
    if (this.#hasVirtualBases) this.#placeVirtualBases();
    this.#finish();
    return {
      size: this.#size,
      align: this.#align,
      dataSize: this.#dataSize,
      nonVirtualSize,
      nonVirtualAlign: this.#align,
      fieldOffsets: this.#fieldOffsets,
      bases: this.#bases,
      virtualBases: this.#virtualBases,
      primary: this.#vftableBase,
      primaryIsVirtual: false,
      ownVtablePointer: this.#ownVftable,
      largestEmpty: this.#empties.largest,
      contestedPrimary: false,
      microsoft: {
        requiredAlign: this.#required,
        vbtablePointer: this.#vbtablePointer,
        ownVbtablePointer: this.#hasVirtualBases && this.#vbtableBase === null,
        extendableVftable: this.#ownVftable || this.#vftableBase !== null,
        leadsWithZeroSized: this.#leadsWithZeroSized,
        endsWithZeroSized: this.#endsWithZeroSized,
      },
    };
  }

  get #union(): boolean {
    return this.#shape.record.kind === 'union';
  }

  get #hasVirtualBases(): boolean {
    return this.#shape.virtualBases.length > 0;
  }

  #cap(align: Bytes): Bytes {
    return Math.min(align, this.#pack ?? align);
  }

  /** Bases with a vftable pointer that can be extended come first, then the others, each in order. */
  #placeBases(): void {
    const { bases, polymorphic, definition } = this.#shape;
    const direct = bases.filter((base) => !base.virtual).map((base) => base.class);
    const extendable = direct.filter((base) => traitsOf(base).extendableVftable);
    this.#vftableBase = extendable[0] ?? null;
    this.#vbtableBase = direct.find((base) => traitsOf(base).vbtablePointer !== null) ?? null;
    if (polymorphic && this.#vftableBase === null) {
      this.#ownVftable = !bases.some((base) => base.class.polymorphic) || introducesSlot(this.#shape);
    }
    const order = [...extendable, ...direct.filter((base) => !traitsOf(base).extendableVftable)];
    this.#leadsWithZeroSized = order[0] !== undefined && traitsOf(order[0]).leadsWithZeroSized;
    let previous: LaidOutClass | null = null;
    for (const base of order) {
      if (previous && this.#needsGap(previous, base)) this.#size += 1;
      const align = this.#alignmentOfBase(base);
      if (definition.emptyBases && base.empty && base.layout.nonVirtualSize === 0) {
        this.#bases.set(base, 0);
      } else {
        this.#size = roundUp(this.#size, align);
        this.#bases.set(base, this.#size);
      }
      this.#size += base.layout.nonVirtualSize;
      this.#dataSize = this.#size;
      previous = base;
    }
    if (!this.#hasVirtualBases) return;
    const last = direct.at(-1);
    const lastEnd = last ? offsetIn(this.#bases, last) + last.layout.nonVirtualSize : 0;
    const shared = this.#vbtableBase;
    this.#vbtablePointer = shared
      ? offsetIn(this.#bases, shared) + (traitsOf(shared).vbtablePointer ?? 0)
      : lastEnd;
  }

  /** Two zero-sized subobjects must not share an address. */
  #needsGap(previous: LaidOutClass, next: LaidOutClass): boolean {
    return (
      traitsOf(previous).endsWithZeroSized &&
      traitsOf(next).leadsWithZeroSized &&
      !this.#shape.definition.emptyBases
    );
  }

  #alignmentOfBase(base: LaidOutClass): Bytes {
    const { requiredAlign, endsWithZeroSized } = traitsOf(base);
    const align = this.#cap(base.layout.align);
    this.#endsWithZeroSized = endsWithZeroSized;
    this.#align = Math.max(this.#align, align);
    this.#required = Math.max(this.#required, requiredAlign);
    return Math.max(align, requiredAlign);
  }

  #placeField(field: ShapeField): void {
    const width = field.declaration.bitWidth;
    if (width === null) this.#placeMember(field);
    else if (width === 0) this.#closeUnit(field);
    else this.#placeBitField(field, width);
  }

  #alignmentOfField({ declaration, type }: ShapeField): Bytes {
    let required = Math.max(declaration.alignment, type.requiredAlign);
    let align = type.naturalAlign;
    if (declaration.bitWidth !== null) {
      align = Math.max(align, required);
    } else {
      if (type.element) {
        this.#endsWithZeroSized = traitsOf(type.element).endsWithZeroSized;
        required = Math.max(required, traitsOf(type.element).requiredAlign);
      }
      this.#required = Math.max(this.#required, required);
    }
    return Math.max(declaration.packed ? 1 : this.#cap(align), required);
  }

  #placeMember(field: ShapeField): void {
    const { declaration, type } = field;
    this.#unit = null;
    const align = this.#alignmentOfField(field);
    this.#align = Math.max(this.#align, align);
    const shares =
      sharesAddress(field, this.#target) && type.class?.empty === true && type.class.fields.length === 0;
    let offset = this.#union || shares ? 0 : roundUp(this.#dataSize, align);
    const limit = declaration.noUniqueAddress === null ? this.#empties.largest : Infinity;
    while (!this.#union && !this.#empties.take(emptiesOfObject(type, offset), limit)) {
      const jumps = offset === 0 && this.#dataSize > 0 && this.#shape.bases.length > 0;
      offset = jumps ? roundUp(this.#dataSize, align) : offset + align;
    }
    this.#fieldOffsets.push(bitsOf(offset));
    if (!shares) this.#dataSize = Math.max(this.#dataSize, offset + type.size);
    this.#size = Math.max(this.#size, offset + type.size);
  }

  /** A zero-width bit-field counts only directly after one with a width. */
  #closeUnit(field: ShapeField): void {
    if (this.#unit === null) {
      this.#fieldOffsets.push(this.#union ? 0 : bitsOf(this.#size));
      return;
    }
    this.#unit = null;
    const align = this.#alignmentOfField(field);
    if (this.#union) {
      this.#fieldOffsets.push(0);
      this.#size = Math.max(this.#size, field.type.size);
    } else {
      this.#size = roundUp(this.#size, align);
      this.#fieldOffsets.push(bitsOf(this.#size));
      this.#align = Math.max(this.#align, align);
    }
    this.#dataSize = this.#size;
  }

  /** A bit-field joins the open unit only if its type has the same size and the rest is wide enough. */
  #placeBitField(field: ShapeField, width: Bits): void {
    const { size } = field.type;
    const align = this.#alignmentOfField(field);
    if (!this.#union && this.#unit?.size === size && width <= this.#unit.free) {
      this.#fieldOffsets.push(bitsOf(this.#size) - this.#unit.free);
      this.#unit.free -= width;
      return;
    }
    if (this.#union) {
      this.#unit = { size, free: 0 };
      this.#fieldOffsets.push(0);
      this.#size = Math.max(this.#size, size);
    } else {
      const offset = roundUp(this.#size, align);
      this.#unit = { size, free: bitsOf(size) - width };
      this.#fieldOffsets.push(bitsOf(offset));
      this.#size = offset + size;
      this.#align = Math.max(this.#align, align);
    }
    this.#dataSize = this.#size;
  }

  /**
   * A vbtable pointer of its own stands after the last non-virtual base and pushes the rest away; then a
   * vftable pointer of its own is put before everything.
   */
  #insertTablePointers(): void {
    const pointer = this.#target.pointerSize;
    const unit = Math.max(this.#required, this.#align);
    const site = this.#vbtablePointer;
    const ownVbtable = site !== null && this.#vbtableBase === null;
    if (ownVbtable) {
      this.#vbtablePointer = roundUp(site, this.#cap(pointer));
      this.#shift(roundUp(this.#vbtablePointer + pointer - site, unit), site);
    }
    if (this.#ownVftable) {
      const shift = roundUp(pointer, unit);
      if (this.#vbtablePointer !== null) this.#vbtablePointer += shift;
      this.#shift(shift, 0);
    }
    if (ownVbtable || this.#ownVftable) this.#align = Math.max(this.#align, this.#cap(pointer));
  }

  #shift(by: Bytes, from: Bytes): void {
    this.#size += by;
    this.#fieldOffsets = this.#fieldOffsets.map((offset) => offset + bitsOf(by));
    for (const [base, offset] of this.#bases) if (offset >= from) this.#bases.set(base, offset + by);
  }

  #placeVirtualBases(): void {
    const displaced = displacedBases(this.#shape);
    for (const base of this.#shape.virtualBases) {
      this.#required = Math.max(this.#required, traitsOf(base).requiredAlign);
    }
    const dispAlign = Math.max(this.#cap(4), this.#required);
    let previous: LaidOutClass | null = null;
    for (const base of this.#shape.virtualBases) {
      const isDisplaced = displaced.has(base);
      if (isDisplaced || (previous && this.#needsGap(previous, base))) {
        this.#size = roundUp(this.#size, dispAlign) + 4;
        this.#align = Math.max(this.#align, dispAlign);
      }
      const offset = roundUp(this.#size, this.#alignmentOfBase(base));
      this.#virtualBases.set(base, { offset, displaced: isDisplaced });
      this.#size = offset + base.layout.nonVirtualSize;
      previous = base;
    }
  }

  #finish(): void {
    if (this.#required > 0) {
      this.#align = Math.max(this.#align, this.#required);
      this.#size = roundUp(this.#size, Math.max(this.#cap(this.#align), this.#required));
    }
    if (this.#size > 0) return;
    if (!this.#shape.definition.emptyBases || !this.#shape.empty) {
      this.#endsWithZeroSized = this.#leadsWithZeroSized = true;
    }
    this.#size = this.#required >= 1 ? this.#align : 1;
  }
}

/** A class laid out for a Microsoft target always has them. */
function traitsOf({ layout }: LaidOutClass): MicrosoftTraits {
  return layout.microsoft ?? PLAIN;
}

const PLAIN: MicrosoftTraits = {
  requiredAlign: 0,
  vbtablePointer: null,
  ownVbtablePointer: false,
  extendableVftable: false,
  leadsWithZeroSized: false,
  endsWithZeroSized: false,
};
