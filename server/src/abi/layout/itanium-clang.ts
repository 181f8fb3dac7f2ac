import type { Target } from '../target.js';
import type { ClassShape, LaidOutClass, ShapeField } from './class-shape.js';
import { sharesAddress } from './classify.js';
import { emptiesOfObject, type EmptySubobjects } from './empty-subobjects.js';
import { isMicrosoftStruct, placeBitField } from './itanium-bit-fields.js';
import type { Extents, Placement } from './itanium.js';
import { bitsOf, roundUp, type Bits, type Bytes } from './units.js';
import { emptiesOfBase, type BaseNode } from './virtual-primary.js';

/** The record under construction. */
export interface Progress {
  size: Bytes;
  /** End of the data: the next subobject may start here. */
  dataSize: Bytes;
  align: Bytes;
  /** Bits still free in the last byte of the last bit-field. */
  unfilledBits: Bits;
  /** Size of the type whose unit is open under `ms_struct`; 0 where none is. */
  openUnit: Bits;
  /** End of the members with their whole size, tail padding included. */
  paddedSize: Bytes;
}

/** @see clang's lib/AST/RecordLayoutBuilder.cpp, `ItaniumRecordLayoutBuilder` */
export class ClangPlacement implements Placement {
  readonly #shape: ClassShape;
  readonly #target: Target;
  readonly #empties: EmptySubobjects;
  readonly #progress: Progress;
  #nonVirtualSize: Bytes = 0;
  #nonVirtualAlign: Bytes = 1;

  constructor(shape: ClassShape, target: Target, empties: EmptySubobjects) {
    this.#shape = shape;
    this.#target = target;
    this.#empties = empties;
    this.#progress = {
      size: 0,
      dataSize: 0,
      align: Math.max(1, shape.definition.alignment),
      unfilledBits: 0,
      openUnit: 0,
      paddedSize: 0,
    };
  }

  isNearlyEmpty({ dynamic, layout }: LaidOutClass): boolean {
    return dynamic && layout.nonVirtualSize === this.#target.pointerSize;
  }

  placeVtablePointer(): void {
    const progress = this.#progress;
    const pointer = this.#target.pointerSize;
    progress.align = Math.max(progress.align, this.#cap(this.#shape.definition.packed ? 1 : pointer));
    progress.size = progress.dataSize = pointer;
  }

  placeField(field: ShapeField): Bits {
    return field.declaration.bitWidth === null
      ? this.#placeMember(field)
      : placeBitField(field, this.#progress, this.#shape, this.#target);
  }

  endNonVirtual(): void {
    this.#nonVirtualSize = this.#progress.size;
    this.#nonVirtualAlign = this.#progress.align;
  }

  finish(): Extents {
    const progress = this.#progress;
    if (progress.size === 0 && this.#shape.empty) progress.size = 1;
    const size = roundUp(Math.max(progress.size, progress.paddedSize), progress.align);
    const whole = this.#shape.podForLayout;
    return {
      size,
      align: progress.align,
      dataSize: whole ? size : progress.dataSize,
      nonVirtualSize: whole ? size : this.#nonVirtualSize,
      nonVirtualAlign: this.#nonVirtualAlign,
    };
  }

  /** @see Itanium C++ ABI 2.4 II.1, II.3 */
  placeBase(node: BaseNode): Bytes {
    const progress = this.#progress;
    const { empty, layout } = node.class;
    if (empty && this.#empties.take(emptiesOfBase(node, 0))) {
      progress.size = Math.max(progress.size, layout.size);
      progress.align = Math.max(progress.align, layout.nonVirtualAlign);
      return 0;
    }
    const align = this.#cap(layout.nonVirtualAlign);
    let offset = roundUp(progress.dataSize, align);
    const limit = empty ? Infinity : this.#empties.largest;
    while (!this.#empties.take(emptiesOfBase(node, offset), limit)) offset += align;
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
  #placeMember(field: ShapeField): Bits {
    const progress = this.#progress;
    const { declaration, type } = field;
    const union = this.#shape.record.kind === 'union';
    progress.unfilledBits = progress.openUnit = 0;
    const shares = sharesAddress(field, this.#target);
    const sharesEmpty = shares && type.class?.empty === true;
    const natural = this.#isPacked(field) ? 1 : this.#naturalAlign(field);
    const align = this.#cap(Math.max(natural, declaration.alignment));
    let offset = union || sharesEmpty ? 0 : roundUp(progress.dataSize, align);
    const limit = declaration.noUniqueAddress === null ? this.#empties.largest : Infinity;
    while (!union && !this.#empties.take(emptiesOfObject(type, offset), limit)) {
      offset = offset === 0 && progress.dataSize > 0 ? roundUp(progress.dataSize, align) : offset + align;
    }
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
    return bitsOf(offset);
  }

  /** `ms_struct` aligns fundamental types to their size, where that is a power of two. */
  #naturalAlign({ type }: ShapeField): Bytes {
    const { align, builtinSize } = type;
    if (builtinSize <= align || !isMicrosoftStruct(this.#shape, this.#target)) return align;
    return Number.isInteger(Math.log2(builtinSize)) ? builtinSize : align;
  }

  /** `packed` on the record holds for members of class type only where they are POD or packed themselves. */
  #isPacked({ declaration, type }: ShapeField): boolean {
    if (declaration.packed) return true;
    if (!this.#shape.definition.packed) return false;
    if (!this.#target.itanium.defaultedKeepsPod) return true;
    if (!type.isClass) return true;
    return type.class !== null && (type.class.pod03 || type.class.definition.packed);
  }

  /** `#pragma pack` bounds every alignment inside the record. */
  #cap(align: Bytes): Bytes {
    return Math.min(align, this.#shape.definition.pragmaPack ?? align);
  }
}
