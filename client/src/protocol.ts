import { NotificationType, NotificationType0, RequestType } from 'vscode-languageclient/node';

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

/** A command of the server's, with the URI of a file as its argument. */
export const VERIFY_FILE = 'ferrule.verifyFile';

/** What the installed compilers say of a file. */
export interface VerificationReport {
  /** One line. */
  summary: string;
  disagreements: number;
  /** Compilers that could not judge it. */
  problems: number;
  /** Markdown. */
  document: string;
}

/** A command of the server's, without arguments. */
export const EXPLAIN_WORKSPACE = 'ferrule.explainWorkspace';

/** What the server made of the workspace. */
export interface ExplanationReport {
  /** Markdown. */
  document: string;
}

/** Client to server: the user trusts the workspace by now. */
export const trustedNotification = new NotificationType0('ferrule/trusted');
