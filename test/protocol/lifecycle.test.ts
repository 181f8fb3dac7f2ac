import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerProcess } from './server-process.js';
import { TestWorkspace } from './widget-workspace.js';

let server: ServerProcess;
let workspace: TestWorkspace;

beforeEach(() => {
  workspace = new TestWorkspace();
  server = new ServerProcess();
});
afterEach(async () => {
  await server.stop();
  workspace.remove();
});

describe('initialize', () => {
  it('offers what the server does, and pushes where the client does not pull', async () => {
    const { capabilities, serverInfo } = await server.client.start({}, workspace.folders);
    expect(serverInfo).toEqual({ name: 'ferrule', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(capabilities).toEqual({
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      definitionProvider: true,
      executeCommandProvider: {
        commands: ['ferrule.verifyFile', 'ferrule.explainWorkspace'],
        workDoneProgress: true,
      },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    });
  });

  it('offers to a modern client pulled diagnostics and lazy code actions', async () => {
    const { capabilities } = await server.client.start({
      textDocument: {
        diagnostic: {},
        codeAction: {
          codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } },
          dataSupport: true,
          resolveSupport: { properties: ['edit'] },
        },
      },
    });
    expect(capabilities.diagnosticProvider).toEqual({
      identifier: 'ferrule',
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
    expect(capabilities.codeActionProvider).toEqual({
      codeActionKinds: ['quickfix', 'refactor'],
      resolveProvider: true,
    });
  });

  it('works without a folder', async () => {
    await server.client.start({});
    expect(await server.client.request('ferrule/checkWorkspace', {})).toMatchObject({
      crossings: 0,
      findings: 0,
    });
  });
});

it.each(['ipc', 'cli'] as const)('serves in the same way by %s', async (start) => {
  const other = new ServerProcess(start);
  await other.client.start({}, workspace.folders);
  expect(await other.client.request('ferrule/checkWorkspace', {})).toMatchObject({
    crossings: 1,
    findings: 1,
  });
  await other.stop();
  expect(await other.exitStatus).toBe(0);
  expect(other.stderr).toBe('');
});

describe('the end', () => {
  it('is clean after shutdown and exit', async () => {
    await server.client.start({}, workspace.folders);
    await server.client.request('ferrule/checkWorkspace', {});
    await server.client.request('shutdown');
    await server.client.notify('exit');
    expect(await server.exitStatus).toBe(0);
    expect(server.stderr).toBe('');
  });

  it('is a failure where the client goes without a word', async () => {
    await server.client.start({}, workspace.folders);
    server.closeInput();
    expect(await server.exitStatus).toBe(1);
  });

  it('comes where the client process has died', async () => {
    const child = spawn(process.execPath, ['--version']);
    await new Promise((resolve) => child.once('exit', resolve));
    await server.client.start({}, { ...workspace.folders, processId: child.pid ?? null });
    expect(await server.exitStatus).toBe(1);
  });
});
