import { createHash } from 'node:crypto';
import type { Language } from '../facts/facts.js';
import type { Skim } from '../service/sources.js';
import { bloomOf, HashSet, hashIdentifier, FNV_OFFSET, FNV_PRIME } from './identifier-set.js';

/**
 * One pass over a file's bytes: which identifiers it holds, which of them may be names of types that it
 * declares, and whether something in it may cross the boundary by itself. Nothing is parsed: comments
 * and strings count as code, so that a positive answer may be wrong and a negative one is not.
 *
 * @param bytes UTF-8; what is not valid passes as part of identifiers
 */
export function skim(bytes: Uint8Array, language: Language): Skim {
  const { identifiers, types, boundary } = scan(bytes, language);
  const mentioned = bloomOf(identifiers);
  const declared = bloomOf(types);
  return {
    stamp: contentStamp(bytes),
    boundary: boundary || language === 'zng',
    mentions: (identifier) => mentioned.has(hashIdentifier(identifier)),
    declaresType: (identifier) => declared.has(hashIdentifier(identifier)),
  };
}

/** Names a content: equal for equal bytes and for no others. */
export const contentStamp = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url').slice(0, 22);

/** Byte classes. Bytes from 0x80 are parts of identifiers: both languages allow letters of any script. */
const OTHER = 0;
const DIGIT = 1;
const LETTER = 2;
const BYTE_CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if (byte >= 0x80 || /[A-Za-z_$]/.test(char)) return LETTER;
  return /[0-9]/.test(char) ? DIGIT : OTHER;
});

/** What an identifier means to the scan, found by its hash. */
const PLAIN = 0;
const OPENS_DECLARATION = 1;
const OPENS_TYPEDEF = 2;
const EXTERN = 3;
const RUST_MARKER = 4;
const CPP_MARKER = 5;
const INCLUDE_STEM = 6;

const MEANINGS: readonly (readonly [meaning: number, words: readonly string[]])[] = [
  [OPENS_DECLARATION, ['class', 'struct', 'union', 'enum', 'using', 'type']],
  [OPENS_TYPEDEF, ['typedef']],
  [EXTERN, ['extern']],
  // `cpp` and `include_cpp` are macros that hold C++ or generate bindings.
  [RUST_MARKER, ['no_mangle', 'export_name', 'link_name', 'bridge', 'include_cpp', 'cpp']],
  // Macros that stand for `extern "C"`; others are found by their ending, below.
  [CPP_MARKER, ['EXTERN_C', 'EXTERN_C_BEGIN', 'EXTERN_C_START', 'extern_c']],
  // `rust/cxx.h` and the `lib.rs.h` that cxx generates.
  [INCLUDE_STEM, ['cxx', 'rs']],
];

/** A slot per meaning word, by the low bits of the hash; the size is chosen so that no two words share one. */
const SLOTS = 1024;
const SLOT_HASH = new Int32Array(SLOTS);
const SLOT_MEANING = new Uint8Array(SLOTS);
for (const [meaning, words] of MEANINGS) {
  for (const word of words) {
    const hash = hashIdentifier(word);
    const slot = hash & (SLOTS - 1);
    if (SLOT_MEANING[slot] !== PLAIN) throw new Error(`two words share slot ${slot}: enlarge SLOTS`);
    SLOT_HASH[slot] = hash;
    SLOT_MEANING[slot] = meaning;
  }
}

/** Where the scan stands with regard to declared type names. */
const NOWHERE = 0;
/** After `struct` and the like: the names up to `{`, `;`, `=` … outside of parentheses. */
const IN_HEAD = 1;
/** After `typedef`: every name up to `;` or `{`. */
const IN_TYPEDEF = 2;
/** Between the braces of a `typedef struct { … } Name;`: nothing but what nested heads say. */
const IN_TYPEDEF_BODY = 3;

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const SLASH = 0x2f;
const STAR = 0x2a;

const startsWithByteOrderMark = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

