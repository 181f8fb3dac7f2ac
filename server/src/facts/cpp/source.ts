import { readDirective } from '../../syntax/mask/conditions.js';
import { followMacros, type MacroFlow } from './macro-flow.js';
import type { LineIndex } from '../../base/line-index.js';
import type { Range } from '../../base/range.js';
import {
  type AttributeUse,
  type Enclosure,
  type MacroUse,
  type MaskedText,
  mergedSpans,
  type Span,
} from '../../syntax/mask/masked-text.js';
import { handlerMacrosOf } from './body-names.js';
import { mayThrow } from './function-body.js';
import type { CppNode } from './node.js';

/** The text of one file as written, and what masking took out of the text that was parsed. */
export class CppSource {
  readonly text: string;
  readonly masked: MaskedText;
  readonly lines: LineIndex;
  readonly isC: boolean;
  /** Disjoint and in order. */
  readonly #cLinkage: readonly Span[];
  /** Questions come in the order of the text: what stands around the last offset, of those that begin before it. */
  #enclosures: readonly Enclosure[] | undefined;
  #around: Enclosure[] = [];
  #begun = 0;
  #sweptTo = 0;
  #askedFrom = 0;
  #memberEnd = -1;
  #macroFlow: MacroFlow | undefined;
  #mayThrow: boolean | undefined;
  #handlerMacros: ReadonlySet<string> | undefined;

  constructor(text: string, masked: MaskedText, lines: LineIndex, isC: boolean) {
    this.text = text;
    this.masked = masked;
    this.lines = lines;
    this.isC = isC;
    this.#cLinkage = mergedSpans(masked.cLinkage);
  }

  /** The original text of a node: masking moves nothing. */
  textOf(node: CppNode): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }

  /** The text of a word, with arguments in parentheses behind it that masking took out. */
  callText(node: CppNode): string {
    let open = node.endIndex;
    while (this.masked.text[open] === ' ' && this.text[open] === ' ') open++;
    if (this.text[open] !== '(' || this.masked.text[open] !== ' ') return this.textOf(node);
    let depth = 0;
    for (let i = open; i < this.text.length; i++) {
      if (this.text[i] === '(') depth++;
      else if (this.text[i] === ')' && --depth === 0) return this.text.slice(node.startIndex, i + 1);
    }
    return this.textOf(node);
  }

  rangeOf(node: CppNode): Range {
    return this.lines.rangeOf(node.startIndex, node.endIndex);
  }

  /** Attributes that begin in the span, in order. */
  attributesIn(start: number, end: number): readonly AttributeUse[] {
    const { attributes } = this.masked;
    const first = firstFrom(attributes, start);
    let last = first;
    while (last < attributes.length && (attributes[last] as Span).start < end) last++;
    return attributes.slice(first, last);
  }

  /** Macros that masking took out of the span, in order. */
  macroUsesIn(start: number, end: number): readonly MacroUse[] {
    const { macroUses } = this.masked;
    const first = firstFrom(macroUses, start);
    return macroUses.slice(first, firstFrom(macroUses, end));
  }

  /** The next place that masking left something in: attributes and macros before it belong to what stands before. */
  writtenFrom(offset: number): number {
    BLANKS.lastIndex = offset;
    return offset + (BLANKS.exec(this.masked.text)?.[0].length ?? 0);
  }

  /** What the directives of the file decide among themselves. */
  get macroFlow(): MacroFlow {
    return (this.#macroFlow ??= followMacros(
      this.masked.directives.map(({ start, end }) => ({
        ...readDirective(this.text.slice(start, end)),
        at: start,
      })),
    ));
  }

  /** Whether any body of the file may throw by what stands in it; nothing of C does. */
  get mayThrow(): boolean {
    return (this.#mayThrow ??= !this.isC && mayThrow(this.text));
  }

  /** Macros of the file that stand for a `try` or a `catch`. */
  get handlerMacros(): ReadonlySet<string> {
    return (this.#handlerMacros ??= handlerMacrosOf(this.text));
  }

  hasCLinkageByMacro(offset: number): boolean {
    const span = this.#cLinkage[firstFrom(this.#cLinkage, offset + 1) - 1];
    return span !== undefined && offset < span.end;
  }

  /** The linkage at an offset, of which the tree says `around`. */
  linkageAt(offset: number, around: 'c' | 'cpp'): 'c' | 'cpp' {
    return around === 'c' || this.hasCLinkageByMacro(offset) ? 'c' : 'cpp';
  }

  /** Namespaces and linkage blocks around an offset by the tokens alone, outermost first. */
  enclosuresAt(offset: number): readonly Enclosure[] {
    const all = (this.#enclosures ??= [...this.masked.enclosures].sort((a, b) => a.start - b.start));
    if (offset < this.#sweptTo) {
      this.#around = [];
      this.#begun = 0;
    }
    this.#sweptTo = offset;
    for (let next = all[this.#begun]; next && next.start < offset; next = all[++this.#begun]) {
      this.#around.push(next);
    }
    return (this.#around = this.#around.filter(({ end }) => offset < end));
  }

  /** Offset of the next `;`, `{` or `(` that masking left; the length of the text where there is none. */
  memberEnd(offset: number): number {
    if (offset < this.#askedFrom || offset > this.#memberEnd) {
      MEMBER_END.lastIndex = offset;
      this.#askedFrom = offset;
      this.#memberEnd = MEMBER_END.exec(this.masked.text)?.index ?? this.masked.text.length;
    }
    return this.#memberEnd;
  }

  /** Conditions of `#if` branches that were kept to hold a declaration together, within the span. */
  keptConditions(start: number, end: number): readonly string[] {
    return this.masked.keptBranches
      .filter((branch) => branch.start < end && start < branch.end)
      .map(({ condition }) => condition);
  }
}

const MEMBER_END = /[;{(]/g;
/** White space and comments. */
const BLANKS = /(?:\s|\/\*[^]*?\*\/|\/\/.*)*/y;

function firstFrom(spans: readonly Span[], start: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
