import { parentPort } from 'node:worker_threads';
import { CancelledError } from './base/cancellation.js';
import { readFacts } from './service/read-facts.js';
import { Grammars } from './syntax/grammars.js';
import { installedWasm } from './workspace/wasm.js';
import type { CancelRequest, ReadReply, ReadRequest } from './workspace/worker-reader.js';

// A worker thread: reads files into facts. Trees stay here, facts are plain data and go back.

const grammars = Grammars.load(installedWasm);
/** Of what was asked and is not answered yet. Readings look at theirs between two slices, when messages were served. */
const tokens = new Map<number, { isCancellationRequested: boolean }>();

parentPort?.on('message', (message: ReadRequest | CancelRequest) => {
  if ('cancel' in message) {
    const token = tokens.get(message.cancel);
    if (token) token.isCancellationRequested = true;
  } else void answer(message);
});

async function answer({ id, file, text }: ReadRequest): Promise<void> {
  const token = { isCancellationRequested: false };
  tokens.set(id, token);
  const reading = grammars.then((loaded) => readFacts(loaded, file, { text, version: '' }, token));
  const reply = await reading.then(
    (facts): ReadReply => ({ id, facts }),
    (cause: unknown): ReadReply =>
      cause instanceof CancelledError
        ? { id, cancelled: true }
        : { id, error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) },
  );
  tokens.delete(id);
  parentPort?.postMessage(reply);
}
