#!/usr/bin/env node
import { homedir, tmpdir } from 'node:os';
import process from 'node:process';
import { findTarget, TARGETS } from './abi/target.js';
import { CancelledError } from './base/cancellation.js';
import { DISK_FILES } from './cli/disk-files.js';
import type { CliEnvironment, Output } from './cli/environment.js';
import { runCli } from './cli/run.js';
import { PAGES } from './hazards/registry.js';
import { installedVersion, openWorkspace, runLanguageServer } from './node-environment.js';
import { targetsOf } from './service/targets.js';
import { hostTarget } from './workspace/host-target.js';

/** What shells say of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

const environment: CliEnvironment = {
  version: installedVersion(),
  cwd: process.cwd(),
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  variables: process.env,
  files: DISK_FILES,
  sharedFolders: [homedir(), tmpdir()],
  targets: {
    list: () => TARGETS.map(({ triple }) => triple),
    has: (triple) => findTarget(triple) !== null,
  },
  hazards: { list: () => PAGES, page: (id) => PAGES.find((page) => page.id === id)?.page ?? null },
  openWorkspace: async ({ paths, configFile, targets }) => {
    const { ferrule, sources } = await openWorkspace({ paths, configFile: configFile ?? undefined, targets });
    return {
      ferrule,
      primaryTarget: () => targetsOf(sources.folders, hostTarget())[0].triple,
    };
  },
  // The connection ends the process when its client goes, so this never comes back.
  serveLsp: () => {
    runLanguageServer();
    return new Promise(() => undefined);
  },
  untilInterrupted: () => {
    const token = { isCancellationRequested: false };
    const interrupt = (): void => void (token.isCancellationRequested = true);
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
    return token;
  },
  now: () => performance.now(),
};

// A reader that has seen enough (`ferrule check | head`) is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  // Not `process.exit`: what was written to a pipe may still be on its way.
  process.exitCode = await runCli(process.argv.slice(2), environment);
} catch (error) {
  if (error instanceof CancelledError) process.exit(INTERRUPTED);
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`ferrule: this is a fault of Ferrule's own, please report it: ${trace}\n`);
  process.exitCode = 2;
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    // Node leaves it undefined for pipes and files.
    isTTY: Boolean(stream.isTTY),
    columns: stream.columns,
  };
}
