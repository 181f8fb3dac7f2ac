import { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { Session } from './session.js';

/** `textDocument/didOpen`, `didChange` (incremental) and `didClose`. */
export function registerOpenDocuments({
  connection,
  environment: { documents },
  check,
  uris,
}: Session): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri: spelling, languageId, version, text } }) => {
    const uri = uris.opened(spelling);
    documents.open(uri, languageId, version, text);
    check.changed([uri]);
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    const uri = uris.fromClient(textDocument.uri);
    const changes = contentChanges.map((change) =>
      TextDocumentContentChangeEvent.isIncremental(change)
        ? { range: change.range, text: change.text }
        : { text: change.text },
    );
    documents.change(uri, textDocument.version, changes);
    check.changed([uri]);
  });
  connection.onDidCloseTextDocument(({ textDocument }) => {
    const uri = uris.closed(textDocument.uri);
    documents.close(uri);
    check.changed([uri]);
  });
}
