/** UTF-16 offsets, half-open. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface MacroUse extends Span {
  readonly name: string;
}

/** An attribute, `alignas`, calling convention or `asm` label, which no longer stands in the masked text. */
export interface AttributeUse extends Span {
  readonly kind: 'attribute' | 'alignas' | 'convention' | 'asm';
}

/** One branch of an `#if` that splits a declaration: this branch was kept, its directives were blanked. */
export interface KeptBranch extends Span {
  readonly condition: string;
}

/** The braces of a namespace or of `extern "C"`, by the tokens alone. */
export interface Enclosure extends Span {
  /** Where the words before the `{` begin. */
  readonly head: number;
}

/**
 * C++ made readable for the grammar without moving anything: same length, same lines. What was taken
 * out stands here as facts; texts of types and signatures come from the original.
 */
export interface MaskedText {
  readonly text: string;
  readonly macroUses: readonly MacroUse[];
  readonly attributes: readonly AttributeUse[];
  /** What a macro puts into `extern "C"`, as a block or for one declaration. */
  readonly cLinkage: readonly Span[];
  readonly keptBranches: readonly KeptBranch[];
  /** In the order in which they end. */
  readonly enclosures: readonly Enclosure[];
  readonly comments: readonly Span[];
  /** Lines of the preprocessor from their `#` on, in order, those in branches that were blanked too. */
  readonly directives: readonly Span[];
}

/** Collects what masking changes and applies it at once. */
export class MaskEdits {
  readonly macroUses: MacroUse[] = [];
  readonly attributes: AttributeUse[] = [];
  readonly cLinkage: Span[] = [];
  readonly keptBranches: KeptBranch[] = [];
  readonly enclosures: Enclosure[] = [];
  readonly #blanks: Span[] = [];
  readonly #ends: number[] = [];
  readonly #characters: { readonly at: number; readonly character: string }[] = [];

  blank(start: number, end: number): void {
    if (start < end) this.#blanks.push({ start, end });
  }

  blankMacro(name: string, start: number, end: number): void {
    this.macroUses.push({ name, start, end });
    this.blank(start, end);
  }

  blankAttribute(kind: AttributeUse['kind'], start: number, end: number): void {
    this.attributes.push({ kind, start, end });
    this.blank(start, end);
  }

  /** Puts one character in the place of another, unless a blanked span covers it or it ends a line. */
  put(at: number, character: string): void {
    this.#characters.push({ at, character });
  }

  /** Ends a declaration at a place that is blanked otherwise. */
  endAt(at: number): void {
    this.#ends.push(at);
  }

  applyTo(text: string): string {
    const characters = this.#characters.sort((a, b) => a.at - b.at);
    const pieces: string[] = [];
    let position = 0;
    let next = 0;
    const copyUntil = (end: number): void => {
      for (; next < characters.length; next++) {
        const { at, character } = characters[next] as { at: number; character: string };
        if (at >= end) break;
        if (at < position || isLineEnd(text.charCodeAt(at))) continue;
        pieces.push(text.slice(position, at), character);
        position = at + 1;
      }
      pieces.push(text.slice(position, end));
      position = end;
    };
    for (const { start, end } of mergedSpans(this.#blanks)) {
      copyUntil(start);
      pieces.push(blankOf(text.slice(start, end)));
      position = end;
    }
    copyUntil(text.length);
    return withEnds(pieces.join(''), this.#ends);
  }
}

function withEnds(text: string, places: readonly number[]): string {
  if (places.length === 0) return text;
  const ends = [...new Set(places)].sort((a, b) => a - b);
  const pieces = ends.map((at, index) => `${text.slice((ends[index - 1] ?? -1) + 1, at)};`);
  return pieces.join('') + text.slice((ends.at(-1) ?? -1) + 1);
}

/** The same places as disjoint spans, in order. */
export function mergedSpans(spans: readonly Span[]): Span[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/**
 * What stands in a comment that nothing closes. The grammar would look for its end anew at each `/*` in there, which
 * takes minutes where there are thousands; without them it finds one error, at the `/*` that stays.
 *
 * @param comments of the text, in order
 */
export function unclosedComment(text: string, comments: readonly Span[]): Span | null {
  const last = comments.at(-1);
  if (last?.end !== text.length || !text.startsWith('/*', last.start)) return null;
  const isClosed = last.end - last.start > 3 && text.endsWith('*/');
  return isClosed ? null : { start: last.start + 2, end: last.end };
}

const isLineEnd = (code: number): boolean => code === 10 || code === 13;

/** Line ends stay, so that lines and columns stay true. */
export const blankOf = (text: string): string =>
  text.includes('\n') || text.includes('\r')
    ? text.replace(/[^\r\n]+/g, (line) => ' '.repeat(line.length))
    : ' '.repeat(text.length);
