import { DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import { describe, type Session } from './session.js';

/** `workspace/didChangeWatchedFiles`, for sources and for the files that say which of them count. */
export function registerFileWatching({ connection, check, uris, client, environment }: Session): void {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    check.changed(changes.map(({ uri }) => uris.fromClient(uri)));
  });
  if (!client.watchesFiles) return;
  const watchers = environment.watchedFiles.map((globPattern) => ({ globPattern }));
  connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch((cause: unknown) => {
    connection.console.warn(`The client does not watch files: ${describe(cause)}`);
  });
}
