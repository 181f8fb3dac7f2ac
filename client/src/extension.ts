import * as vscode from 'vscode';
import { checkWorkspace } from './check-workspace.js';
import { explainWorkspace } from './explain-workspace.js';
import { Reports } from './reports.js';
import { ServerSession } from './server-session.js';
import { StatusItem } from './status-item.js';
import { verifyFile } from './verify-file.js';

let session: ServerSession | undefined;

/** Called by VS Code on the first Rust, C, C++ or `.zng` document. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Ferrule', { log: true });
  const status = new StatusItem();
  const started = new ServerSession(context.asAbsolutePath('server/dist/main.node.js'), output, status);
  session = started;
  const reports = new Reports();
  context.subscriptions.push(
    output,
    status,
    reports,
    vscode.workspace.onDidGrantWorkspaceTrust(() => started.trust()),
    vscode.commands.registerCommand('ferrule.restart', () => started.restart()),
    vscode.commands.registerCommand('ferrule.showOutput', () => {
      output.show();
    }),
    vscode.commands.registerCommand('ferrule.checkWorkspace', async () => {
      const client = await started.running();
      return client ? checkWorkspace(client) : offerRestart();
    }),
    vscode.commands.registerCommand('ferrule.verify', async () => {
      const client = await started.running();
      return client ? verifyFile(client, reports) : offerRestart();
    }),
    vscode.commands.registerCommand('ferrule.explain', async () => {
      const client = await started.running();
      return client ? explainWorkspace(client, reports) : offerRestart();
    }),
  );
  await started.restart();
}

/** Called by VS Code when the window closes or the extension is disabled. */
export async function deactivate(): Promise<void> {
  await session?.stop();
}

async function offerRestart(): Promise<void> {
  const chosen = await vscode.window.showWarningMessage('The Ferrule server is not running.', 'Restart');
  if (chosen) await vscode.commands.executeCommand('ferrule.restart');
}
