import { LineIndex } from '../base/line-index.js';
import type { Range, Uri } from '../base/range.js';
import type { Language } from '../facts/facts.js';
import { LiveTree } from '../syntax/live-tree.js';
import { languageOfDocument } from './source-kinds.js';

/** One edit as LSP sends it: without a range, the text is the whole document. */
export interface ContentChange {
  readonly range?: Range | undefined;
  readonly text: string;
}

export interface OpenDocument {
  readonly uri: Uri;
  readonly language: Language;
  readonly text: string;
  /** The editor's own, rising with every change. */
  readonly version: number;
  readonly live: LiveTree;
}

/** The documents that the editor has open. Owns their trees. */
export class Documents {
  readonly #open = new Map<Uri, OpenDocument>();

  /** A document of a language that is none of ours is not kept. */
  open(uri: Uri, languageId: string, version: number, text: string): void {
    const language = languageOfDocument(uri, languageId);
    if (!language) return;
    const live = this.#open.get(uri)?.live ?? new LiveTree();
    this.#open.set(uri, { uri, language, text, version, live });
  }

  /** Applies edits in order, each to the outcome of the one before. */
  change(uri: Uri, version: number, changes: readonly ContentChange[]): void {
    const document = this.#open.get(uri);
    if (!document) return;
    this.#open.set(uri, { ...document, version, text: changes.reduce(applyChange, document.text) });
  }

  close(uri: Uri): void {
    this.#open.get(uri)?.live.dispose();
    this.#open.delete(uri);
  }

  get(uri: Uri): OpenDocument | undefined {
    return this.#open.get(uri);
  }

  all(): Iterable<OpenDocument> {
    return this.#open.values();
  }

  dispose(): void {
    for (const uri of [...this.#open.keys()]) this.close(uri);
  }
}

function applyChange(text: string, { range, text: inserted }: ContentChange): string {
  if (!range) return inserted;
  const lines = new LineIndex(text);
  return text.slice(0, lines.offsetAt(range.start)) + inserted + text.slice(lines.offsetAt(range.end));
}
