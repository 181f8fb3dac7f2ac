import { toHover } from './conversions.js';
import { answer, type Session } from './session.js';

/** `textDocument/hover` */
export function registerHover(session: Session): void {
  session.connection.onHover(({ textDocument, position }, token) =>
    answer(session, `hover in ${textDocument.uri}`, token, null, async (ferrule) => {
      const hover = await ferrule.hover(session.uris.fromClient(textDocument.uri), position, token);
      return hover && toHover(hover, session);
    }),
  );
}
