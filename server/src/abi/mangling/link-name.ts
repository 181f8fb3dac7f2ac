/** Tells LLVM that a name is complete; bindgen begins each `link_name` with it. */
const VERBATIM = '\u0001';

/** The symbol that a `#[link_name]` stands for. */
export const symbolOfLinkName = (linkName: string): string =>
  linkName.startsWith(VERBATIM) ? linkName.slice(1) : linkName;
