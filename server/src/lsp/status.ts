import { NotificationType } from 'vscode-languageserver';
import type { Session } from './session.js';

/** What the server is busy with, and the counts over the whole workspace that its last check gave. */
export interface ServerStatus {
  /** `idle`: nothing in the workspace crosses. */
  readonly state: 'indexing' | 'ready' | 'idle';
  readonly crossings: number;
  readonly findings: number;
  readonly files: number;
}

const statusNotification = new NotificationType<ServerStatus>('ferrule/status');

/** Server to client, whenever a field changes: an addition of ours to the protocol. */
export function registerStatus(session: Session): void {
  let sent: ServerStatus = { state: 'indexing', crossings: 0, findings: 0, files: 0 };
  const send = (status: ServerStatus): void => {
    if (JSON.stringify(status) === JSON.stringify(sent)) return;
    sent = status;
    void session.connection.sendNotification(statusNotification, status);
  };
  void session.connection.sendNotification(statusNotification, sent);
  session.check.listen({
    indexing: () => send({ ...sent, state: 'indexing' }),
    answered: ({ crossings, findings, files }) =>
      send({
        state: crossings.length + findings.length === 0 ? 'idle' : 'ready',
        crossings: crossings.length,
        findings: findings.length,
        files: files.seen,
      }),
    failed: () => send({ ...sent, state: 'ready' }),
  });
}
