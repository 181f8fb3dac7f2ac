import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  LSPErrorCodes,
  type ClientCapabilities,
  type CodeAction,
  type InitializeParams,
  type DocumentDiagnosticReport,
  type PublishDiagnosticsParams,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { CancelledError } from '../base/cancellation.js';
import type { CrossingAnswer } from '../service/answers.js';
import { UserError } from '../service/ferrule.js';
import { connectedClient } from './testing/connected-client.js';
import type { TestClient } from './testing/test-client.js';
import { EMPTY_ANSWER, FakeEnvironment, findingIn } from './testing/fake-environment.js';

const FILE = 'file:///w/ffi.rs';
const AT_START = { textDocument: { uri: FILE }, position: { line: 0, character: 0 } };
const PULL = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };

let environment: FakeEnvironment;
let client: TestClient;

beforeEach(() => {
  environment = new FakeEnvironment();
  client = connectedClient(environment);
});
afterEach(async () => {
  await client.request('shutdown');
  client.connection.dispose();
});

const start = (capabilities: ClientCapabilities, more: Partial<InitializeParams> = {}) =>
  client.start(capabilities, { workspaceFolders: [{ uri: 'file:///w', name: 'w' }], ...more });
const published = () => client.inbox<PublishDiagnosticsParams>('textDocument/publishDiagnostics');
const withFindings = (...messages: string[]) => ({
  ...EMPTY_ANSWER,
  findings: messages.map((message) => findingIn(FILE, message)),
});

describe('pushed diagnostics', () => {
  it('come for clients that do not pull, of closed files too, and go again', async () => {
    environment.answer = withFindings('drifted');
    await start({});
    expect(await published().next()).toEqual({
      uri: FILE,
      diagnostics: [
        {
          range: findingIn(FILE, '').range,
          severity: 1,
          source: 'ferrule',
          code: 'arity-mismatch',
          message: 'drifted',
        },
      ],
    });
    environment.answer = withFindings();
    await client.filesChanged(2, FILE);
    expect(await published().next()).toEqual({ uri: FILE, diagnostics: [] });
    expect(environment.changes).toContainEqual([FILE]);
  });

  it('carry what the client can show, under its own spelling of the document', async () => {
    environment.answer = { ...EMPTY_ANSWER, findings: [findingIn('file:///c%3A/a.rs', 'drifted')] };
    await start({
      textDocument: {
        publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
      },
    });
    await published().next();
    await client.open('file:///C:/a.rs', '');
    expect(await published().next()).toMatchObject({
      uri: 'file:///C:/a.rs',
      version: 1,
      diagnostics: [
        {
          codeDescription: { href: 'file:///docs/arity-mismatch.md' },
          relatedInformation: [{ location: { uri: 'file:///w/widget.h' }, message: 'declared here' }],
          data: { mechanism: 'extern-c', remedies: [{ kind: 'take-parameters' }] },
        },
      ],
    });
  });
});

