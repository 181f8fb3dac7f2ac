import type { Definition, DefinitionLink } from 'vscode-languageserver';
import { toDefinition } from './conversions.js';
import { answer, type Session } from './session.js';

/** `textDocument/definition`: from one language to the other. */
export function registerDefinition(session: Session): void {
  session.connection.onDefinition(({ textDocument, position }, token) =>
    answer<Definition | DefinitionLink[] | null>(
      session,
      `definition in ${textDocument.uri}`,
      token,
      null,
      async (ferrule) =>
        toDefinition(
          await ferrule.definition(session.uris.fromClient(textDocument.uri), position, token),
          session,
        ),
    ),
  );
}
