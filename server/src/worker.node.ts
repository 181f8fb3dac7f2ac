import { parentPort } from 'node:worker_threads';
import { NEVER_CANCELLED } from './base/cancellation.js';
import { readFacts } from './service/read-facts.js';
import { Grammars } from './syntax/grammars.js';
import { installedWasm } from './workspace/wasm.js';
import type { ReadReply, ReadRequest } from './workspace/worker-reader.js';

// A worker thread: reads files into facts. Trees stay here, facts are plain data and go back.

const grammars = Grammars.load(installedWasm);

parentPort?.on('message', ({ id, file, text }: ReadRequest) => {
  const reply = (answer: ReadReply): void => parentPort?.postMessage(answer);
  grammars
    .then((loaded) => readFacts(loaded, file, { text, version: '' }, NEVER_CANCELLED))
    .then(
      (facts) => reply({ id, facts }),
      (cause: unknown) =>
        reply({ id, error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
    );
});
