import { bitsOf, roundUp, type Bits } from './units.js';

/** What is to be placed next, as gcc sees it. Everything in bits; 0 is no alignment at all. */
export interface Piece {
  readonly size: Bits;
  /** Alignment and size of the declared type. */
  readonly typeAlign: Bits;
  readonly typeSize: Bits;
  /** Alignment of the member itself, and whether somebody wrote it there. */
  readonly ownAlign: Bits;
  readonly explicit: boolean;
  readonly packed: boolean;
  readonly bitField: boolean;
  /** Raises the alignment of the record by that of its type. */
  readonly counts: boolean;
  /** The last member of all. */
  readonly last: boolean;
}

/**
 * Runs of bit-fields under `ms_struct`, as gcc finds them: each new run takes a whole type, and its rest is
 * skipped when something else follows.
 *
 * @see gcc's stor-layout.cc, `place_field`, where `ms_bitfield_layout_p` holds
 */
export class BitFieldRuns {
  /** The bit-field that began the run which is open, and what is left of its type. */
  #first: Piece | null = null;
  #rest: Bits = 0;

  /** A bit-field of no width that comes now ends a run. */
  get isOpen(): boolean {
    return this.#first !== null && this.#first.size > 0;
  }

  copy(): BitFieldRuns {
    const copy = new BitFieldRuns();
    copy.#first = this.#first;
    copy.#rest = this.#rest;
    return copy;
  }

  /**
   * Where the piece starts.
   *
   * @param position where the one before ended
   * @param align alignment that the piece has by itself, 0 for none
   * @param pack `#pragma pack`, 0 without
   */
  start(position: Bits, piece: Piece, align: Bits, pack: Bits): Bits {
    const unaligned = align > 0 && position % align !== 0;
    const before = this.#first;
    let at = position;
    let previous = before;
    if (before === null) {
      if (unaligned) at = roundUp(at, align);
    } else {
      let realign = unaligned;
      const continues =
        piece.bitField && piece.size > 0 && before.size > 0 && piece.typeSize === before.typeSize;
      if (continues && this.#rest >= piece.size) {
        this.#rest -= piece.size;
        realign = false;
      } else if (continues) {
        at += this.#rest;
        this.#first = piece;
        this.#rest = Math.max(0, piece.typeSize - piece.size);
      } else {
        if (before.size > 0) at += this.#rest;
        else previous = null;
        if (!piece.bitField || piece.size === 0) this.#first = null;
      }
      if (realign) at = roundUp(at, align);
    }
    const begins =
      !piece.bitField || (previous === null ? piece.size > 0 : piece.typeSize !== previous.typeSize);
    if (begins) {
      this.#rest = Math.max(0, piece.typeSize - piece.size);
      const ofType = piece.packed ? bitsOf(1) : piece.typeAlign;
      at = roundUp(at, pack > 0 ? Math.min(ofType, pack) : ofType);
      this.#first = null;
    }
    if (this.#first === null && piece.bitField) this.#first = piece;
    return at;
  }

  /** What has to be skipped behind the piece: the rest of its type, where no member follows. */
  skippedAfter({ bitField, size, last }: Piece): Bits {
    return bitField && size > 0 && last ? this.#rest : 0;
  }
}
