import {
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type WorkspaceDiagnosticParams,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Uri } from '../base/range.js';
import type { CheckAnswer, Finding } from '../service/answers.js';
import { findingsByFile } from './findings-by-file.js';
import { toDiagnostic } from './conversions.js';
import { answer, describe, type Session } from './session.js';

/**
 * `textDocument/diagnostic` and `workspace/diagnostic`. After a check that changes what was answered
 * earlier for an open document, the client is asked to pull again.
 */
export function registerPullDiagnostics(session: Session): void {
  const { connection, client, environment, check, uris } = session;
  const results = new ResultIds();
  /** What the last pull of each open document had for an answer. */
  const answered = new Map<Uri, string>();
  const diagnosticsOf = (findings: readonly Finding[]): Diagnostic[] =>
    findings.map((finding) => toDiagnostic(finding, session));

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const uri = uris.fromClient(textDocument.uri);
    const ask = answer<DocumentDiagnosticReport>(
      session,
      `diagnostics of ${textDocument.uri}`,
      token,
      { kind: DocumentDiagnosticReportKind.Full, items: [] },
      async (ferrule) => {
        const items = diagnosticsOf(await ferrule.findings(uri, token));
        const resultId = results.of(uri, items);
        answered.set(uri, resultId);
        return resultId === previousResultId
          ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
          : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
      },
    );
    return ask.catch(pullAgain);
  });

  let delivered: CheckAnswer | null = null;
  connection.languages.diagnostics.onWorkspace(async (params, token) => {
    const ask = answer(session, 'diagnostics of the workspace', token, { items: [] }, async () => {
      let state = await check.latest(token);
      let items = reports(state, params);
      // The client asks again at once: while nothing is new, the question waits for what is.
      while (
        state === delivered &&
        items.every(({ kind }) => kind === DocumentDiagnosticReportKind.Unchanged)
      ) {
        state = await check.next(token);
        items = reports(state, params);
      }
      delivered = state;
      return { items };
    });
    return ask.catch(pullAgain);
  });

  function reports(
    state: CheckAnswer,
    { previousResultIds }: WorkspaceDiagnosticParams,
  ): WorkspaceDocumentDiagnosticReport[] {
    const known = new Map(previousResultIds.map(({ uri, value }) => [uris.fromClient(uri), value]));
    const findings = findingsByFile(state.findings);
    return [...new Set([...findings.keys(), ...known.keys()])].map((uri) => {
      const items = diagnosticsOf(findings.get(uri) ?? []);
      const resultId = results.of(uri, items);
      const version = environment.documents.get(uri)?.version ?? null;
      const shared = { uri: uris.toClient(uri), version, resultId };
      return known.get(uri) === resultId
        ? { kind: DocumentDiagnosticReportKind.Unchanged, ...shared }
        : { kind: DocumentDiagnosticReportKind.Full, ...shared, items };
    });
  }

  check.listen({
    answered(state) {
      const findings = findingsByFile(state.findings);
      let outdated = false;
      for (const [uri, resultId] of [...answered]) {
        const open = environment.documents.get(uri) !== undefined;
        if (open && results.of(uri, diagnosticsOf(findings.get(uri) ?? [])) === resultId) continue;
        outdated ||= open;
        // Said once: a client that does not pull the document again has no use for it.
        answered.delete(uri);
      }
      if (!outdated || !client.refreshesDiagnostics) return;
      connection.languages.diagnostics.refresh().catch((cause: unknown) => {
        connection.console.warn(`The client did not refresh its diagnostics: ${describe(cause)}`);
      });
    },
  });
}

/** A diagnostic request that a change has outrun is to be sent again: the protocol has a word for that. */
function pullAgain(cause: unknown): never {
  if (cause instanceof ResponseError && cause.code === LSPErrorCodes.ContentModified) {
    throw new ResponseError(LSPErrorCodes.ServerCancelled, cause.message, { retriggerRequest: true });
  }
  throw cause;
}

/** Names the diagnostics of a file: the same name for as long as they stay the same. */
class ResultIds {
  readonly #held = new Map<Uri, { readonly json: string; readonly id: string }>();
  #next = 1;

  of(uri: Uri, diagnostics: readonly Diagnostic[]): string {
    const json = JSON.stringify(diagnostics);
    const held = this.#held.get(uri);
    if (held?.json === json) return held.id;
    const id = String(this.#next++);
    this.#held.set(uri, { json, id });
    return id;
  }
}
