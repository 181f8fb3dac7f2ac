import type { CppBuiltin } from '../../facts/cpp/cpp-facts.js';
import type { Target } from '../target.js';
import type { ClassShape, LaidOutClass, ShapeField } from './class-shape.js';
import { isPackedByGcc, sharesAddress } from './classify.js';
import { emptiesOf, emptiesOfObject, type EmptySubobjects } from './empty-subobjects.js';
import type { Extents, Placement } from './itanium.js';
import { isMicrosoftStruct } from './itanium-bit-fields.js';
import { BitFieldRuns, type Piece } from './itanium-gcc-runs.js';
import { bitsOf, bytesHolding, roundUp, type Bits, type Bytes } from './units.js';
import { emptiesOfBase, type BaseNode } from './virtual-primary.js';

/**
 * Where gcc puts the parts of a class. It keeps one position in bits and aligns it before each part, where
 * clang keeps bytes and what is left of the last one; the two differ for bit-fields with alignments of
 * their own, for members and bases that must step aside for an empty subobject, for `packed` classes with
 * members that are not POD, and in what counts as the end of a class.
 *
 * @see gcc's cp/class.cc, `layout_class_type`, and stor-layout.cc, `place_field`; gcc 12
 */
export class GccPlacement implements Placement {
  readonly #shape: ClassShape;
  readonly #target: Target;
  readonly #empties: EmptySubobjects;
  /** `#pragma pack` in bits; 0 without. */
  readonly #pack: Bits;
  /** Under `ms_struct`. */
  #runs: BitFieldRuns | null;
  #position: Bits = 0;
  #align: Bits;
  /** End of the bases and members, of which empty ones count with their size. */
  #end: Bytes = 0;
  /** Ends of the virtual bases; of empty ones the start, respectively the end. */
  #virtualDataEnd: Bytes = 0;
  #virtualEnd: Bytes = 0;
  #nonVirtual: { size: Bytes; align: Bytes } | null = null;

  constructor(shape: ClassShape, target: Target, empties: EmptySubobjects) {
    this.#shape = shape;
    this.#target = target;
    this.#empties = empties;
    this.#pack = bitsOf(shape.definition.pragmaPack ?? 0);
    this.#align = bitsOf(Math.max(1, shape.definition.alignment));
    this.#runs = isMicrosoftStruct(shape, target) ? new BitFieldRuns() : null;
  }

