import type { SyntaxPart } from './syntax-part.js';

/** Words without which a body declares nothing that counts. */
const DECLARES = /\bextern\b|\bstruct\b|\bunion\b|\benum\b|\bno_mangle\b|\bexport_name\b/;

/** A cheap test of a body's text, so that the walk enters few bodies. */
export const mayDeclare = (
  body: { readonly startIndex: number; readonly endIndex: number },
  text: string,
): boolean => DECLARES.test(text.slice(body.startIndex, body.endIndex));

/** The parts of a body that have items of the given kinds among their children, but those within such items. */
export function listsWithItems(body: SyntaxPart, kinds: ReadonlySet<string>): SyntaxPart[] {
  const within = body.children.flatMap((child) =>
    kinds.has(child.type) ? [] : listsWithItems(child, kinds),
  );
  return body.children.some(({ type }) => kinds.has(type)) ? [body, ...within] : within;
}
