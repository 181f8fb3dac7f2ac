import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  Diagnostic,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { ServerProcess } from './server-process.js';
import { ShownDiagnostics } from './shown-diagnostics.js';
import { PARAMETER_LIST, positionOf, TestWorkspace, WIDGET_FILES } from './widget-workspace.js';

const HEADER = WIDGET_FILES['include/widget.h'];
const REMOVED = ', unsigned height';
const PULLING = {
  textDocument: {
    diagnostic: {},
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
  },
  workspace: { diagnostics: { refreshSupport: true } },
};

let server: ServerProcess;
let workspace: TestWorkspace;
let shown: ShownDiagnostics;
let rust: string;
let header: string;

beforeEach(() => {
  workspace = new TestWorkspace();
  rust = workspace.uri('src/ffi.rs');
  header = workspace.uri('include/widget.h');
  server = new ServerProcess();
  shown = new ShownDiagnostics(server.client);
});
afterEach(async () => {
  await server.stop();
  workspace.remove();
});

const pull = (uri: string) =>
  server.client.request<DocumentDiagnosticReport & { items: Diagnostic[] }>('textDocument/diagnostic', {
    textDocument: { uri },
  });
/** Takes `height` out of the header's declaration, by the smallest edit. */
const withoutHeight = () => {
  const start = positionOf(HEADER, REMOVED);
  return { range: { start, end: { ...start, character: start.character + REMOVED.length } }, text: '' };
};

describe('pushed', () => {
  it('come of closed files, with their place and their reason on the other side', async () => {
    const capabilities = {
      textDocument: {
        publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
      },
    };
    await server.client.start(capabilities, workspace.folders);
    const diagnostics = await shown.when(rust, (all) => all.length > 0);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      range: PARAMETER_LIST,
      severity: 1,
      source: 'ferrule',
      code: 'arity-mismatch',
    });
    expect(diagnostics[0]?.message).toContain('height');
    expect(diagnostics[0]?.relatedInformation?.map(({ location }) => location.uri)).toContain(header);
    expect(diagnostics[0]?.codeDescription?.href).toMatch(/^file:.*\/docs\/hazards\/arity-mismatch\.md$/);
    expect(diagnostics[0]?.data).toBeDefined();
  });

  it('follow incremental edits of the other side, without a save', async () => {
    await server.client.start({}, workspace.folders);
    await server.client.open(rust, WIDGET_FILES['src/ffi.rs']);
    await server.client.open(header, HEADER, 'cpp');
    await shown.when(rust, (all) => all.length === 1);
    await server.client.change(header, withoutHeight());
    await shown.when(rust, (all) => all.length === 0);
    const { start } = withoutHeight().range;
    await server.client.change(header, { range: { start, end: start }, text: REMOVED });
    await shown.when(rust, (all) => all.length === 1);
  });

  it('follow what is on disk again once a document closes', async () => {
    await server.client.start({}, workspace.folders);
    await server.client.open(header, HEADER.replace(REMOVED, ''), 'cpp');
    await server.client.open(rust, WIDGET_FILES['src/ffi.rs']);
    await shown.when(rust, (all) => all.length === 0);
    await server.client.close(header);
    await shown.when(rust, (all) => all.length === 1);
  });

  it('follow files that change, come and go on disk', async () => {
    await server.client.start({}, workspace.folders);
    await shown.when(rust, (all) => all.length === 1);
    workspace.write('include/widget.h', HEADER.replace(REMOVED, ''));
    await server.client.filesChanged(2, header);
    await shown.when(rust, (all) => all.length === 0);
    workspace.remove('include/widget.h');
    workspace.write('include/new.h', HEADER);
    await server.client.filesChanged(3, header);
    await server.client.filesChanged(1, workspace.uri('include/new.h'));
    await shown.when(rust, (all) => all.length === 1);
  });

  it('never come to a client that pulls', async () => {
    await server.client.start(PULLING, workspace.folders);
    expect((await pull(rust)).items).toHaveLength(1);
    expect(shown.files).toEqual([]);
  });
});

