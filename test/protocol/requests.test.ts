import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  type CancellationToken,
  LSPErrorCodes,
  type CodeAction,
  type Hover,
  type Location,
  type LocationLink,
  type MarkupContent,
  type TextDocumentEdit,
  type TextEdit,
} from 'vscode-languageserver/node';
import { LineIndex } from '../../server/src/base/line-index.js';
import { ServerProcess } from './server-process.js';
import { PARAMETER_LIST, positionOf, TestWorkspace, WIDGET_FILES } from './widget-workspace.js';

const RUST = WIDGET_FILES['src/ffi.rs'];
const HEADER = WIDGET_FILES['include/widget.h'];
const LAZY = {
  codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } },
  dataSupport: true,
  resolveSupport: { properties: ['edit'] },
};

let server: ServerProcess;
let workspace: TestWorkspace;
let rust: string;
let header: string;

beforeEach(() => {
  workspace = new TestWorkspace({
    ...WIDGET_FILES,
    'include/point.hpp': 'struct Point { char tag; double y; };\n',
  });
  rust = workspace.uri('src/ffi.rs');
  header = workspace.uri('include/widget.h');
  server = new ServerProcess();
});
afterEach(async () => {
  await server.stop();
  workspace.remove();
});

const at = (uri: string, position: unknown) => ({ textDocument: { uri }, position });
const hover = async (uri: string, position: unknown): Promise<string> =>
  (
    (await server.client.request<Hover | null>('textDocument/hover', at(uri, position)))?.contents as
      MarkupContent | undefined
  )?.value ?? '';

function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  return [...edits]
    .sort((a, b) => lines.offsetAt(b.range.start) - lines.offsetAt(a.range.start))
    .reduce(
      (result, { range, newText }) =>
        result.slice(0, lines.offsetAt(range.start)) + newText + result.slice(lines.offsetAt(range.end)),
      text,
    );
}

describe('hover', () => {
  it('shows both signatures of a function that crosses, from either side', async () => {
    await server.client.start({}, workspace.folders);
    for (const [uri, text] of [
      [rust, RUST],
      [header, HEADER],
    ] as const) {
      const shown = await hover(uri, positionOf(text, 'widget_resize'));
      expect(shown).toContain('height');
      expect(shown).toContain('*mut Widget');
    }
  });

  it('shows the layout of a type that does not cross', async () => {
    await server.client.start({}, workspace.folders);
    const shown = await hover(workspace.uri('include/point.hpp'), { line: 0, character: 8 });
    expect(shown).toContain('Point');
    expect(shown).toMatch(/\b16\b/);
    expect(shown).toContain('tag');
  });

  it('of nothing is nothing', async () => {
    await server.client.start({}, workspace.folders);
    expect(await server.client.request('textDocument/hover', at(rust, { line: 4, character: 0 }))).toBeNull();
    expect(
      await server.client.request(
        'textDocument/hover',
        at(workspace.uri('gone.rs'), { line: 0, character: 0 }),
      ),
    ).toBeNull();
  });
});

describe('definition', () => {
  it('leads from Rust to C++ and back, by links where the client has them', async () => {
    await server.client.start({ textDocument: { definition: { linkSupport: true } } }, workspace.folders);
    const name = positionOf(HEADER, 'widget_resize');
    const [link] = await server.client.request<LocationLink[]>(
      'textDocument/definition',
      at(rust, positionOf(RUST, 'widget_resize')),
    );
    expect(link).toMatchObject({ targetUri: header, targetSelectionRange: { start: name } });
    const [back] = await server.client.request<LocationLink[]>('textDocument/definition', at(header, name));
    expect(back).toMatchObject({
      targetUri: rust,
      targetSelectionRange: { start: positionOf(RUST, 'widget_resize') },
    });
  });

  it('is a plain location elsewhere', async () => {
    await server.client.start({}, workspace.folders);
    const found = await server.client.request<Location[]>(
      'textDocument/definition',
      at(rust, positionOf(RUST, 'widget_resize')),
    );
    expect(found).toMatchObject([{ uri: header, range: { start: positionOf(HEADER, 'widget_resize') } }]);
  });
});

