import { MessageType, ShowMessageNotification } from 'vscode-languageserver';
import { UserError } from '../service/ferrule.js';
import { describe, type Session } from './session.js';

/**
 * Problems with files and settings: a line each in the log when they appear, and those of settings
 * before the user's eyes, for they have no other place to show.
 */
export function registerProblems({ connection, check, environment }: Session): void {
  const show = (type: MessageType, message: string): void => {
    void connection.sendNotification(ShowMessageNotification.type, { type, message });
  };
  let known = new Set<string>();
  check.listen({
    answered({ problems }) {
      const present = new Set<string>();
      for (const { uri, message } of problems) {
        const line = `${uri}: ${message}`;
        present.add(line);
        if (known.has(line)) continue;
        connection.console.warn(message);
        if (environment.isSettingsFile(uri)) show(MessageType.Warning, message);
      }
      known = present;
    },
    failed(cause) {
      if (cause instanceof UserError) show(MessageType.Error, cause.message);
      else connection.console.error(`The check of the workspace failed: ${describe(cause)}`);
    },
  });
}