  get #union(): boolean {
    return this.#shape.record.kind === 'union';
  }

  isNearlyEmpty(base: LaidOutClass): boolean {
    return isNearlyEmpty(base);
  }

  placeVtablePointer(): void {
    const size = bitsOf(this.#target.pointerSize);
    const packed = isPackedByGcc(this.#shape);
    this.#place(pieceOf(size, size, { packed }));
    this.#end = this.#target.pointerSize;
  }

  placeBase(node: BaseNode): Bytes {
    const { empty, layout } = node.class;
    const offset = empty
      ? this.#placeEmpty(node.class, 0, (at) => emptiesOfBase(node, at))
      : this.#placeApart(
          pieceOf(bitsOf(layout.nonVirtualSize), bitsOf(layout.nonVirtualAlign)),
          bitsOf(layout.nonVirtualAlign),
          (at) => emptiesOfBase(node, at),
        );
    const end = offset + (empty ? layout.size : layout.nonVirtualSize);
    if (this.#nonVirtual === null) {
      this.#end = Math.max(this.#end, end);
    } else {
      this.#virtualDataEnd = Math.max(this.#virtualDataEnd, offset + layout.nonVirtualSize);
      this.#virtualEnd = Math.max(this.#virtualEnd, end);
    }
    return offset;
  }

  placeField(field: ShapeField): Bits {
    if (field.declaration.bitWidth !== null) return this.#placeBitField(field, field.declaration.bitWidth);
    const { declaration, type } = field;
    const shared = sharesAddress(field, this.#target) ? type.class : null;
    const places = (at: Bytes): ReturnType<typeof emptiesOfObject> => emptiesOfObject(type, at);
    if (shared?.empty) {
      const offset = this.#placeEmpty(shared, declaration.alignment, places);
      this.#end = Math.max(this.#end, offset + type.size);
      return bitsOf(offset);
    }
    const size = shared && !shared.podForLayout ? shared.layout.dataSize : type.size;
    const piece = pieceOf(bitsOf(size), bitsOf(type.align), {
      ...alignmentOn(field),
      packed: this.#isPacked(field),
    });
    const offset = this.#placeApart(piece, bitsOf(type.align), places);
    this.#end = Math.max(this.#end, offset + size);
    return bitsOf(offset);
  }

  endNonVirtual(): void {
    this.#position = roundUp(this.#position, bitsOf(1));
    this.#nonVirtual = {
      size: Math.max(this.#position / bitsOf(1), this.#end),
      align: this.#align / bitsOf(1),
    };
  }

  finish(): Extents {
    const { size: nonVirtualSize, align: nonVirtualAlign } = this.#nonVirtual ?? { size: 0, align: 1 };
    const unrounded = Math.max(this.#position / bitsOf(1), this.#end, this.#virtualEnd);
    const align = this.#align / bitsOf(1);
    const size = roundUp(unrounded === 0 && this.#shape.empty ? 1 : unrounded, align);
    const whole = this.#shape.podForLayout && !this.#shape.empty;
    // A class without its virtual bases is one type with the class where size and user's alignment are alike.
    const isOne = nonVirtualSize === size && isAlignedByUser(this.#shape, 'as-base');
    return {
      size,
      align,
      dataSize: whole ? size : Math.max(this.#end, this.#virtualDataEnd),
      nonVirtualSize: whole ? size : nonVirtualSize,
      nonVirtualAlign: isOne ? align : nonVirtualAlign,
    };
  }

  /** An empty base or member: at the start, or else behind everything, where no other of its class stands. */
  #placeEmpty(laidOut: LaidOutClass, explicitAlign: Bytes, places: (offset: Bytes) => Places): Bytes {
    const { nonVirtualAlign } = laidOut.layout;
    const step = explicitAlign > 0 ? explicitAlign : nonVirtualAlign;
    let offset = 0;
    if (!this.#union && !this.#empties.take(places(0))) {
      offset = roundUp(Math.floor(this.#position / bitsOf(1)), nonVirtualAlign);
      while (!this.#empties.take(places(offset))) offset += step;
    }
    if (explicitAlign > 0 || isAlignedByUser(laidOut, 'as-base'))
      this.#align = Math.max(this.#align, bitsOf(step));
    return offset;
  }

  /** Anything else: where it would bring two empty subobjects of a class together, it is tried further on. */
  #placeApart(piece: Piece, step: Bits, places: (offset: Bytes) => Places): Bytes {
    // The largest empty class so far in the whole program it is for gcc; nobody sees more than this record.
    const limit = this.#empties.largest + 1;
    for (;;) {
      const start = this.#position;
      const runs = this.#runs?.copy() ?? null;
      const offset = this.#place(piece) / bitsOf(1);
      if (this.#union || this.#empties.take(places(offset), limit)) return offset;
      this.#position = start + step;
      this.#runs = runs;
    }
  }

  #placeBitField(field: ShapeField, width: Bits): Bits {
    const { declaration, type } = field;
    const counts = declaration.name !== '' || this.#target.itanium.unnamedBitFieldsAlign;
    const declared = {
      ...alignmentOn(field),
      packed: this.#isPacked(field),
      bitField: true,
      counts,
      typeSize: bitsOf(type.size),
      last: field === this.#shape.fields.at(-1),
    };
    const typeAlign = bitsOf(type.align);
    if (width <= declared.typeSize) {
      const offset = this.#place(pieceOf(width, typeAlign, declared));
      this.#endBitField(offset, width);
      return offset;
    }
    const unit = this.#unitFor(width);
    const wide = { ...declared, ownAlign: unit.align, explicit: false, counts: true };
    const offset = this.#place(pieceOf(unit.size, typeAlign, wide));
    this.#endBitField(offset, unit.size);
    const rest = this.#union ? width : width - unit.size;
    if (rest > 0) this.#place(this.#unnamedRest(rest));
    return offset;
  }

  /** What of an over-wide bit-field is beyond its unit: an unnamed one of `char`, as far as the record is concerned. */
  #unnamedRest(width: Bits): Piece {
    const eight = bitsOf(1);
    const counts = this.#target.itanium.unnamedBitFieldsAlign;
    return pieceOf(width, eight, { bitField: true, counts, typeSize: eight });
  }

  /** gcc 12 counts whole bytes from the one that the first bit is in: a last byte may be missed. */
  #endBitField(offset: Bits, width: Bits): void {
    this.#end = Math.max(this.#end, Math.floor(offset / bitsOf(1)) + bytesHolding(width));
  }

  /** The widest integer type that an over-wide bit-field fills. */
  #unitFor(width: Bits): { size: Bits; align: Bits } {
    for (const name of WIDE_UNITS) {
      const unit = this.#target.fundamental[name];
      if (unit && bitsOf(unit.size) <= width) return { size: bitsOf(unit.size), align: bitsOf(unit.align) };
    }
    return { size: bitsOf(1), align: bitsOf(1) };
  }

  #isPacked({ declaration, type }: ShapeField): boolean {
    const bitField = declaration.bitWidth !== null;
    if (declaration.packed) return bitField || type.align > 1;
    if (!this.#shape.definition.packed || type.reference) return false;
    return type.element === null || type.element.podForLayout || isPackedByGcc(type.element);
  }

  /** Aligns the position for the piece, gives it, and moves it behind the piece. */
  #place(piece: Piece): Bits {
    if (this.#union) {
      this.#raiseAlign(piece, this.#alignOf(piece, 0));
      this.#position = Math.max(this.#position, roundUp(piece.size, bitsOf(1)));
      return 0;
    }
    const align = this.#alignOf(piece, this.#position);
    this.#raiseAlign(piece, align);
    if (this.#runs) this.#position = this.#runs.start(this.#position, piece, align, this.#pack);
    else if (align > 0) this.#position = roundUp(this.#position, align);
    if (this.#straddles(piece)) this.#position = roundUp(this.#position, piece.typeAlign);
    const offset = this.#position;
    this.#position += piece.size + (this.#runs?.skippedAfter(piece) ?? 0);
    return offset;
  }

  /** Alignment of the position, @see `layout_decl` */
  #alignOf(piece: Piece, position: Bits): Bits {
    const { size, typeAlign, ownAlign, explicit, packed, bitField } = piece;
    if (bitField && size === 0 && !this.#runs) return Math.max(typeAlign, ownAlign);
    let align = ownAlign;
    if (!bitField) {
      if (!packed || !explicit) align = Math.max(align, typeAlign);
    } else if (this.#isIntegerWidth(size) && !(packed && size > bitsOf(1)) && position % size === 0) {
      align = Math.max(align, explicit ? size : Math.min(size, this.#integerAlign));
    }
    if (packed && !explicit) align = Math.min(align, bitsOf(1));
    return this.#cap(align);
  }

  /** @see `update_alignment_for_field` */
  #raiseAlign({ size, typeAlign, packed, bitField, counts }: Piece, align: Bits): void {
    if (this.#runs) {
      if (bitField && (size > 0 ? packed : !this.#runs.isOpen)) return;
      const ofType = !bitField && packed ? align : Math.max(typeAlign, align);
      this.#align = Math.max(this.#align, this.#cap(ofType));
      return;
    }
    if (bitField && !counts) return;
    let raised = align;
    if (bitField) {
      let ofType = typeAlign;
      if (size > 0) ofType = this.#pack > 0 ? this.#cap(typeAlign) : packed ? bitsOf(1) : typeAlign;
      raised = Math.max(align, ofType);
    }
    this.#align = Math.max(this.#align, raised);
  }

  /** A bit-field may not span more units of its type's alignment than its type does; any `#pragma pack` allows it. */
  #straddles({ size, typeAlign, typeSize, packed, bitField }: Piece): boolean {
    if (!bitField || packed || size === 0 || this.#pack > 0 || this.#runs) return false;
    return (this.#position % typeAlign) + size > typeSize;
  }

  /** Widths at which a bit-field is an integer of its own where it happens to be aligned. @see `MAX_FIXED_MODE_SIZE` */
  #isIntegerWidth(size: Bits): boolean {
    return INTEGER_WIDTHS.includes(size) || (size === 128 && this.#target.fundamental.__int128 !== null);
  }

  /** What i386 bounds the alignment of integers in records by, unless it is written on them. */
  get #integerAlign(): Bits {
    return bitsOf(this.#target.fundamental['long long']?.align === 4 ? 4 : 16);
  }

  #cap(align: Bits): Bits {
    return this.#pack > 0 ? Math.min(align, this.#pack) : align;
  }
}

type Places = Parameters<EmptySubobjects['take']>[0];

const WIDE_UNITS: readonly CppBuiltin[] = ['__int128', 'long long', 'int', 'short', 'char'];

const INTEGER_WIDTHS: readonly Bits[] = [8, 16, 32, 64];

const pieceOf = (
  size: Bits,
  typeAlign: Bits,
  given: Partial<Omit<Piece, 'size' | 'typeAlign'>> = {},
): Piece => ({
  size,
  typeAlign,
  typeSize: size,
  ownAlign: 0,
  explicit: false,
  packed: false,
  bitField: false,
  counts: true,
  last: false,
  ...given,
});

const alignmentOn = ({ declaration: { alignment } }: ShapeField): Pick<Piece, 'ownAlign' | 'explicit'> => ({
  ownAlign: bitsOf(alignment),
  explicit: alignment > 0,
});

/**
 * Only a pointer to a table of virtual functions, and nothing empty that stands elsewhere than at the start.
 *
 * @see gcc's `check_bases` and `build_base_field`
 */
function isNearlyEmpty({ dynamic, bases, fields, layout }: LaidOutClass): boolean {
  const direct = bases.filter((base) => !base.virtual).map((base) => base.class);
  if (!dynamic || direct.filter((base) => isNearlyEmpty(base)).length > 1) return false;
  const atStart = (base: LaidOutClass): boolean =>
    layout.bases.get(base) === 0 && [...emptiesOf(base, 0)].every(([, offset]) => offset === 0);
  return (
    direct.every((base) => (base.empty ? atStart(base) : isNearlyEmpty(base))) &&
    fields.every(
      ({ declaration, type }) =>
        declaration.bitWidth === 0 ||
        (declaration.noUniqueAddress === 'standard' && type.class?.empty === true),
    )
  );
}

/**
 * Somebody wrote the alignment down, on the class or on something inside.
 *
 * @param part `as-base` is the class without its virtual bases
 * @see gcc's `TYPE_USER_ALIGN`
 */
const isAlignedByUser = (shape: ClassShape, part: 'whole' | 'as-base'): boolean =>
  shape.definition.alignment > 0 ||
  shape.bases.some((base) => !base.virtual && isAlignedByUser(base.class, 'as-base')) ||
  (part === 'whole' && shape.virtualBases.some((base) => isAlignedByUser(base, 'as-base'))) ||
  shape.fields.some(
    ({ declaration, type }) =>
      declaration.alignment > 0 ||
      type.requiredAlign > 0 ||
      (type.element !== null && isAlignedByUser(type.element, 'whole')),
  );
