import type { Uri } from '../base/range.js';
import type { CheckAnswer } from '../service/answers.js';
import { findingsByFile } from './findings-by-file.js';
import { toDiagnostic } from './conversions.js';
import type { Session } from './session.js';

/**
 * Diagnostics for clients that do not ask for them: after each check, of every file, open or not, where
 * they or the document's version changed.
 */
export function registerPushDiagnostics(session: Session): void {
  const { connection, environment, uris } = session;
  /** What the client shows, as JSON. */
  const published = new Map<Uri, string>();

  session.check.listen({
    answered(answer: CheckAnswer) {
      const findings = findingsByFile(answer.findings);
      const open = new Map([...environment.documents.all()].map(({ uri, version }) => [uri, version]));
      for (const uri of new Set([...published.keys(), ...findings.keys(), ...open.keys()])) {
        const diagnostics = (findings.get(uri) ?? []).map((finding) => toDiagnostic(finding, session));
        const version = open.get(uri);
        const shown = JSON.stringify([version, diagnostics]);
        if (published.get(uri) === shown) continue;
        if (diagnostics.length > 0 || version !== undefined) published.set(uri, shown);
        else published.delete(uri);
        void connection.sendDiagnostics({
          uri: uris.toClient(uri),
          diagnostics,
          ...(version !== undefined && { version }),
        });
      }
    },
  });
}
