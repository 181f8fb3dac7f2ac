import { NotificationType, RequestType } from 'vscode-languageclient/node';

/** What the server is busy with, and the counts over the whole workspace that its last run gave. */
export interface ServerStatus {
  /** `idle`: the workspace holds nothing to analyse. */
  state: 'indexing' | 'ready' | 'idle';
  crossings: number;
  findings: number;
  files: number;
}

/** Server to client, whenever a field of {@link ServerStatus} changes. */
export const statusNotification = new NotificationType<ServerStatus>('ferrule/status');

/** Progress is reported under `workDoneToken`, as for any request of the protocol. */
export interface CheckWorkspaceParams {
  workDoneToken: string;
}

/** Sums of one check of the whole workspace; the findings themselves arrive as diagnostics. */
export interface CheckWorkspaceResult {
  crossings: number;
  findings: number;
  files: { seen: number; parsed: number };
  durationMs: number;
}

/** Client to server: check every file, open or not, and publish what is found. */
export const checkWorkspaceRequest = new RequestType<CheckWorkspaceParams, CheckWorkspaceResult, void>(
  'ferrule/checkWorkspace',
);
