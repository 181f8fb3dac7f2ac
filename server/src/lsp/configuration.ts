import {
  DidChangeConfigurationNotification,
  type Connection,
  type InitializeParams,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { baseName, normalizeUri, uriFromPath } from '../base/uri.js';
import type { ClientFeatures } from './client-features.js';
import { describe, type Session } from './session.js';
import { TRUSTED } from './trust.js';

const SECTION = 'ferrule';

/**
 * The workspace's folders with the settings of each: `workspace/configuration` where the client answers
 * it, else `initializationOptions` and `workspace/didChangeConfiguration`.
 */
export function registerConfiguration(session: Session, params: InitializeParams): void {
  const { connection, client, environment, check } = session;
  let folders = foldersAtStart(params);
  let pushed: unknown = params.initializationOptions;
  let round = 0;

  const apply = async (): Promise<void> => {
    const mine = ++round;
    const [elsewhere, ...settings] = await readSettings(connection, client, folders, pushed);
    // A later change has asked already, and its answer is the newer one.
    if (mine !== round) return;
    environment.setFolders(
      folders.map(({ uri, name }, index) => ({
        uri: normalizeUri(uri),
        name,
        editorSettings: settings[index],
      })),
      elsewhere,
    );
    check.restart();
  };

  connection.onDidChangeConfiguration(({ settings }) => {
    pushed = (settings as Record<string, unknown> | null | undefined)?.[SECTION] ?? pushed;
    void apply();
  });
  if (client.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => normalizeUri(uri)));
      folders = [...folders.filter(({ uri }) => !gone.has(normalizeUri(uri))), ...added];
      void apply();
    });
  }
  if (client.registersConfiguration) {
    connection.client
      .register(DidChangeConfigurationNotification.type, { section: SECTION })
      .catch((cause: unknown) => {
        connection.console.warn(`The client does not tell changes of settings: ${describe(cause)}`);
      });
  }
  void apply();
}

/** Folders in the protocol's three forms, the newest first. */
function foldersAtStart({ workspaceFolders, ...older }: InitializeParams): WorkspaceFolder[] {
  if (workspaceFolders) return workspaceFolders;
  const { rootUri, rootPath } = older as { rootUri?: string | null; rootPath?: string | null };
  const uri = rootUri ?? (rootPath ? uriFromPath(rootPath) : null);
  return uri === null ? [] : [{ uri, name: baseName(uri) }];
}

/** The settings outside of all folders, then those of each folder. */
async function readSettings(
  connection: Connection,
  client: ClientFeatures,
  folders: readonly WorkspaceFolder[],
  pushed: unknown,
): Promise<unknown[]> {
  let settings: readonly unknown[] = [null, ...folders.map(() => null)];
  if (client.configuration) {
    const scopes = [{ section: SECTION }, ...folders.map(({ uri }) => ({ scopeUri: uri, section: SECTION }))];
    try {
      settings = (await connection.workspace.getConfiguration(scopes)) as unknown[];
    } catch (cause) {
      connection.console.warn(`The client did not give its settings: ${describe(cause)}`);
    }
  }
  return settings.map((value) => withoutClientSettings(value ?? pushed));
}

/** `ferrule.trace.server` is read by the client alone, and what options say of trust is no setting. */
function withoutClientSettings(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return settings;
  return Object.fromEntries(Object.entries(settings).filter(([key]) => key !== 'trace' && key !== TRUSTED));
}
