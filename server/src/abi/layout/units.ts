/** A size, an offset or an alignment in bytes. */
export type Bytes = number;

/** A width or an offset in bits, counted from the least significant bit of byte 0. */
export type Bits = number;

export const bitsOf = (bytes: Bytes): Bits => bytes * 8;

/** The bytes that `bits` reach into. */
export const bytesHolding = (bits: Bits): Bytes => Math.ceil(bits / 8);

/** `value` rounded up to a multiple of `align`. */
export const roundUp = (value: number, align: number): number => Math.ceil(value / align) * align;