describe('code action', () => {
  const ask = () =>
    server.client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: rust },
      range: PARAMETER_LIST,
      context: { diagnostics: [], only: ['quickfix'] },
    });

  it('removes its finding, its edit computed when it is chosen', async () => {
    await server.client.start(
      {
        textDocument: { codeAction: LAZY, diagnostic: {} },
        workspace: { workspaceEdit: { documentChanges: true } },
      },
      workspace.folders,
    );
    await server.client.open(rust, RUST);
    const [action] = await ask();
    expect(action).toMatchObject({ kind: 'quickfix' });
    expect(action?.edit).toBeUndefined();
    const { edit } = await server.client.request<CodeAction>('codeAction/resolve', action);
    const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[];
    expect(change?.textDocument).toEqual({ uri: rust, version: 1 });
    const text = applied(RUST, (change?.edits ?? []) as TextEdit[]);
    expect(text).toContain('height');
    await server.client.change(rust, { text });
    expect(
      await server.client.request('textDocument/diagnostic', { textDocument: { uri: rust } }),
    ).toMatchObject({ items: [] });
  });

  it('comes with its edit for a client that cannot ask for it', async () => {
    const { codeActionLiteralSupport } = LAZY;
    await server.client.start(
      { textDocument: { codeAction: { codeActionLiteralSupport } } },
      workspace.folders,
    );
    const [action] = await ask();
    expect(applied(RUST, action?.edit?.changes?.[rust] ?? [])).toContain('height');
  });
});

describe('cancellation', () => {
  it('ends a request, and the next one is answered', async () => {
    await server.client.start({}, workspace.folders);
    const source = new CancellationTokenSource();
    const cancelled = server.client.request(
      'textDocument/hover',
      at(rust, positionOf(RUST, 'widget_resize')),
      source.token,
    );
    source.cancel();
    await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(await hover(rust, positionOf(RUST, 'widget_resize'))).toContain('widget_resize');
  });

  it('ends a check of the workspace', async () => {
    await server.client.start({}, workspace.folders);
    const source = new CancellationTokenSource();
    const cancelled = server.client.request(
      'ferrule/checkWorkspace',
      { workDoneToken: 'mine' },
      source.token,
    );
    await server.client.inbox<{ token: unknown }>('$/progress').until(({ token }) => token === 'mine');
    source.cancel();
    await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(await server.client.request('ferrule/checkWorkspace', {})).toMatchObject({ crossings: 1 });
  });
});

describe('verification of a file', () => {
  const verify = (token?: CancellationToken) =>
    server.client.request(
      'workspace/executeCommand',
      { command: 'ferrule.verifyFile', arguments: [rust] },
      token,
    );

  it('is refused in a workspace that nobody said to trust, and done once somebody does', async () => {
    const { capabilities } = await server.client.start({}, workspace.folders);
    expect(capabilities.executeCommandProvider?.commands).toContain('ferrule.verifyFile');
    await expect(verify()).rejects.toMatchObject({
      code: LSPErrorCodes.RequestFailed,
      message: 'compilers are not run here: the workspace is not trusted',
    });
    await server.client.notify('ferrule/trusted');
    expect(await verify()).toEqual({
      summary: expect.stringMatching(/^ffi\.rs: rustc \d\S+ agrees on 1 type$/),
      disagreements: 0,
      problems: 0,
      document: expect.stringContaining('# ffi.rs'),
    });
  });

  it('ends when it is cancelled', async () => {
    await server.client.start({}, { ...workspace.folders, initializationOptions: { trusted: true } });
    const source = new CancellationTokenSource();
    const cancelled = verify(source.token);
    source.cancel();
    await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  });
});

describe('additions of ours', () => {
  it('tell the state with its counts', async () => {
    await server.client.start({}, workspace.folders);
    const status = server.client.inbox<{ state: string }>('ferrule/status');
    expect(await status.next()).toMatchObject({ state: 'indexing' });
    expect(await status.until(({ state }) => state !== 'indexing')).toEqual({
      state: 'ready',
      crossings: 1,
      findings: 1,
      files: 3,
    });
  });

  it('check the workspace on demand', async () => {
    await server.client.start({}, workspace.folders);
    workspace.remove('include/widget.h');
    expect(await server.client.request('ferrule/checkWorkspace', {})).toEqual({
      crossings: 0,
      findings: 0,
      files: { seen: 2, parsed: expect.any(Number) },
      durationMs: expect.any(Number),
    });
  });

  it('show the progress of indexing', async () => {
    server.client.answers('window/workDoneProgress/create');
    await server.client.start({ window: { workDoneProgress: true } }, workspace.folders);
    const progress = server.client.inbox<{ value: { kind: string; title?: string } }>('$/progress');
    expect((await progress.next()).value).toMatchObject({ kind: 'begin', title: 'Ferrule: indexing' });
    await progress.until(({ value }) => value.kind === 'end');
  });
});
