import type { CancellationToken, Connection } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { CancelledError } from '../base/cancellation.js';
import { UserError, type Ferrule } from '../service/ferrule.js';
import type { ClientFeatures } from './client-features.js';
import type { ClientUris } from './client-uris.js';
import type { Environment } from './environment.js';
import type { WorkspaceCheck } from './workspace-check.js';

/** What every request handler works with, from `initialize` to `exit`. */
export interface Session {
  readonly connection: Connection;
  readonly environment: Environment;
  readonly client: ClientFeatures;
  readonly uris: ClientUris;
  readonly check: WorkspaceCheck;
}

/**
 * Answers one request by the core. A mistake of the user (a file that the workspace does not hold) has
 * `fallback` for an answer; so has a mistake of ours, which is logged.
 *
 * @param what the request and its subject, for the log
 * @throws ResponseError where the request was cancelled, or outrun by a change
 */
export async function answer<T>(
  { connection, environment, check }: Session,
  what: string,
  token: CancellationToken,
  fallback: T,
  ask: (ferrule: Ferrule) => Promise<T>,
): Promise<T> {
  try {
    await check.begun;
    return await ask(await environment.ferrule());
  } catch (cause) {
    if (cause instanceof ResponseError) throw cause;
    if (token.isCancellationRequested)
      throw new ResponseError(LSPErrorCodes.RequestCancelled, `${what}: cancelled`);
    if (cause instanceof CancelledError)
      throw new ResponseError(LSPErrorCodes.ContentModified, `${what}: outrun by a change`);
    if (cause instanceof UserError) connection.console.info(`${what}: ${cause.message}`);
    else connection.console.error(`${what}: ${describe(cause)}`);
    return fallback;
  }
}

/** An error for the log, with its stack and its cause. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${describe(error.cause)}`;
}
