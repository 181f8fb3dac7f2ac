import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';
import { VERIFY_FILE, type VerificationReport } from './protocol.js';
import type { Reports } from './reports.js';

/**
 * Has the server ask the compilers about the active file, under a notification with a cancel button.
 *
 * @returns what they say, or undefined where there is no file or the user cancelled
 */
export async function verifyFile(
  client: LanguageClient,
  reports: Reports,
): Promise<VerificationReport | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) {
    void vscode.window.showWarningMessage('Ferrule: open a Rust or C++ file to verify.');
    return undefined;
  }
  // The compilers read it from disk.
  await document.save();
  const report = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Ferrule: asking the compilers',
      cancellable: true,
    },
    (_progress, cancellation) => request(client, document.uri, cancellation),
  );
  if (report) void present(report, document.uri, reports);
  return report;
}

async function request(
  client: LanguageClient,
  uri: vscode.Uri,
  cancellation: vscode.CancellationToken,
): Promise<VerificationReport | undefined> {
  const params = { command: VERIFY_FILE, arguments: [client.code2ProtocolConverter.asUri(uri)] };
  try {
    const result: unknown = await client.sendRequest(ExecuteCommandRequest.type, params, cancellation);
    return cancellation.isCancellationRequested
      ? undefined
      : ((result as VerificationReport | null) ?? undefined);
  } catch (cause) {
    if (cancellation.isCancellationRequested) return undefined;
    void vscode.window.showErrorMessage(`Ferrule: ${cause instanceof Error ? cause.message : String(cause)}`);
    return undefined;
  }
}

async function present(
  { summary, disagreements, problems, document }: VerificationReport,
  file: vscode.Uri,
  reports: Reports,
): Promise<void> {
  const message = `Ferrule: ${summary}`;
  const chosen = await (disagreements + problems > 0
    ? vscode.window.showWarningMessage(message, 'Show Report')
    : vscode.window.showInformationMessage(message, 'Show Report'));
  if (chosen) await reports.show(file.path, document);
}