describe('pulled diagnostics', () => {
  const pull = (previousResultId?: string) =>
    client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: FILE },
      ...(previousResultId && { previousResultId }),
    });

  it('are answered, and named so that the unchanged need not be sent again', async () => {
    environment.answer = withFindings('drifted');
    const { capabilities } = await start(PULL);
    expect(capabilities.diagnosticProvider).toMatchObject({
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
    const first = await pull();
    expect(first).toMatchObject({ kind: 'full', items: [{ message: 'drifted' }] });
    expect(await pull(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    expect(published().unread).toEqual([]);
  });

  it('are refreshed where a change elsewhere gave others', async () => {
    const refreshed = client.answers('workspace/diagnostic/refresh');
    await start(PULL);
    await client.open(FILE, '');
    await pull();
    environment.answer = withFindings('drifted');
    await client.filesChanged(2, 'file:///w/widget.h');
    await refreshed.next();
    expect(await pull()).toMatchObject({ items: [{ message: 'drifted' }] });
  });

  it('are to be asked for again where a change outran them', async () => {
    environment.core.findings = () => Promise.reject(new CancelledError());
    await start(PULL);
    await expect(pull()).rejects.toMatchObject({
      code: LSPErrorCodes.ServerCancelled,
      data: { retriggerRequest: true },
    });
  });

  it('of the workspace wait until something is new', async () => {
    environment.answer = withFindings('drifted');
    await start(PULL);
    const ask = (previousResultIds: { uri: string; value: string }[]) =>
      client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
    const first = await ask([]);
    expect(first.items).toMatchObject([{ uri: FILE, kind: 'full', items: [{ message: 'drifted' }] }]);
    const second = ask([{ uri: FILE, value: first.items[0]?.resultId ?? '' }]);
    environment.answer = withFindings('drifted', 'more');
    await client.filesChanged(2, FILE);
    expect((await second).items).toMatchObject([
      { kind: 'full', items: [{ message: 'drifted' }, { message: 'more' }] },
    ]);
  });
});

describe('requests', () => {
  it('that the client cancels are answered as cancelled', async () => {
    environment.core.hover = (_uri, _position, token) =>
      new Promise((_resolve, reject) => {
        const poll = (): void => {
          if (token.isCancellationRequested) reject(new CancelledError());
          else setImmediate(poll);
        };
        poll();
      });
    await start({});
    const source = new CancellationTokenSource();
    const hover = client.request('textDocument/hover', AT_START, source.token);
    source.cancel();
    await expect(hover).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  });

  it('that a change outran say so', async () => {
    environment.core.hover = () => Promise.reject(new CancelledError());
    await start({});
    await expect(client.request('textDocument/hover', AT_START)).rejects.toMatchObject({
      code: LSPErrorCodes.ContentModified,
    });
  });

  it('that fail are logged with their context and answered with nothing', async () => {
    environment.core.hover = () =>
      Promise.reject(new Error('a mistake of ours', { cause: new Error('its cause') }));
    await start({});
    expect(await client.request('textDocument/hover', AT_START)).toBeNull();
    const { type, message } = await client
      .inbox<{ type: number; message: string }>('window/logMessage')
      .next();
    expect(type).toBe(1);
    expect(message).toMatch(
      /hover in file:\/\/\/w\/ffi\.rs: Error: a mistake of ours[^]*caused by Error: its cause/,
    );
  });

  it('for what the workspace does not hold are no errors', async () => {
    environment.core.definition = () => Promise.reject(new UserError('no such file'));
    await start({});
    expect(await client.request('textDocument/definition', AT_START)).toBeNull();
  });

  it('for a hover have plain text for clients without Markdown', async () => {
    const { range } = findingIn(FILE, '');
    environment.core.hover = async () => ({ markdown: '8 bytes', range });
    await start({ textDocument: { hover: { contentFormat: ['plaintext'] } } });
    expect(await client.request('textDocument/hover', AT_START)).toEqual({
      contents: { kind: 'plaintext', value: '8 bytes' },
      range,
    });
  });

  it.each([
    [
      true,
      { originSelectionRange: 0, targetUri: 'file:///w/widget.h', targetRange: 1, targetSelectionRange: 2 },
    ],
    [false, { uri: 'file:///w/widget.h', range: 2 }],
  ])('for a definition have links where the client has: %s', async (linkSupport, expected) => {
    const line = (n: number) => ({ start: { line: n, character: 0 }, end: { line: n, character: 1 } });
    environment.core.definition = async () => [
      { origin: line(0), target: { uri: 'file:///w/widget.h', range: line(1) }, targetName: line(2) },
    ];
    await start({ textDocument: { definition: { linkSupport } } });
    const answered = await client.request('textDocument/definition', AT_START);
    expect(answered).toEqual([
      Object.fromEntries(
        Object.entries(expected).map(([key, value]) => [
          key,
          typeof value === 'number' ? line(value) : value,
        ]),
      ),
    ]);
  });
});

describe('code actions', () => {
  const key = { uri: FILE, kind: 'add-repr-c', subject: 'Widget' };
  const edit = {
    changes: [{ uri: FILE, edits: [{ range: findingIn(FILE, '').range, newText: 'x' }] }],
    creates: [],
  };
  const created = { changes: [], creates: [{ uri: 'file:///w/bridge.rs', text: 'mod ffi {}' }] };
  const literals = { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } };
  const lazy = { ...literals, dataSupport: true, resolveSupport: { properties: ['edit'] } };
  const ask = (only?: string[]) =>
    client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: FILE },
      range: findingIn(FILE, '').range,
      context: { diagnostics: [], ...(only && { only }) },
    });

  beforeEach(() => {
    environment.core.actions = async () => [
      { title: 'Add repr', key, kind: 'quickfix', preferred: true, finding: null },
      {
        title: 'Generate a bridge',
        key: { ...key, kind: 'bridge' },
        kind: 'refactor',
        preferred: false,
        finding: null,
      },
    ];
    environment.core.resolve = async ({ kind }) => (kind === 'bridge' ? created : edit);
  });

  it('get their edit when they are resolved', async () => {
    await start({
      textDocument: { codeAction: lazy },
      workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
    });
    await client.open(FILE, '');
    const actions = await ask();
    expect(actions).toEqual([
      { title: 'Add repr', kind: 'quickfix', isPreferred: true, data: key },
      { title: 'Generate a bridge', kind: 'refactor', data: { ...key, kind: 'bridge' } },
    ]);
    const [first, second] = await Promise.all(
      actions.map((action) => client.request<CodeAction>('codeAction/resolve', action)),
    );
    expect(first?.edit).toEqual({
      documentChanges: [{ textDocument: { uri: FILE, version: 1 }, edits: edit.changes[0]?.edits }],
    });
    expect(second?.edit?.documentChanges).toMatchObject([
      { kind: 'create', uri: 'file:///w/bridge.rs' },
      { textDocument: { uri: 'file:///w/bridge.rs', version: null }, edits: [{ newText: 'mod ffi {}' }] },
    ]);
  });

  it('come with their edit where the client cannot resolve, without those it cannot apply', async () => {
    await start({ textDocument: { codeAction: literals } });
    expect(await ask()).toEqual([
      {
        title: 'Add repr',
        kind: 'quickfix',
        isPreferred: true,
        data: key,
        edit: { changes: { [FILE]: edit.changes[0]?.edits } },
      },
    ]);
  });

  it('are only of the kinds that are asked for', async () => {
    await start({ textDocument: { codeAction: lazy } });
    expect((await ask(['refactor'])).map(({ title }) => title)).toEqual(['Generate a bridge']);
    expect(await ask(['source.fixAll'])).toEqual([]);
  });
});

