import { parse, TomlError } from 'smol-toml';

export type TomlTable = Readonly<Record<string, unknown>>;

/** @returns why it is no TOML, in a few words with the line (from 1), where it is none */
export function parseToml(text: string): TomlTable | string {
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const reason = cause.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? '';
    return `is no valid TOML (line ${cause.line}): ${reason}`;
  }
}

/** What is of another type than it should be counts as not written: cargo says so. */
export const tableOf = (value: unknown): TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as TomlTable) : {};

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export const textsOf = (value: unknown): string[] =>
  listOf(value).filter((element): element is string => typeof element === 'string');

export const flagOf = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
