import { parseToml, textOf } from './toml-values.js';

/** What a `cbindgen.toml` says of its header. */
export interface CbindgenConfig {
  /** The macro around the header, null without. */
  readonly includeGuard: string | null;
  /** All identifiers in it: names of items that it leaves out or renames, and of those that it adds as text. */
  readonly words: ReadonlySet<string>;
  /** Why nothing could be read; null where it could. */
  readonly problem: string | null;
}

/** @see cbindgen, docs.md, `include_guard` */
export function readCbindgenConfig(text: string): CbindgenConfig {
  const data = parseToml(text);
  const words = new Set(text.match(/[A-Za-z_]\w*/g));
  return typeof data === 'string'
    ? { includeGuard: null, words, problem: data }
    : { includeGuard: textOf(data['include_guard']), words, problem: null };
}
