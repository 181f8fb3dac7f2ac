import { parseToml, textOf } from './toml-values.js';

/** What a `cbindgen.toml` says by which its header is known. */
export interface CbindgenConfig {
  /** The macro around the header, null without. */
  readonly includeGuard: string | null;
  /** Why nothing could be read; null where it could. */
  readonly problem: string | null;
}

/** @see cbindgen, docs.md, `include_guard` */
export function readCbindgenConfig(text: string): CbindgenConfig {
  const data = parseToml(text);
  return typeof data === 'string'
    ? { includeGuard: null, problem: data }
    : { includeGuard: textOf(data['include_guard']), problem: null };
}
