import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  WorkDoneProgress,
  type LanguageClient,
  type ProgressToken,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageclient/node';
import { counted } from './counted.js';
import { checkWorkspaceRequest, type CheckWorkspaceResult } from './protocol.js';

const TOKEN_PREFIX = 'ferrule/checkWorkspace/';

/** Whether a progress token belongs to a check that the user asked for. */
export const isCheckProgress = (token: ProgressToken): boolean => String(token).startsWith(TOKEN_PREFIX);

/**
 * Checks the whole workspace under a notification with a cancel button, then opens the Problems view.
 *
 * @returns the server's sums, or undefined where the user cancelled
 */
export async function checkWorkspace(client: LanguageClient): Promise<CheckWorkspaceResult | undefined> {
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Ferrule: checking the workspace',
      cancellable: true,
    },
    (progress, cancellation) => request(client, progress, cancellation),
  );
  if (!result) return undefined;
  void vscode.window.showInformationMessage(summary(result));
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  return result;
}

async function request(
  client: LanguageClient,
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  cancellation: vscode.CancellationToken,
): Promise<CheckWorkspaceResult | undefined> {
  const workDoneToken = TOKEN_PREFIX + randomUUID();
  const reported = client.onProgress(WorkDoneProgress.type, workDoneToken, forwardTo(progress));
  try {
    const result = await client.sendRequest(checkWorkspaceRequest, { workDoneToken }, cancellation);
    return cancellation.isCancellationRequested ? undefined : result;
  } catch (cause) {
    if (cancellation.isCancellationRequested) return undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The check did not finish: ${reason}. "Ferrule: Show Output" may say more.`, { cause });
  } finally {
    reported.dispose();
  }
}

/** LSP reports the percentage reached, VS Code wants the step since the last report. */
function forwardTo(progress: vscode.Progress<{ message?: string; increment?: number }>) {
  let reached = 0;
  return (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void => {
    const percentage = value.kind === 'end' ? 100 : (value.percentage ?? reached);
    const increment = Math.max(0, percentage - reached);
    reached += increment;
    progress.report(value.message === undefined ? { increment } : { increment, message: value.message });
  };
}

function summary({ crossings, findings, files, durationMs }: CheckWorkspaceResult): string {
  const seconds = (durationMs / 1000).toFixed(1);
  return `Ferrule: ${counted(crossings, 'crossing')}, ${counted(findings, 'finding')} in ${counted(files.seen, 'file')} (${files.parsed} parsed), ${seconds} s.`;
}
