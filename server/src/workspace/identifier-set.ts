/** 32-bit FNV-1a over the UTF-8 bytes of an identifier, one multiplication a byte. */
export const FNV_OFFSET = 0x811c9dc5 | 0;
export const FNV_PRIME = 0x01000193;

let lastIdentifier = '';
let lastHash = FNV_OFFSET;

/** The hash that the skim computes while it reads. The same name is often asked of every file in turn. */
export function hashIdentifier(identifier: string): number {
  if (identifier === lastIdentifier) return lastHash;
  let hash = FNV_OFFSET;
  let ascii = true;
  for (let i = 0; i < identifier.length && ascii; i++) {
    const code = identifier.charCodeAt(i);
    ascii = code < 0x80;
    hash = Math.imul(hash ^ code, FNV_PRIME);
  }
  if (!ascii) {
    hash = FNV_OFFSET;
    for (const byte of new TextEncoder().encode(identifier)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  }
  lastIdentifier = identifier;
  lastHash = hash;
  return hash;
}

const INITIAL_SLOTS = 1024;

/** A set of 32-bit hashes by open addressing; zero marks an empty slot and is kept apart. */
export class HashSet {
  #slots = new Int32Array(INITIAL_SLOTS);
  #size = 0;
  #hasZero = false;

  get size(): number {
    return this.#size + (this.#hasZero ? 1 : 0);
  }

  add(hash: number): void {
    if (hash === 0) {
      this.#hasZero = true;
      return;
    }
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let held = slots[slot]; held !== 0; held = slots[slot]) {
      if (held === hash) return;
      slot = (slot + 1) & mask;
    }
    slots[slot] = hash;
    if (++this.#size * 2 > mask) this.#grow();
  }

  forEach(visit: (hash: number) => void): void {
    if (this.#hasZero) visit(0);
    const slots = this.#slots;
    for (let slot = 0; slot < slots.length; slot++) if (slots[slot] !== 0) visit(slots[slot] as number);
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#size = 0;
    for (let slot = 0; slot < old.length; slot++) if (old[slot] !== 0) this.add(old[slot] as number);
  }
}

/**
 * At least 10 bits an element (up to 20, the size being a power of two) and 5 probes: false positives
 * are at most 0.94 %, by (1 - e^(-5/10))^5.
 */
const BITS_PER_ELEMENT = 10;
const PROBES = 5;

export interface Bloom {
  /** False is certain; true is wrong in less than one of a hundred cases. */
  has(hash: number): boolean;
}

/** A Bloom filter that is sized to what it holds, so that a small file costs a few bytes. */
export function bloomOf(hashes: HashSet): Bloom {
  const bits = Math.max(32, 2 ** Math.ceil(Math.log2(hashes.size * BITS_PER_ELEMENT)));
  const mask = bits - 1;
  const words = new Int32Array(bits / 32);
  hashes.forEach((hash) => {
    const step = stepOf(hash);
    for (let probe = 0, at = hash; probe < PROBES; probe++, at = (at + step) | 0) {
      const word = (at & mask) >>> 5;
      words[word] = (words[word] as number) | (1 << (at & 31));
    }
  });
  return {
    has(hash) {
      const step = stepOf(hash);
      for (let probe = 0, at = hash; probe < PROBES; probe++, at = (at + step) | 0) {
        if (((words[(at & mask) >>> 5] as number) & (1 << (at & 31))) === 0) return false;
      }
      return true;
    },
  };
}

/**
 * The second hash of double hashing, odd so that probes differ (MurmurHash3's finalizer).
 * @see Kirsch and Mitzenmacher, "Less Hashing, Same Performance", 2006
 */
function stepOf(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 1;
}
