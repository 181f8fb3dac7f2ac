import type { Bits, Bytes } from './units.js';

/** Layout of a C++ record for one target, as `sizeof`, `alignof`, `offsetof` and the ABI have it. */
export interface RecordLayout {
  readonly size: Bytes;
  readonly align: Bytes;
  /** Bytes that a derived class or a `[[no_unique_address]]` neighbour must leave alone. */
  readonly dataSize: Bytes;
  /** Size and alignment without virtual bases: what a derived class embeds. */
  readonly nonVirtualSize: Bytes;
  readonly nonVirtualAlign: Bytes;
  /** In declaration order; members of anonymous structs and unions stand in their owner's place. */
  readonly fields: readonly FieldLayout[];
  /** Direct bases in order, then virtual bases wherever they come from. */
  readonly bases: readonly BaseLayout[];
  /** Pointers that the record itself adds: virtual function tables, Microsoft's virtual base tables. */
  readonly tablePointers: readonly TablePointer[];
  /** Bytes that belong to no field, base or table pointer. */
  readonly padding: readonly Span[];
  /**
   * Tail padding that a class derived from this one, or the neighbour of a `[[no_unique_address]]` member
   * of this type, may fill with its own data; null where there is none. Writing all `size` bytes of such a
   * subobject, as Rust does, overwrites that data.
   */
  readonly reusableTail: Span | null;
  /** Where that has happened inside this record; empty for nearly all records. */
  readonly reusedTails: readonly ReusedTail[];
  /**
   * Where nothing says which compiler builds the C++ side and they agree on everything else: what another
   * one does with the tail padding, in words; null where they agree on that, too.
   */
  readonly tailVaries: string | null;
  /** `std::is_empty`: no data, so that it takes no room as a base. */
  readonly empty: boolean;
  /** Has a table of virtual functions, its own or a base's. */
  readonly polymorphic: boolean;
}

export interface TablePointer extends Span {
  readonly kind: 'vtable' | 'vbtable';
}

/** Some bytes of a record, from its start. */
export interface Span {
  readonly offset: Bytes;
  readonly size: Bytes;
}

/**
 * Tail padding of a subobject in which another part of the record stands. `offset` and `size` are the
 * bytes that both occupy: within `sizeof` of `of`, and data of `by`.
 */
export interface ReusedTail extends Span {
  /** A base or `[[no_unique_address]]` member, or one inside of such a subobject (`Base::member`, `member.inner`). */
  readonly of: Subobject;
  readonly by: Subobject;
}

export interface Subobject {
  readonly kind: 'base' | 'member';
  /** The class of a base, the name of a member. */
  readonly name: string;
}

export interface FieldLayout {
  /** Empty for an unnamed bit-field. */
  readonly name: string;
  /** The type as people write it. */
  readonly type: string;
  /** For a bit-field the byte that holds its first bit. */
  readonly offset: Bytes;
  readonly offsetBits: Bits;
  /** Size of the type; of a bit-field that of its declared type. */
  readonly size: Bytes;
  readonly bitWidth: Bits | null;
}

export interface BaseLayout {
  readonly name: string;
  readonly offset: Bytes;
  /** Without virtual bases, which stand elsewhere; 0 for an empty class, which takes no room. */
  readonly size: Bytes;
  readonly virtual: boolean;
}
