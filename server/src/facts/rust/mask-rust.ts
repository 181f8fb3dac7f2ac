/**
 * Makes Rust readable that the pinned grammar (tree-sitter-rust 0.24) cannot read, without moving
 * anything: keywords it does not know become blanks of the same length. What they meant is taken from
 * the original text where it matters (`safe`), the others say nothing about layout or signatures.
 *
 * Strings and comments are not told apart: a blank in them changes no structure, and every text is
 * taken from the original.
 *
 * @param text a Rust file
 * @returns text of the same length with the same line ends; the same string where there is nothing to do
 */
export function maskRust(text: string): string {
  return text.replace(UNKNOWN_TO_THE_GRAMMAR, (found) => found.replace(/[^\r\n]/g, ' '));
}

const UNKNOWN_TO_THE_GRAMMAR = new RegExp(
  [
    // RFC 3484: `safe fn`, `safe static` and `unsafe static` in `unsafe extern` blocks.
    String.raw`\bsafe(?=\s+(?:fn|static)\b)`,
    String.raw`\bunsafe(?=\s+static\s+(?:mut\s+)?\w+\s*:)`,
    // RFC 3513: generators.
    String.raw`\bgen(?=\s+(?:fn|move)\b)`,
    // RFC 1861: `pub type T;` in extern blocks.
    String.raw`\bpub(?:\s*\([^()]*\))?(?=\s+type\s+\w+\s*;)`,
    // RFC 3216: `for<'a> |x|`.
    String.raw`\bfor\s*<[^<>|]*>(?=\s*(?:(?:async|move|static)\s+)*\|)`,
    // RFC 3762: `impl const`, `const impl`, `const trait`, `~const T`, `[const] T`.
    String.raw`(?<=\bimpl(?:\s*<[^{}();]*>)?\s+)const(?=\s+[\w:<]+)`,
    String.raw`\bconst(?=\s+(?:unsafe\s+)?(?:trait|impl)\b)`,
    String.raw`(?<=[:+]\s*)(?:~\s*const\b|\[\s*const\s*\])`,
    // Auto traits, specialization, RFC 3668 (`async Fn`), RFC 3654 (return type notation).
    String.raw`\bauto(?=\s+trait\b)`,
    String.raw`\bdefault(?=\s+(?:unsafe\s+)?impl\b)`,
    String.raw`\basync(?=\s+Fn(?:Mut|Once)?\s*\()`,
    String.raw`(?<=[<:]\s*\w+)\(\.\.\)(?=\s*:)`,
  ].join('|'),
  'g',
);
