import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver';
import type { Uri } from '../base/range.js';
import { isWithin, relativePath } from '../base/uri.js';
import { reportExplanation } from '../service/explanation-report.js';
import { reportTo } from './progress.js';
import { answer, type Session } from './session.js';

/** A command for `workspace/executeCommand`, without arguments. */
export const EXPLAIN_WORKSPACE = 'ferrule.explainWorkspace';

/** What Ferrule made of the workspace, for people. */
export interface ExplanationReport {
  /** Markdown. */
  readonly document: string;
}

export async function explainWorkspace(
  session: Session,
  _args: readonly unknown[],
  token: CancellationToken,
  reporter: WorkDoneProgressReporter,
): Promise<ExplanationReport | null> {
  reporter.begin('Ferrule: explaining the workspace', undefined, undefined, true);
  try {
    return await answer(session, 'explanation of the workspace', token, null, async (ferrule) => {
      const explanation = await ferrule.explain(token, reportTo(reporter));
      const { folders } = explanation;
      const several = folders.length > 1;
      const show = (uri: Uri): string => {
        const folder = folders.find((each) => isWithin(uri, each.uri));
        if (!folder || uri === folder.uri) return folder?.name ?? relativePath(uri, '');
        const path = relativePath(uri, folder.uri);
        return several ? `${folder.name}/${path}` : path;
      };
      return { document: reportExplanation(explanation, show) };
    });
  } finally {
    reporter.done();
  }
}
