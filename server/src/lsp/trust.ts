import type { InitializeParams } from 'vscode-languageserver';
import type { Session } from './session.js';

/** Among `initializationOptions`: the user trusts the workspace, so that what it says may be run. */
export const TRUSTED = 'trusted';

/**
 * Whether compilers may be run, which run build scripts and macros of the workspace: not before the client
 * says that the user trusts it, at the start or with `ferrule/trusted`.
 */
export function registerTrust(
  { connection, environment }: Session,
  { initializationOptions }: InitializeParams,
): void {
  const options = initializationOptions as Record<string, unknown> | null | undefined;
  if (options?.[TRUSTED] === true) environment.trust();
  connection.onNotification('ferrule/trusted', () => environment.trust());
}