describe('settings', () => {
  const folders = [
    { uri: 'file:///w/a', name: 'a' },
    { uri: 'file:///w/b', name: 'b' },
  ];

  it('are asked for per folder, again after a change and for a folder that is added', async () => {
    let severity = 'hint';
    const asked = client.answers('workspace/configuration', (params) =>
      (params as { items: { scopeUri?: string }[] }).items.map(({ scopeUri }) => ({
        exclude: [scopeUri ?? 'anywhere'],
        severity: { x: severity },
        trace: { server: 'off' },
      })),
    );
    await start(
      { workspace: { configuration: true, workspaceFolders: true } },
      { workspaceFolders: folders },
    );
    const status = client.inbox<{ state: string }>('ferrule/status');
    await status.until(({ state }) => state === 'idle');
    await asked.next();
    expect(environment.folders).toEqual(
      folders.map((folder) => ({
        ...folder,
        editorSettings: { exclude: [folder.uri], severity: { x: 'hint' } },
      })),
    );
    expect(environment.elsewhere).toMatchObject({ exclude: ['anywhere'] });
    severity = 'off';
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await asked.next();
    await status.until(({ state }) => state === 'idle');
    expect(environment.folders[0]?.editorSettings).toMatchObject({ severity: { x: 'off' } });
    const added = { uri: 'file:///w/c', name: 'c' };
    await client.notify('workspace/didChangeWorkspaceFolders', {
      event: { added: [added], removed: [folders[0]] },
    });
    await status.until(({ state }) => state === 'idle');
    expect(environment.folders.map(({ name }) => name)).toEqual(['b', 'c']);
  });

  it('come with the start for clients that cannot be asked', async () => {
    await start(
      {},
      { workspaceFolders: null, rootUri: 'file:///w', initializationOptions: { exclude: ['gen'] } },
    );
    const status = client.inbox<{ state: string }>('ferrule/status');
    await status.until(({ state }) => state === 'idle');
    expect(environment.folders).toEqual([
      { uri: 'file:///w', name: 'w', editorSettings: { exclude: ['gen'] } },
    ]);
  });
});

