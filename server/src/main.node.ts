import process from 'node:process';
import { runLanguageServer } from './node-environment.js';

// What escapes every handler is written where the client shows it; the next request may well succeed.
process.on('unhandledRejection', (cause) => {
  process.stderr.write(
    `unhandled rejection: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
  );
});

runLanguageServer();