function scan(
  bytes: Uint8Array,
  language: Language,
): { identifiers: HashSet; types: HashSet; boundary: boolean } {
  const identifiers = new HashSet();
  const types = new HashSet();
  const rust = language === 'rust';
  const length = bytes.length;
  let boundary = false;
  let place = NOWHERE;
  /** What `place` falls back to at the end of a head: heads occur inside of typedef bodies. */
  let outer = NOWHERE;
  let parentheses = 0;
  let braces = 0;
  /** In a comment or a string of an open declaration, at most to the end of the line. */
  let quiet = 0;

  let i = startsWithByteOrderMark(bytes) ? 3 : 0;
  while (i < length) {
    const byte = bytes[i] as number;
    const byteClass = BYTE_CLASS[byte];
    if (byteClass === LETTER) {
      const start = i;
      let hash = FNV_OFFSET;
      let current = byte;
      do {
        hash = Math.imul(hash ^ current, FNV_PRIME);
        current = ++i < length ? (bytes[i] as number) : 0;
      } while (BYTE_CLASS[current] !== OTHER);
      identifiers.add(hash);

      const slot = hash & (SLOTS - 1);
      const meaning = SLOT_HASH[slot] === hash ? SLOT_MEANING[slot] : PLAIN;
      if (meaning === PLAIN) {
        if (place !== NOWHERE && quiet === 0 && place !== IN_TYPEDEF_BODY && parentheses === 0)
          types.add(hash);
        if (!boundary && !rust && endsInDecls(bytes, start, i)) boundary = true;
      } else if (meaning === OPENS_DECLARATION) {
        if (quiet === 0 && place !== IN_TYPEDEF) {
          if (place !== IN_HEAD) outer = place;
          place = IN_HEAD;
          parentheses = 0;
        }
      } else if (meaning === OPENS_TYPEDEF) {
        if (quiet === 0) {
          place = IN_TYPEDEF;
          outer = NOWHERE;
          parentheses = 0;
          braces = 0;
        }
      } else if (!boundary) {
        boundary = crosses(meaning as number, rust, bytes, i);
      }
      continue;
    }
    i++;
    if (byteClass === DIGIT) {
      // `0x1f` and `1e9` are one word, none of its letters begins an identifier.
      while (i < length && BYTE_CLASS[bytes[i] as number] !== OTHER) i++;
      continue;
    }
    if (place === NOWHERE || byte === 0x20) continue;

    if (byte === NEWLINE) {
      quiet = 0;
      continue;
    }
    if (quiet !== 0) {
      if (quiet === QUOTE) {
        if (byte === QUOTE) quiet = 0;
      } else if (quiet === STAR && byte === STAR && bytes[i] === SLASH) quiet = 0;
      continue;
    }
    if (byte === QUOTE) {
      quiet = QUOTE;
      continue;
    }
    if (byte === SLASH && (bytes[i] === SLASH || bytes[i] === STAR)) {
      quiet = bytes[i++] as number;
      continue;
    }

    if (place === IN_HEAD) {
      if (byte === 0x28 /* ( */ || byte === 0x5b /* [ */) parentheses++;
      else if (byte === 0x29 /* ) */ || byte === 0x5d /* ] */) {
        if (--parentheses < 0) place = outer;
      } else if (byte === 0x3a /* : */ && bytes[i] === 0x3a) i++;
      else if (byte === 0x7b /* { */ || byte === 0x3b /* ; */ || byte === 0x7d /* } */) place = outer;
      else if (parentheses === 0 && endsHead(byte)) place = outer;
      if (place !== IN_HEAD) {
        parentheses = 0;
        if (place === IN_TYPEDEF_BODY && byte === 0x7b) braces++;
      }
    } else if (place === IN_TYPEDEF) {
      if (byte === 0x7b) {
        place = IN_TYPEDEF_BODY;
        braces++;
      } else if (byte === 0x3b) place = braces > 0 ? IN_TYPEDEF_BODY : NOWHERE;
    } else if (byte === 0x7b) braces++;
    else if (byte === 0x7d) {
      // Also after a brace too many, which `#if` and `#else` can give: what follows may be the name.
      if (braces > 0) braces--;
      place = IN_TYPEDEF;
    }
  }
  return { identifiers, types, boundary };
}

/** `:` begins bases, `=` a value, `<` parameters, `*` and `&` say that the type is only used. */
const endsHead = (byte: number): boolean =>
  byte === 0x3a ||
  byte === 0x3d ||
  byte === 0x3c ||
  byte === 0x3e ||
  byte === 0x2c ||
  byte === 0x2a ||
  byte === 0x26;

/** `__BEGIN_DECLS`, `G_BEGIN_DECLS`, `MYLIB_BEGIN_DECLS`: macros that open an `extern "C"` block. */
function endsInDecls(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start >= 11 &&
    bytes[end - 1] === 0x53 && // S
    bytes[end - 2] === 0x4c && // L
    bytes[end - 3] === 0x43 && // C
    bytes[end - 4] === 0x45 && // E
    bytes[end - 5] === 0x44 && // D
    bytes[end - 6] === 0x5f // _
  );
}

/** @param end offset after the identifier */
function crosses(meaning: number, rust: boolean, bytes: Uint8Array, end: number): boolean {
  switch (meaning) {
    case EXTERN: {
      let i = end;
      while (i < bytes.length && (bytes[i] as number) <= 0x20) i++;
      if (rust) return !startsWith(bytes, i, 'crate');
      return startsWith(bytes, i, '"C"');
    }
    case RUST_MARKER:
      return rust;
    case CPP_MARKER:
      return !rust;
    case INCLUDE_STEM:
      return !rust && startsWith(bytes, end, '.h');
    default:
      return false;
  }
}

function startsWith(bytes: Uint8Array, offset: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}
