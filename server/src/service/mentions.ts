import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import type { Uri } from '../base/range.js';
import type { Mention } from '../boundary/stale-items.js';
import type { SourceFile, Sources } from './sources.js';

/**
 * Whether identifiers stand anywhere in files, whatever for. A file is only read where its skim believes so, and for each
 * text once as long as it stays as it is.
 */
export class Mentions {
  readonly #sources: Sources;
  /** What was found in files, by their stamps; of those that there are. */
  readonly #known = new Map<Uri, { readonly stamp: string; readonly texts: Map<string, boolean> }>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** The items of which no mention is there. */
  async withoutAny<T extends { readonly unless: readonly Mention[] }>(
    items: readonly T[],
    token: CancellationToken,
  ): Promise<readonly T[]> {
    for (const uri of this.#known.keys()) if (!this.#sources.file(uri)) this.#known.delete(uri);
    const found: T[] = [];
    const breather = new Breather();
    for (const item of items) {
      if (!(await this.#hasAny(item.unless))) found.push(item);
      await breather.rest();
      throwIfCancelled(token);
    }
    return found;
  }

  async #hasAny(mentions: readonly Mention[]): Promise<boolean> {
    for (const { text, where } of mentions) {
      const [identifier = text] = /^\w+/.exec(text) ?? [];
      for (const file of this.#filesOf(where))
        if (file.skim.mentions(identifier) && (await this.#has(file, text))) return true;
    }
    return false;
  }

  #filesOf(where: Mention['where']): readonly SourceFile[] {
    if (where === 'rust' || where === 'cpp')
      return this.#sources.files().filter(({ language }) => language === where);
    const file = this.#sources.file(where);
    return file ? [file] : [];
  }

  async #has({ uri, skim: { stamp } }: SourceFile, text: string): Promise<boolean> {
    let known = this.#known.get(uri);
    if (known?.stamp !== stamp) this.#known.set(uri, (known = { stamp, texts: new Map() }));
    let has = known.texts.get(text);
    if (has === undefined) {
      const source = (await this.#sources.read(uri))?.text;
      // What cannot be read may have it.
      has = source === undefined || (source.includes(text) && new RegExp(`\\b${text}\\b`).test(source));
      known.texts.set(text, has);
    }
    return has;
  }
}
