import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver';

/**
 * The connection that the command line asks for: `--stdio`, `--node-ipc`, `--socket=PORT` or
 * `--pipe=NAME`. Ends the process with the client's `exit`, its end of input, or its own end.
 */
export const createNodeConnection = (): Connection => createConnection(ProposedFeatures.all);
