import type { Uri } from '../base/range.js';
import { normalizeUri } from '../base/uri.js';

/**
 * Translates between the client's spelling of URIs and ours. A client that compares URIs as text must
 * get back for an open document what it sent.
 */
export class ClientUris {
  readonly #spellings = new Map<Uri, string>();

  fromClient(uri: string): Uri {
    return normalizeUri(uri);
  }

  /** Remembers the spelling until `closed`. */
  opened(uri: string): Uri {
    const normal = normalizeUri(uri);
    if (normal !== uri) this.#spellings.set(normal, uri);
    return normal;
  }

  closed(uri: string): Uri {
    const normal = normalizeUri(uri);
    this.#spellings.delete(normal);
    return normal;
  }

  toClient(uri: Uri): string {
    return this.#spellings.get(uri) ?? uri;
  }
}