describe('pulled', () => {
  it('are those of the document as it is now', async () => {
    await server.client.start(PULLING, workspace.folders);
    await server.client.open(rust, WIDGET_FILES['src/ffi.rs']);
    expect((await pull(rust)).items).toMatchObject([{ code: 'arity-mismatch', range: PARAMETER_LIST }]);
    const at = { line: 0, character: 0 };
    await server.client.change(rust, { range: { start: at, end: at }, text: '// 𝒳\n' });
    expect((await pull(rust)).items).toMatchObject([
      { range: { start: { line: PARAMETER_LIST.start.line + 1 } } },
    ]);
  });

  it('are refreshed after an edit of the other side', async () => {
    const refreshed = server.client.answers('workspace/diagnostic/refresh');
    await server.client.start(PULLING, workspace.folders);
    await server.client.open(rust, WIDGET_FILES['src/ffi.rs']);
    await server.client.open(header, HEADER, 'cpp');
    expect((await pull(rust)).items).toHaveLength(1);
    await server.client.change(header, withoutHeight());
    await refreshed.next();
    expect((await pull(rust)).items).toEqual([]);
  });

  it('are had for the whole workspace, and then only what is new', async () => {
    await server.client.start(PULLING, workspace.folders);
    const ask = (previousResultIds: readonly unknown[]) =>
      server.client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
    const { items } = await ask([]);
    expect(items).toMatchObject([{ uri: rust, kind: 'full', items: [{ code: 'arity-mismatch' }] }]);
    const next = ask([{ uri: rust, value: items[0]?.resultId }]);
    workspace.write('include/widget.h', HEADER.replace(REMOVED, ''));
    await server.client.filesChanged(2, header);
    expect((await next).items).toMatchObject([{ uri: rust, kind: 'full', items: [] }]);
  });
});

describe('settings', () => {
  it('of each folder hold for its files, and follow the editor and ferrule.toml', async () => {
    const other = new TestWorkspace();
    try {
      const severity = new Map([[workspace.uri(), 'hint']]);
      server.client.answers('workspace/configuration', (params) =>
        (params as { items: { scopeUri?: string }[] }).items.map(({ scopeUri }) => ({
          severity: { 'arity-mismatch': severity.get(scopeUri ?? '') ?? 'warning' },
        })),
      );
      await server.client.start(
        { workspace: { configuration: true, workspaceFolders: true } },
        {
          workspaceFolders: [
            { uri: workspace.uri(), name: 'one' },
            { uri: other.uri(), name: 'two' },
          ],
        },
      );
      await shown.when(rust, ([finding]) => finding?.severity === 4);
      await shown.when(other.uri('src/ffi.rs'), ([finding]) => finding?.severity === 2);

      severity.set(workspace.uri(), 'information');
      await server.client.notify('workspace/didChangeConfiguration', { settings: null });
      await shown.when(rust, ([finding]) => finding?.severity === 3);

      workspace.write('ferrule.toml', '[severity]\narity-mismatch = "off"\n');
      await server.client.filesChanged(1, workspace.uri('ferrule.toml'));
      await shown.when(rust, (all) => all.length === 0);
    } finally {
      other.remove();
    }
  });
});

describe('several folders', () => {
  it('come and go', async () => {
    const other = new TestWorkspace();
    try {
      await server.client.start({ workspace: { workspaceFolders: true } }, workspace.folders);
      await shown.when(rust, (all) => all.length === 1);
      const folder = { uri: other.uri(), name: 'two' };
      await server.client.notify('workspace/didChangeWorkspaceFolders', {
        event: { added: [folder], removed: [] },
      });
      await shown.when(other.uri('src/ffi.rs'), (all) => all.length === 1);
      await server.client.notify('workspace/didChangeWorkspaceFolders', {
        event: { added: [], removed: [folder] },
      });
      await shown.when(other.uri('src/ffi.rs'), (all) => all.length === 0);
    } finally {
      other.remove();
    }
  });
});
