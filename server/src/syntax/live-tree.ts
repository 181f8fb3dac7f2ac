import type { CancellationToken } from '../base/cancellation.js';
import { editTree } from './edit.js';
import type { GrammarName, Grammars } from './grammars.js';
import { parse, type SyntaxTree } from './parse.js';

/**
 * The tree of an open document, kept from one version to the next so that a reparse costs what the
 * change costs. The owner must `dispose()` it when the document closes.
 */
export class LiveTree {
  #tree: SyntaxTree | null = null;
  #text = '';
  #disposed = false;

  /**
   * Parses `text`, reusing what is left of the version before where both are without errors: which of the
   * readings that compete a broken text gets depends on what was parsed before, and equal texts must have
   * equal trees.
   *
   * @returns a tree that the caller must `delete()`, so that the document may close while it is read; null
   *   where the parse ran out of its budget
   * @throws CancelledError where `token` was cancelled; the version before is kept
   */
  async update(
    grammars: Grammars,
    grammar: GrammarName,
    text: string,
    token: CancellationToken,
  ): Promise<SyntaxTree | null> {
    if (this.#tree && this.#text === text) return this.#tree.copy();
    const previous = this.#tree?.rootNode.hasError === false ? this.#tree.copy() : undefined;
    try {
      if (previous) editTree(previous, this.#text, text);
      let tree = await parse(grammars, grammar, text, { token, previous });
      if (previous && tree?.rootNode.hasError) {
        tree.delete();
        tree = await parse(grammars, grammar, text, { token });
      }
      // Closed meanwhile: nobody would free what was kept now.
      if (this.#disposed) return tree;
      this.#tree?.delete();
      this.#tree = tree;
      this.#text = text;
      return tree?.copy() ?? null;
    } finally {
      previous?.delete();
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#tree?.delete();
    this.#tree = null;
  }
}
