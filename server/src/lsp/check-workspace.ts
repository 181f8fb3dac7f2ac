import { RequestType, type WorkDoneProgressParams } from 'vscode-languageserver';
import { reportTo } from './progress.js';
import { answer, type Session } from './session.js';

/** Sums of one check; the findings themselves arrive as diagnostics. */
export interface CheckWorkspaceResult {
  readonly crossings: number;
  readonly findings: number;
  readonly files: { readonly seen: number; readonly parsed: number };
  readonly durationMs: number;
}

const checkWorkspaceRequest = new RequestType<WorkDoneProgressParams | null, CheckWorkspaceResult, void>(
  'ferrule/checkWorkspace',
);

/** Reads everything anew, whatever the file watcher said, and checks it: an addition of ours to the protocol. */
export function registerCheckWorkspace(session: Session): void {
  const { connection, check } = session;
  connection.onRequest(checkWorkspaceRequest, async (params, token) => {
    const start = performance.now();
    const reporter = connection.window.attachWorkDoneProgress(params?.workDoneToken);
    reporter.begin('Ferrule: checking the workspace', 0);
    const stop = check.listen({ progress: reportTo(reporter) });
    const nothing: CheckWorkspaceResult = {
      crossings: 0,
      findings: 0,
      files: { seen: 0, parsed: 0 },
      durationMs: 0,
    };
    try {
      return await answer(session, 'check of the workspace', token, nothing, async () => {
        check.changed(null);
        const { crossings, findings, files } = await check.latest(token);
        return {
          crossings: crossings.length,
          findings: findings.length,
          files,
          durationMs: Math.round(performance.now() - start),
        };
      });
    } finally {
      stop();
      reporter.done();
    }
  });
}