describe('the user sees', () => {
  it('the state and its counts', async () => {
    environment.answer = {
      ...withFindings('drifted'),
      crossings: [{} as CrossingAnswer],
      files: { seen: 7, parsed: 2 },
    };
    await start({});
    const status = client.inbox('ferrule/status');
    expect(await status.next()).toEqual({ state: 'indexing', crossings: 0, findings: 0, files: 0 });
    expect(await status.next()).toEqual({ state: 'ready', crossings: 1, findings: 1, files: 7 });
  });

  it('the progress of indexing', async () => {
    client.answers('window/workDoneProgress/create');
    environment.core.check = async (_token, progress) => {
      await new Promise<void>(
        (resolve) =>
          void client
            .inbox<{ value: { kind: string } }>('$/progress')
            .next()
            .then(() => resolve()),
      );
      progress('reading files', 0.5);
      return EMPTY_ANSWER;
    };
    await start({ window: { workDoneProgress: true } });
    const status = client.inbox<{ state: string }>('ferrule/status');
    await status.until(({ state }) => state === 'idle');
    const progress = client.inbox<{ value: unknown }>('$/progress');
    expect((await progress.next()).value).toEqual({
      kind: 'report',
      message: 'reading files',
      percentage: 50,
    });
    expect((await progress.next()).value).toEqual({ kind: 'end' });
  });

  it('problems once: in the log, those of settings in a message', async () => {
    environment.answer = {
      ...EMPTY_ANSWER,
      problems: [
        { uri: 'file:///w/ferrule.toml', message: 'ferrule.toml:1: unknown key', range: null },
        { uri: 'file:///w/a.h', message: 'a.h: is no text', range: null },
      ],
    };
    await start({});
    await client.inbox<{ state: string }>('ferrule/status').next();
    expect(await client.inbox('window/showMessage').next()).toEqual({
      type: 2,
      message: 'ferrule.toml:1: unknown key',
    });
    await client.request('ferrule/checkWorkspace', {});
    const log = client.inbox<{ message: string }>('window/logMessage');
    expect([(await log.next()).message, (await log.next()).message]).toEqual([
      'ferrule.toml:1: unknown key',
      'a.h: is no text',
    ]);
    expect(log.unread).toEqual([]);
  });

  it('the sums of a check that was asked for, under its own progress', async () => {
    environment.answer = { ...withFindings('drifted'), files: { seen: 3, parsed: 1 } };
    await start({});
    const sums = await client.request('ferrule/checkWorkspace', { workDoneToken: 'mine' });
    expect(sums).toEqual({
      crossings: 0,
      findings: 1,
      files: { seen: 3, parsed: 1 },
      durationMs: expect.any(Number),
    });
    const progress = client.inbox<{ token: string; value: { kind: string } }>('$/progress');
    expect(await progress.next()).toMatchObject({ token: 'mine', value: { kind: 'begin' } });
    expect(environment.changes).toContain(null);
  });
});

it('gives up a check that the end finds under way, without a word in the log', async () => {
  environment.core.check = () => new Promise(() => undefined);
  await start({});
  const check = client.request('ferrule/checkWorkspace', {});
  const ended = expect(check).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  await client.request('shutdown');
  await ended;
  expect(client.inbox('window/logMessage').unread).toEqual([]);
});

it('edits open documents and frees them at the end', async () => {
  await start({});
  await client.open(FILE, 'old');
  await client.change(FILE, { text: 'new' });
  await client.request('textDocument/hover', AT_START);
  expect(environment.open.get(FILE)).toEqual({ uri: FILE, version: 2, text: 'new' });
  await client.close(FILE);
  await client.request('shutdown');
  expect(environment.open.size).toBe(0);
  expect(environment.disposed).toBe(true);
});

