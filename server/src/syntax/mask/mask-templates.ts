import { DeclaratorMasker } from './mask-declarators.js';
import { afterTemplateArguments, closingPosition, looksLikeMacro } from './token-reader.js';
import { CLASS_KEYS } from './words.js';

/** What declares a type in a template's header. */
const TYPE_PARAMETER = 'class';

/**
 * Masks the headers of templates. Of a function template, which no one instantiates by what its header says, the
 * default arguments go and the arguments in the types of its values (`std::enable_if_t<(N > 1)> * = nullptr`), which
 * the grammar often cannot tell from comparisons.
 */
export class TemplateMasker extends DeclaratorMasker {
  /** @param end position after the headers with which the list begins */
  protected templateHeaders(list: readonly number[], end: number): void {
    const isFunction = this.#isFunction(list, end);
    for (let i = 0; i < end; i++) {
      if (this.reader.textOf(list[i] as number) === 'template' && i + 1 < end)
        i = this.#templateHeader(list, i + 1, isFunction) - 1;
    }
  }

  /** @returns the position after the `>` */
  #templateHeader(list: readonly number[], open: number, isFunction: boolean): number {
    const after = afterTemplateArguments(this.reader, list, open);
    let from = open + 1;
    for (let i = from; i < after; i++) {
      const character = this.reader.punctuation(list[i] as number);
      if (character === '(' || character === '[' || character === '{')
        i = closingPosition(this.reader, list, i);
      else if (character === '<') i = Math.max(afterTemplateArguments(this.reader, list, i) - 1, i);
      else if (character === ',' || i === after - 1) {
        if (from < i) this.#templateParameter(list, from, i);
        if (from < i && isFunction) this.#functionParameter(list, from, i);
        from = i + 1;
      }
    }
    return Math.max(after, open + 1);
  }

  /** `COMPLETION_TOKEN(int) Token DEFAULT(executor)`: a word that declares a type, and what a macro says of it. */
  #templateParameter(list: readonly number[], from: number, to: number): void {
    const name = this.reader.textOf(list[from] as number);
    let at = from + 1;
    if (this.reader.punctuation(list[at] ?? -1) === '<' && name === 'template') {
      at = this.#templateHeader(list, at, false);
      if (at >= to) return;
    } else if (this.isName(list, from) && this.isOpenParenthesis(list, at)) {
      at = closingPosition(this.reader, list, at) + 1;
      if (at === to) this.maskMacroType(list, from);
      const isType = looksLikeMacro(name) && name.length >= TYPE_PARAMETER.length;
      if (at >= to || !isType || !this.isName(list, at)) return;
      const start = this.start(list, from);
      const end = this.endOf(list, at - 1);
      this.edits.macroUses.push({ name, start, end });
      for (const [i, character] of [...TYPE_PARAMETER].entries()) this.edits.put(start + i, character);
      this.edits.blank(start + TYPE_PARAMETER.length, end);
    }
    if (!this.isName(list, at) || at + 1 >= to || !this.isName(list, at + 1)) return;
    if (looksLikeMacro(this.reader.textOf(list[at + 1] as number))) this.blankCall(list, at + 1);
  }

  #functionParameter(list: readonly number[], from: number, to: number): void {
    const hasInner = this.reader.textOf(list[from] as number) === 'template';
    for (let i = from; i < to; i++) {
      const character = this.reader.punctuation(list[i] as number);
      if (character === '(' || character === '[' || character === '{')
        i = closingPosition(this.reader, list, i);
      else if (character === '<') {
        const after = afterTemplateArguments(this.reader, list, i);
        if (after === i) return;
        if (!hasInner) this.edits.blank(this.start(list, i), this.endOf(list, after - 1));
        i = after - 1;
      } else if (character === '=') {
        this.edits.blank(this.start(list, i), this.endOf(list, to - 1));
        return;
      }
    }
  }

  /** Whether what follows the headers has parameters, and is neither a class nor a value. */
  #isFunction(list: readonly number[], begin: number): boolean {
    for (let i = begin; i < list.length; i++) {
      const character = this.reader.punctuation(list[i] as number);
      const word = this.reader.textOf(list[i] as number);
      if (character === '(' || word === 'operator') return !this.#hasClassKey(list, i);
      if (character === '=' || word === 'using' || CLASS_KEYS.has(word)) return false;
      if (character === '<') i = Math.max(afterTemplateArguments(this.reader, list, i) - 1, i);
    }
    return false;
  }

  /** `FOO_DEPRECATED("x") class Widget`: what stands in parentheses does not make a function of it. */
  #hasClassKey(list: readonly number[], begin: number): boolean {
    for (let i = begin; i < list.length; i++) {
      if (this.isOpenParenthesis(list, i)) i = closingPosition(this.reader, list, i);
      else if (CLASS_KEYS.has(this.reader.textOf(list[i] as number))) return true;
    }
    return false;
  }
}
