import { maskCfgIf } from './cfg-if.js';

/**
 * Makes Rust readable that the pinned grammar (tree-sitter-rust 0.24) cannot read, without moving
 * anything: keywords it does not know become blanks of the same length. What they meant is taken from
 * the original text where it matters (`safe`, the branches of `cfg_if!`), the others say nothing about layout or
 * signatures.
 *
 * Strings and comments are not told apart: a blank in them changes no structure, and every text is
 * taken from the original.
 *
 * @param text a Rust file
 * @returns text of the same length with the same line ends; the same string where there is nothing to do
 */
export function maskRust(text: string): string {
  return RULES.reduce(
    (masked, { needle, found }) => (masked.includes(needle) ? masked.replace(found, blank) : masked),
    maskCfgIf(text),
  );
}

/** `kept` stands before what becomes blank. */
const blank = (found: string, kept = ''): string => kept + found.slice(kept.length).replace(/[^\r\n]/g, ' ');

interface MaskRule {
  /** Without it the rule has nothing to do: most files are done with by a few plain searches. */
  readonly needle: string;
  /** What becomes blank, after a first group that is kept. */
  readonly found: RegExp;
}

const RULES: readonly MaskRule[] = [
  // RFC 3484: `safe fn`, `safe static` and `unsafe static` in `unsafe extern` blocks.
  { needle: 'safe', found: /()\bsafe(?=\s+(?:fn|static)\b)/g },
  { needle: 'unsafe static', found: /()\bunsafe(?=\s+static\s+(?:mut\s+)?\w+\s*:)/g },
  // RFC 3513: generators.
  { needle: 'gen ', found: /()\bgen(?=\s+(?:fn|move)\b)/g },
  // RFC 1861: `pub type T;` in extern blocks.
  { needle: 'pub', found: /()\bpub(?:\([^()]*\))?(?=\s+type\s+\w+\s*;)/g },
  // RFC 3216: `for<'a> |x|`.
  { needle: 'for<', found: /()\bfor<[^<>|]*>(?=\s*(?:(?:async|move|static)\s+)*\|)/g },
  // RFC 3762: `impl const`, `const impl`, `const trait`, `~const T`, `[const] T`.
  { needle: 'impl const', found: /(\bimpl\s+)const(?=\s+[\w:<]+)/g },
  { needle: '> const ', found: /(\bimpl<[^{}();]*>\s+)const(?=\s+[\w:<]+)/g },
  { needle: 'const trait', found: /()\bconst(?=\s+trait\b)/g },
  { needle: 'const unsafe trait', found: /()\bconst(?=\s+unsafe\s+trait\b)/g },
  { needle: 'const impl', found: /()\bconst(?=\s+impl\b)/g },
  { needle: '~const', found: /([:+]\s*)~const\b/g },
  { needle: '[const]', found: /([:+]\s*)\[const\]/g },
  // Auto traits, specialization, RFC 3668 (`async Fn`), RFC 3654 (return type notation).
  { needle: 'auto trait', found: /()\bauto(?=\s+trait\b)/g },
  { needle: 'default impl', found: /()\bdefault(?=\s+impl\b)/g },
  { needle: 'default unsafe impl', found: /()\bdefault(?=\s+unsafe\s+impl\b)/g },
  { needle: 'async Fn', found: /()\basync(?=\s+Fn(?:Mut|Once)?\s*\()/g },
  { needle: '(..):', found: /([<:]\s*\w+)\(\.\.\)(?=:)/g },
  // An empty list of arguments, which the language allows.
  { needle: '<>', found: /(\b[A-Z]\w*)<>(?=\s*[>,);{\]])/g },
];
