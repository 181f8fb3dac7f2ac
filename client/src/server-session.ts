import * as vscode from 'vscode';
import {
  CloseAction,
  LanguageClient,
  State,
  TransportKind,
  type ErrorHandler,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { isCheckProgress } from './check-workspace.js';
import { statusNotification, trustedNotification } from './protocol.js';
import type { StatusItem } from './status-item.js';

const LANGUAGES = ['rust', 'cpp', 'c', 'zng'];
const INSPECT_PORT = 6009;

/**
 * The life of the server. Each start gets a fresh client, because a client whose first start failed
 * answers every further start with that same failure.
 */
export class ServerSession {
  readonly #serverModule: string;
  readonly #output: vscode.LogOutputChannel;
  readonly #status: StatusItem;
  #client: LanguageClient | undefined;
  #stateWatch: vscode.Disposable | undefined;
  /** Starts and stops run one after the other, however fast the user repeats the command. */
  #turn: Promise<void> = Promise.resolve();

  /** @param serverModule absolute path of the bundled server, run as a Node module over IPC */
  constructor(serverModule: string, output: vscode.LogOutputChannel, status: StatusItem) {
    this.#serverModule = serverModule;
    this.#output = output;
    this.#status = status;
  }

  /** The client once the start or stop under way is done, or undefined where the server does not run. */
  async running(): Promise<LanguageClient | undefined> {
    await this.#turn;
    return this.#client?.isRunning() ? this.#client : undefined;
  }

  /** Ends the server where it runs and starts it anew; says so where that fails, and never rejects. */
  restart(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  stop(): Promise<void> {
    return this.#inTurn(() => this.#stop());
  }

  /** Tells the server that it may run compilers from now on; one that starts later is told at its start. */
  async trust(): Promise<void> {
    await (await this.running())?.sendNotification(trustedNotification);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work);
    return this.#turn;
  }

  async #start(): Promise<void> {
    this.#status.show({ kind: 'starting' });
    const client = createClient(this.#serverModule, this.#output, this.#status);
    this.#client = client;
    this.#stateWatch = client.onDidChangeState(({ newState }) => {
      this.#showState(newState);
    });
    client.onNotification(statusNotification, (counts) => {
      switch (counts.state) {
        case 'indexing':
          return this.#status.show({ kind: 'indexing', progress: '' });
        case 'ready':
          return this.#status.show({ kind: 'ready', counts });
        case 'idle':
          return this.#status.show({ kind: 'idle' });
        default:
          return counts.state satisfies never;
      }
    });
    try {
      await client.start();
    } catch (cause) {
      // The client has shown the failure; the status keeps it in sight.
      this.#output.error(cause instanceof Error ? cause : String(cause));
      this.#status.show({ kind: 'failed', reason: 'The Ferrule server could not be started.' });
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#stateWatch?.dispose();
    if (!client) return;
    try {
      if (client.needsStop()) await client.stop();
      await client.dispose();
    } catch (cause) {
      // A server that does not answer the shutdown is killed by the client: a new one may start.
      this.#output.warn(`While stopping the server: ${String(cause)}`);
    }
  }

  #showState(state: State): void {
    switch (state) {
      case State.Starting:
        return this.#status.show({ kind: 'starting' });
      case State.Running:
        return this.#status.show({ kind: 'indexing', progress: '' });
      case State.Stopped:
        return this.#status.show({
          kind: 'failed',
          reason: 'The Ferrule server has stopped. "Ferrule: Restart Server" starts it again.',
        });
      case State.StartFailed:
        return this.#status.show({ kind: 'failed', reason: 'The Ferrule server could not be started.' });
      default:
        return state satisfies never;
    }
  }
}

function createClient(
  serverModule: string,
  output: vscode.LogOutputChannel,
  status: StatusItem,
): LanguageClient {
  const server = { module: serverModule, transport: TransportKind.ipc };
  const serverOptions: ServerOptions = {
    run: server,
    debug: { ...server, options: { execArgv: ['--enable-source-maps', `--inspect=${INSPECT_PORT}`] } },
  };
  const restarting: ErrorHandler = {
    error: (...details) => fallback.error(...details),
    closed: async () => {
      const result = await fallback.closed();
      return result.action === CloseAction.Restart
        ? { ...result, message: 'The Ferrule server stopped unexpectedly and is being started again.' }
        : result;
    },
  };
  const clientOptions: LanguageClientOptions = {
    documentSelector: LANGUAGES.map((language) => ({ scheme: 'file', language })),
    outputChannel: output,
    initializationOptions: { trusted: vscode.workspace.isTrusted },
    errorHandler: restarting,
    middleware: {
      // Work of the server's own (indexing) shows in our status item, not in a second one beside it.
      handleWorkDoneProgress: (token, params, next) => {
        if (isCheckProgress(token) || params.kind === 'end') return next(token, params);
        const progress =
          params.percentage === undefined ? params.message : `${Math.round(params.percentage)} %`;
        status.show({ kind: 'indexing', progress: progress ?? '' });
      },
    },
  };
  const client = new LanguageClient('ferrule', 'Ferrule', serverOptions, clientOptions);
  const fallback = client.createDefaultErrorHandler();
  return client;
}
