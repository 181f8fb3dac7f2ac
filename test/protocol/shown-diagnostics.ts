import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { TestClient } from '../../server/src/lsp/testing/test-client.js';

/** What an editor would show of pushed diagnostics: for each file the last that came. */
export class ShownDiagnostics {
  readonly #files = new Map<string, readonly Diagnostic[]>();
  readonly #waiting = new Set<() => void>();

  constructor(client: TestClient) {
    client.connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: PublishDiagnosticsParams) => {
        this.#files.set(uri, diagnostics);
        for (const look of [...this.#waiting]) look();
      },
    );
  }

  /** The files of which anything came. */
  get files(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** Resolves as soon as what is shown of the file `holds`. */
  when(uri: string, holds: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        const shown = this.#files.get(uri);
        if (!shown || !holds(shown)) return;
        this.#waiting.delete(look);
        resolve(shown);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