describe('verification of a file', () => {
  const VERIFY = { command: 'ferrule.verifyFile', arguments: [FILE] };
  const file = { uri: FILE, language: 'rust', problems: [], types: [], functions: [] } as const;
  const compiler = { name: 'rustc 1.95.0', problem: null, types: 2, functions: 0 };

  it('sums up what the compilers say, and lists it', async () => {
    const disagreement = {
      compiler: 'rustc 1.95.0',
      subject: 'inner::Header',
      range: { start: { line: 3, character: 0 }, end: { line: 3, character: 1 } },
      quantity: 'size',
      ferrule: '8',
      judged: '12',
      assumption: 'a | b',
    };
    const verification = { compilers: [compiler], disagreements: [disagreement], notCompared: [] };
    environment.core = { verify: async () => ({ file, verification }) };
    await start({});
    const report = await client.request<{ document: string }>('workspace/executeCommand', VERIFY);
    expect(report).toMatchObject({
      summary: 'ffi.rs: rustc 1.95.0 disagrees: 1 difference in 2 types',
      disagreements: 1,
      problems: 0,
    });
    expect(report.document).toContain(
      '| 4 | `inner::Header` | size | `8`, assuming a \\| b | `12` (rustc 1.95.0) |',
    );
  });

  it('says who agrees, who could not judge, and that there was no compiler', async () => {
    const summaryOf = async (
      ...compilers: readonly (Omit<typeof compiler, 'problem'> & { problem: string | null })[]
    ) => {
      const verification = { compilers, disagreements: [], notCompared: [] };
      environment.core = { verify: async () => ({ file, verification }) };
      return (await client.request<{ summary: string }>('workspace/executeCommand', VERIFY)).summary;
    };
    await start({});
    expect(
      await summaryOf({ ...compiler, functions: 1 }, { ...compiler, name: 'gcc 12', problem: 'no' }),
    ).toBe('ffi.rs: rustc 1.95.0 agrees on 2 types and 1 function; gcc 12 cannot judge it: no');
    expect(await summaryOf()).toBe('ffi.rs: no compiler that could judge this file is installed');
  });

  it('is refused with the reason of the core', async () => {
    environment.core = { verify: () => Promise.reject(new UserError('the workspace is not trusted')) };
    await start({});
    await expect(client.request('workspace/executeCommand', VERIFY)).rejects.toMatchObject({
      code: LSPErrorCodes.RequestFailed,
      message: 'the workspace is not trusted',
    });
    await expect(
      client.request('workspace/executeCommand', { command: 'ferrule.verifyFile' }),
    ).rejects.toMatchObject({ message: 'ferrule.verifyFile needs the URI of a file' });
  });

  it.each([[undefined], [{ trusted: 'yes' }], [{ trusted: false }]])(
    'waits for trust, which %j does not give',
    async (initializationOptions) => {
      await start({}, { initializationOptions });
      expect(environment.trusted).toBe(false);
      await client.notify('ferrule/trusted');
      await client.request('workspace/executeCommand', VERIFY).catch(() => undefined);
      expect(environment.trusted).toBe(true);
    },
  );

  it('is allowed from the start by a client that trusts the workspace', async () => {
    await start({}, { initializationOptions: { trusted: true } });
    expect(environment.trusted).toBe(true);
  });
});

describe('explanation of the workspace', () => {
  const EXPLAIN = { command: 'ferrule.explainWorkspace' };

  it('is a document with paths as the folders have them', async () => {
    environment.core = {
      explain: async () => ({
        folders: [{ uri: 'file:///w', name: 'w' }],
        files: { seen: 2, parsed: 1 },
        packages: [],
        mechanisms: [],
        natives: [],
        declared: [],
        buildFiles: [],
        targets: [],
        skipped: [{ uri: 'file:///w/src/large.h', reason: '/w/src/large.h: is 65 MB large' }],
        assumptions: ['something'],
      }),
    };
    await start({});
    const report = await client.request<{ document: string }>('workspace/executeCommand', EXPLAIN);
    expect(report.document).toBe(`# This workspace, as Ferrule reads it

2 files of Rust, C, C++ and zngur found and skimmed, 1 parsed: those that may cross, and what they lead to.

## Left out

- \`src/large.h\`: is 65 MB large

## Assumed

- something

`);
  });

  it('is one of the commands that there are', async () => {
    await start({});
    await expect(
      client.request('workspace/executeCommand', { command: 'ferrule.other' }),
    ).rejects.toMatchObject({ message: 'no such command: ferrule.other' });
  });
});
