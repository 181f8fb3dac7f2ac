import { afterEach, expect, it } from 'vitest';
import { copyInstallation, ServerProcess } from './server-process.js';
import { ShownDiagnostics } from './shown-diagnostics.js';
import { TestWorkspace, WIDGET_FILES } from './widget-workspace.js';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

it('runs from and on folders with spaces and letters of other scripts', async () => {
  const installation = copyInstallation('with spaces ünïcode 部品 #1');
  ends.push(installation.remove);
  const workspace = new TestWorkspace(WIDGET_FILES, 'wörk space % & 部品 ');
  ends.push(() => workspace.remove());
  const server = new ServerProcess('stdio', installation.path);
  ends.push(() => server.stop());
  const shown = new ShownDiagnostics(server.client);

  // As VS Code spells it; Ferrule's own spelling differs in what it encodes.
  const uri = workspace.uri('src/ffi.rs').replaceAll('%26', '&');
  await server.client.start(
    { textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } },
    workspace.folders,
  );
  await server.client.open(uri, WIDGET_FILES['src/ffi.rs']);
  const diagnostics = await shown.when(uri, (all) => all.length > 0);
  expect(diagnostics).toMatchObject([{ code: 'arity-mismatch' }]);
  expect(decodeURIComponent(diagnostics[0]?.codeDescription?.href ?? '')).toContain(
    'with spaces ünïcode 部品 #1/docs/hazards',
  );
  expect(server.stderr).toBe('');
});
