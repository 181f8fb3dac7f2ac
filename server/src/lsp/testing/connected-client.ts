import { PassThrough } from 'node:stream';
import {
  createConnection,
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type InitializeParams,
  type InitializeResult,
  type MessageConnection,
} from 'vscode-languageserver/node';
import type { Environment } from '../environment.js';
import { startServer } from '../server.js';

/** Messages of one method in their order; `next` waits for one that has not come yet. */
export class Inbox<T> {
  readonly #waiting: T[] = [];
  readonly #takers: ((message: T) => void)[] = [];

  put(message: T): void {
    const taker = this.#takers.shift();
    if (taker) taker(message);
    else this.#waiting.push(message);
  }

  next(): Promise<T> {
    const message = this.#waiting.shift();
    return message === undefined
      ? new Promise((resolve) => this.#takers.push(resolve))
      : Promise.resolve(message);
  }

  /** Those that came and were not taken. */
  get unread(): readonly T[] {
    return this.#waiting;
  }
}

/** A client in the same process, over two streams. */
export class ConnectedClient {
  readonly connection: MessageConnection;
  readonly #inboxes = new Map<string, Inbox<unknown>>();

  constructor(environment: Environment) {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    startServer(
      createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
      environment,
    );
    this.connection = createMessageConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    this.connection.onNotification((method, params) => this.inbox(method).put(params));
    this.connection.onUnhandledProgress((progress) => this.inbox('$/progress').put(progress));
    this.connection.listen();
  }

  inbox<T>(method: string): Inbox<T> {
    let inbox = this.#inboxes.get(method);
    if (!inbox) this.#inboxes.set(method, (inbox = new Inbox()));
    return inbox as Inbox<T>;
  }

  /** Answers a request of the server's, and keeps it. */
  answers(method: string, respond: (params: unknown) => unknown = () => null): Inbox<unknown> {
    this.connection.onRequest(method, (params: unknown) => {
      this.inbox(method).put(params);
      return respond(params);
    });
    return this.inbox(method);
  }

  async start(
    capabilities: ClientCapabilities,
    more: Partial<InitializeParams> = {},
  ): Promise<InitializeResult> {
    const params = {
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri: 'file:///w', name: 'w' }],
      capabilities,
      ...more,
    };
    const result = await this.connection.sendRequest<InitializeResult>('initialize', params);
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  openDocument(uri: string, text = '', languageId = 'rust'): Promise<void> {
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }
}
