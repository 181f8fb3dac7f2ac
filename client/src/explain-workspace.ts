import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';
import { EXPLAIN_WORKSPACE, type ExplanationReport } from './protocol.js';
import type { Reports } from './reports.js';

/**
 * Opens what the server made of the workspace: what it read, how both sides cross and are built.
 *
 * @returns the report, or undefined where the user cancelled
 */
export async function explainWorkspace(
  client: LanguageClient,
  reports: Reports,
): Promise<ExplanationReport | undefined> {
  const report = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Ferrule: explaining the workspace',
      cancellable: true,
    },
    (_progress, cancellation) => request(client, cancellation),
  );
  if (report) void reports.show('/This Workspace', report.document);
  return report;
}

async function request(
  client: LanguageClient,
  cancellation: vscode.CancellationToken,
): Promise<ExplanationReport | undefined> {
  try {
    const result: unknown = await client.sendRequest(
      ExecuteCommandRequest.type,
      { command: EXPLAIN_WORKSPACE },
      cancellation,
    );
    return cancellation.isCancellationRequested
      ? undefined
      : ((result as ExplanationReport | null) ?? undefined);
  } catch (cause) {
    if (cancellation.isCancellationRequested) return undefined;
    void vscode.window.showErrorMessage(`Ferrule: ${cause instanceof Error ? cause.message : String(cause)}`);
    return undefined;
  }
}
