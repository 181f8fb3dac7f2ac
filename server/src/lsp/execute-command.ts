import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import { EXPLAIN_WORKSPACE, explainWorkspace } from './explain-workspace.js';
import type { Session } from './session.js';
import { VERIFY_FILE, verifyFile } from './verify-file.js';

type Command = (
  session: Session,
  args: readonly unknown[],
  token: CancellationToken,
  reporter: WorkDoneProgressReporter,
) => Promise<unknown>;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  [VERIFY_FILE, verifyFile],
  [EXPLAIN_WORKSPACE, explainWorkspace],
]);

/** The commands for `workspace/executeCommand`. */
export const COMMAND_NAMES: readonly string[] = [...COMMANDS.keys()];

/** @throws ResponseError for a command that is none of ours */
export function registerCommands(session: Session): void {
  session.connection.onExecuteCommand((params, token, reporter) => {
    const command = COMMANDS.get(params.command);
    if (!command) throw new ResponseError(LSPErrorCodes.RequestFailed, `no such command: ${params.command}`);
    return command(session, params.arguments ?? [], token, reporter);
  });
}
