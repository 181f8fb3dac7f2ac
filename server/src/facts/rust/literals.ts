/**
 * The value of a string literal as written: plain, raw, byte or C string.
 *
 * @returns null where `literal` is no string literal
 * @see Rust reference, "Tokens", Literals
 */
export function stringValue(literal: string): string | null {
  const raw = /^[bc]?r(#*)"([^]*)"\1$/.exec(literal);
  if (raw) return raw[2] as string;
  const plain = /^[bc]?"([^]*)"$/.exec(literal);
  return plain ? unescape(plain[1] as string) : null;
}

/**
 * The string that `concat!("a", stringify!(b))` stands for, as symbols are put together in macros.
 *
 * @returns null where a part of it is neither a literal string nor `stringify!` of a word
 * @see core::concat, core::stringify
 */
export function concatenated(written: string): string | null {
  const parts = /^concat\s*!\s*\(([^]*)\)$/.exec(written)?.[1];
  if (parts === undefined) return null;
  let value = '';
  PART.lastIndex = 0;
  while (PART.lastIndex < parts.length) {
    const [, literal, , word] = PART.exec(parts) ?? [];
    const part = word ?? (literal === undefined ? null : stringValue(literal));
    if (part === null) return null;
    value += part;
  }
  return value;
}

const PART = /\s*(?:(r(#*)"[^]*?"\2|"(?:\\[^]|[^"\\])*")|stringify\s*!\s*\(\s*(\w+)\s*\))\s*(?:,\s*|$)/y;

/**
 * The value of an integer literal with its separators and suffix: `0x1_Fusize` is 31.
 *
 * @see Rust reference, "Tokens", Integer literals
 */
export function integerValue(
  literal: string,
): { readonly value: bigint; readonly suffix: string | null } | null {
  const match = /^(0x[\da-fA-F_]+?|0o[0-7_]+|0b[01_]+|\d[\d_]*)([iu](?:8|16|32|64|128|size))?$/.exec(literal);
  if (!match) return null;
  return { value: BigInt((match[1] as string).replaceAll('_', '')), suffix: match[2] ?? null };
}

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u\{([\da-fA-F_]+)\}|\r?\n\s*|([^]))/g;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0' };

function unescape(content: string): string {
  if (!content.includes('\\')) return content;
  return content.replace(ESCAPE, (_, byte?: string, unicode?: string, simple?: string) => {
    const digits = byte ?? unicode?.replaceAll('_', '');
    if (digits !== undefined) {
      const point = Number.parseInt(digits, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : '';
    }
    return simple === undefined ? '' : (SIMPLE_ESCAPES[simple] ?? simple);
  });
}
