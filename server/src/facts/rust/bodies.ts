import type { SyntaxPart } from './syntax-part.js';

/** Words without which a body declares nothing that counts. */
const DECLARES = /\b(?:extern|struct|union|enum|no_mangle|export_name)\b/g;

/** A part of a text by its offsets. */
interface Span {
  readonly startIndex: number;
  readonly endIndex: number;
}

/**
 * Where in a file those words stand. They are searched for once, so that the walk can ask of every body,
 * and of every node within one, whether it is worth entering.
 */
export class Declarations {
  readonly #offsets: readonly number[];

  constructor(text: string) {
    this.#offsets = Array.from(text.matchAll(DECLARES), ({ index }) => index);
  }

  within({ startIndex, endIndex }: Span): boolean {
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#offsets[middle] as number) < startIndex) low = middle + 1;
      else high = middle;
    }
    return (this.#offsets[low] ?? Number.POSITIVE_INFINITY) < endIndex;
  }
}

/** The parts of a body that have items of the given kinds among their children, but those within such items. */
export function listsWithItems(body: SyntaxPart, kinds: ReadonlySet<string>): SyntaxPart[] {
  const within = body.children.flatMap((child) =>
    kinds.has(child.type) ? [] : listsWithItems(child, kinds),
  );
  return body.children.some(({ type }) => kinds.has(type)) ? [body, ...within] : within;
}
