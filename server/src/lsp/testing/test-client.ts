import type {
  CancellationToken,
  ClientCapabilities,
  InitializeParams,
  InitializeResult,
  MessageConnection,
} from 'vscode-languageserver/node';

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

  /** The first one to come that `matches`; those before it are dropped. */
  async until(matches: (message: T) => boolean): Promise<T> {
    for (;;) {
      const message = await this.next();
      if (matches(message)) return message;
    }
  }

  /** Those that came and were not taken. */
  get unread(): readonly T[] {
    return this.#waiting;
  }
}

/** A readable LSP client: every notification of the server waits in the inbox of its method. */
export class TestClient {
  readonly connection: MessageConnection;
  readonly #inboxes = new Map<string, Inbox<unknown>>();
  readonly #versions = new Map<string, number>();

  /** @param connection not yet listening */
  constructor(connection: MessageConnection) {
    this.connection = connection;
    connection.onNotification((method, params) => this.inbox(method).put(params));
    connection.onUnhandledProgress((progress) => this.inbox('$/progress').put(progress));
    connection.listen();
  }

  inbox<T>(method: string): Inbox<T> {
    let inbox = this.#inboxes.get(method);
    if (!inbox) this.#inboxes.set(method, (inbox = new Inbox()));
    return inbox as Inbox<T>;
  }

  /** Answers requests of the server's, and keeps them in the inbox of their method. */
  answers(method: string, respond: (params: unknown) => unknown = () => null): Inbox<unknown> {
    this.connection.onRequest(method, (params: unknown) => {
      this.inbox(method).put(params);
      return respond(params);
    });
    return this.inbox(method);
  }

  request<T>(method: string, params?: unknown, token?: CancellationToken): Promise<T> {
    // An argument that is given counts, also where it is undefined.
    if (params === undefined) return this.connection.sendRequest<T>(method);
    return token
      ? this.connection.sendRequest<T>(method, params, token)
      : this.connection.sendRequest<T>(method, params);
  }

  notify(method: string, params: unknown = {}): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  /** `initialize` and `initialized`. */
  async start(
    capabilities: ClientCapabilities,
    more: Partial<InitializeParams> = {},
  ): Promise<InitializeResult> {
    const params = { processId: process.pid, rootUri: null, workspaceFolders: null, capabilities, ...more };
    const result = await this.request<InitializeResult>('initialize', params);
    await this.notify('initialized');
    return result;
  }

  open(uri: string, text: string, languageId = 'rust'): Promise<void> {
    this.#versions.set(uri, 1);
    return this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** @param changes as LSP has them: with a range, or the whole text */
  change(uri: string, ...changes: readonly unknown[]): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    return this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: changes });
  }

  close(uri: string): Promise<void> {
    return this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** @param type 1 created, 2 changed, 3 deleted */
  filesChanged(type: 1 | 2 | 3, ...uris: readonly string[]): Promise<void> {
    return this.notify('workspace/didChangeWatchedFiles', { changes: uris.map((uri) => ({ uri, type })) });
  }
}
