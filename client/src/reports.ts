import * as vscode from 'vscode';

const SCHEME = 'ferrule-report';

/** Shows what the server wrote last, each under its name, as documents that nobody has to save. */
export class Reports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #documents = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#documents.get(uri.path);
  }

  /** @param path from the root on, `/` first: its last name is the title */
  async show(path: string, document: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${path}.md` });
    this.#documents.set(uri.path, document);
    this.#changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
