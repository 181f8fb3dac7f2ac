import type { Target } from '../target.js';

/** Tells LLVM that a name is complete; bindgen begins each `link_name` with it. */
const VERBATIM = '\u0001';

/** The symbol that a `#[link_name]` stands for. */
export const symbolOfLinkName = (linkName: string): string =>
  linkName.startsWith(VERBATIM) ? linkName.slice(1) : linkName;

/** A `#[link_name]` that stands for a symbol. Rust would put another `_` before the decorated names of 32-bit Windows. */
export const linkNameOf = (symbol: string, { cppAbi, symbolPrefix }: Target): string =>
  cppAbi === 'microsoft' && symbolPrefix !== '' && !symbol.startsWith('?') ? `\\u{1}${symbol}` : symbol;
