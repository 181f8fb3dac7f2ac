import type { CppAbiField, CppAbiLibraryType, CppAbiRecord, CppRecordDefinition } from '../model.js';
import type { Bits, Bytes } from './units.js';

/**
 * A class whose bases and members are all complete and laid out: what a layout algorithm starts from.
 * One record has one shape (and one `LaidOutClass`) for each target, so that shapes compare with `===`.
 */
export interface ClassShape {
  readonly record: CppAbiRecord;
  readonly definition: CppRecordDefinition;
  readonly bases: readonly ShapeBase[];
  readonly fields: readonly ShapeField[];
  /** Every virtual base, direct or not, once; each after its own virtual bases, left to right. */
  readonly virtualBases: readonly LaidOutClass[];
  /** Has, declares or inherits a virtual function. */
  readonly polymorphic: boolean;
  /** Polymorphic, or has a virtual base anywhere. */
  readonly dynamic: boolean;
  /** Has no data: `std::is_empty`. */
  readonly empty: boolean;
  /** POD by the rules of C++03. */
  readonly pod03: boolean;
  /** The Itanium ABI's "POD for the purpose of layout": such a class never lends its tail padding. */
  readonly podForLayout: boolean;
  /** Trivially copyable with a trivial default constructor. */
  readonly trivial: boolean;
  /** Standard layout by the rules of C++11. */
  readonly standardLayout: boolean;
  /** Has something, parts aside, that clang and gcc, or gcc by different standards, need not lay out alike. */
  readonly mayVary: boolean;
  /** Objects of class type inside of it that a walk meets, itself included: elements of arrays where empty classes are placed. */
  readonly subobjects: number;
  /** The library class that this is, where the tables say what it takes up, but not what is inside. */
  readonly opaque: CppAbiLibraryType | null;
}

export interface LaidOutClass extends ClassShape {
  readonly layout: ClassLayout;
}

export interface ShapeBase {
  readonly class: LaidOutClass;
  readonly virtual: boolean;
}

export interface ShapeField {
  readonly declaration: CppAbiField;
  readonly type: ObjectType;
}

/** What a layout needs to know of a member's type. */
export interface ObjectType {
  readonly size: Bytes;
  readonly align: Bytes;
  /** Alignment that Microsoft's `#pragma pack` cannot lower (from `alignas` and aligned typedefs); 0 without. */
  readonly requiredAlign: Bytes;
  /** The type without the typedef that gave it another alignment. */
  readonly naturalAlign: Bytes;
  /** Size of the fundamental type that it is, or an array of; 0 for all others. */
  readonly builtinSize: Bytes;
  /** The type is a class itself, no array of it. */
  readonly isClass: boolean;
  readonly class: LaidOutClass | null;
  /** The class, also as the element of arrays, with the number of elements. */
  readonly element: LaidOutClass | null;
  readonly elements: number;
  readonly reference: boolean;
}

/** What a layout algorithm computes; offsets by base as object identity. */
export interface ClassLayout {
  readonly size: Bytes;
  readonly align: Bytes;
  readonly dataSize: Bytes;
  readonly nonVirtualSize: Bytes;
  readonly nonVirtualAlign: Bytes;
  /** One for each field, in order. */
  readonly fieldOffsets: readonly Bits[];
  readonly bases: ReadonlyMap<ClassShape, Bytes>;
  readonly virtualBases: ReadonlyMap<ClassShape, VirtualBasePlace>;
  /** The base whose table pointer this class shares. */
  readonly primary: LaidOutClass | null;
  readonly primaryIsVirtual: boolean;
  readonly ownVtablePointer: boolean;
  /** Two subobjects want the same virtual base for their primary one. */
  readonly contestedPrimary: boolean;
  /** Size of the largest empty class among bases and members, however deep. */
  readonly largestEmpty: Bytes;
  /** Null in the Itanium ABI. */
  readonly microsoft: MicrosoftTraits | null;
}

export interface VirtualBasePlace {
  readonly offset: Bytes;
  /** Microsoft: four bytes of `vtordisp` stand before it. */
  readonly displaced: boolean;
}

export interface MicrosoftTraits {
  readonly requiredAlign: Bytes;
  /** Offset of the virtual base table pointer; null without. */
  readonly vbtablePointer: Bytes | null;
  readonly ownVbtablePointer: boolean;
  readonly extendableVftable: boolean;
  readonly leadsWithZeroSized: boolean;
  readonly endsWithZeroSized: boolean;
}

/** An unnamed bit-field: it separates, but is no member. */
export const isUnnamedBitField = (field: CppAbiField): boolean =>
  field.bitWidth !== null && field.name === '';
