import {
  CodeActionKind,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { registerCheckWorkspace } from './check-workspace.js';
import { readClientFeatures, type ClientFeatures } from './client-features.js';
import { ClientUris } from './client-uris.js';
import { registerCodeActions } from './code-action.js';
import { registerConfiguration } from './configuration.js';
import { registerDefinition } from './definition.js';
import type { Environment } from './environment.js';
import { COMMAND_NAMES, registerCommands } from './execute-command.js';
import { registerHover } from './hover.js';
import { registerOpenDocuments } from './open-documents.js';
import { registerProblems } from './problems.js';
import { registerIndexingProgress } from './progress.js';
import { registerPullDiagnostics } from './pull-diagnostics.js';
import { registerPushDiagnostics } from './push-diagnostics.js';
import type { Session } from './session.js';
import { registerStatus } from './status.js';
import { registerTrust } from './trust.js';
import { registerFileWatching } from './watching.js';
import { WorkspaceCheck } from './workspace-check.js';

/** Serves one client over `connection` until it says `exit`. */
export function startServer(connection: Connection, environment: Environment): void {
  connection.onInitialize((params: InitializeParams) => {
    const client = readClientFeatures(params.capabilities);
    const session: Session = {
      connection,
      environment,
      client,
      uris: new ClientUris(),
      check: new WorkspaceCheck(environment),
    };
    registerOpenDocuments(session);
    registerHover(session);
    registerDefinition(session);
    registerCodeActions(session);
    if (client.pullsDiagnostics) registerPullDiagnostics(session);
    else registerPushDiagnostics(session);
    registerCheckWorkspace(session);
    registerCommands(session);
    registerTrust(session, params);

    connection.onInitialized(() => {
      registerStatus(session);
      registerIndexingProgress(session);
      registerProblems(session);
      registerFileWatching(session);
      registerConfiguration(session, params);
    });
    connection.onShutdown(() => {
      session.check.dispose();
      environment.dispose();
    });
    return {
      capabilities: capabilitiesFor(client),
      serverInfo: { name: 'ferrule', version: environment.version },
    };
  });
  connection.listen();
}

function capabilitiesFor(client: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    definitionProvider: true,
    executeCommandProvider: { commands: [...COMMAND_NAMES], workDoneProgress: true },
    ...(client.codeActions && {
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor],
        resolveProvider: client.lazyEdits,
      },
    }),
    ...(client.pullsDiagnostics && {
      diagnosticProvider: {
        identifier: 'ferrule',
        interFileDependencies: true,
        workspaceDiagnostics: true,
      },
    }),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
