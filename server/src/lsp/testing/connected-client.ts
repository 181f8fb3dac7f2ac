import { PassThrough } from 'node:stream';
import {
  createConnection,
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Environment } from '../environment.js';
import { startServer } from '../server.js';
import { TestClient } from './test-client.js';

/** A client and its server in one process, over two streams. */
export function connectedClient(environment: Environment): TestClient {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  startServer(
    createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
    environment,
  );
  return new TestClient(
    createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer)),
  );
}
