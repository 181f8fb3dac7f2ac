import type { SyntaxPart } from './syntax-part.js';

/** Words without which a body declares nothing that counts. */
const DECLARING_WORDS = ['extern', 'struct', 'union', 'enum', 'no_mangle', 'export_name'];

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
    this.#offsets = DECLARING_WORDS.flatMap((word) => occurrences(word, text)).sort((a, b) => a - b);
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

/** A plain search for a word is many times faster than a regular expression. */
function occurrences(word: string, text: string): number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    if (!WORD.test(text.charAt(at - 1)) && !WORD.test(text.charAt(at + word.length))) offsets.push(at);
  }
  return offsets;
}

const WORD = /\w/;

/** The parts of a body that have items of the given kinds among their children, but those within such items. */
export function listsWithItems(body: SyntaxPart, kinds: ReadonlySet<string>): SyntaxPart[] {
  const within = body.children.flatMap((child) =>
    kinds.has(child.type) ? [] : listsWithItems(child, kinds),
  );
  return body.children.some(({ type }) => kinds.has(type)) ? [body, ...within] : within;
}
