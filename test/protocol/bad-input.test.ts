import { symlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ServerProcess } from './server-process.js';
import { positionOf, TestWorkspace, WIDGET_FILES } from './widget-workspace.js';

interface Sums {
  readonly crossings: number;
  readonly findings: number;
  readonly files: { readonly seen: number };
}

let server: ServerProcess;
let workspace: TestWorkspace;

beforeEach(() => {
  server = new ServerProcess();
});
afterEach(async () => {
  await server.stop();
  workspace.remove();
  expect(server.stderr).toBe('');
});

/** Starts on `workspace` and checks it. */
async function checked(): Promise<Sums> {
  await server.client.start({}, workspace.folders);
  return server.client.request<Sums>('ferrule/checkWorkspace', {});
}
const logged = () => server.client.inbox<{ message: string }>('window/logMessage');
const RIGHT = { crossings: 1, findings: 1 };

it('a folder that does not exist', async () => {
  workspace = new TestWorkspace();
  await server.client.start({}, { workspaceFolders: [{ uri: workspace.uri('gone'), name: 'gone' }] });
  expect((await logged().next()).message).toBe(`${workspace.at('gone')}: does not exist`);
});

it('a folder without any Rust or C++', async () => {
  workspace = new TestWorkspace({ 'README.md': '# Nothing\n' });
  expect(await checked()).toMatchObject({ crossings: 0, findings: 0, files: { seen: 0 } });
  expect((await logged().next()).message).toBe(`${workspace.path}: holds no Rust, C, C++ or .zng file`);
});

it('invalid UTF-8', async () => {
  const header = Buffer.concat([
    Buffer.from('// caf'),
    Buffer.of(0xe9, 0x0a),
    Buffer.from(WIDGET_FILES['include/widget.h']),
  ]);
  workspace = new TestWorkspace({ ...WIDGET_FILES, 'include/widget.h': header });
  expect(await checked()).toMatchObject(RIGHT);
});

it('a binary file with the name of a header', async () => {
  workspace = new TestWorkspace({ ...WIDGET_FILES, 'include/blob.h': Buffer.alloc(100) });
  expect(await checked()).toMatchObject(RIGHT);
  expect((await logged().next()).message).toBe(
    `${workspace.at('include/blob.h')}: is no text: it holds NUL bytes`,
  );
});

it('loops of symbolic links', async () => {
  workspace = new TestWorkspace();
  symlinkSync(workspace.path, workspace.at('include/loop'), 'dir');
  symlinkSync(workspace.at('self.h'), workspace.at('self.h'));
  expect(await checked()).toMatchObject(RIGHT);
});

it('a file that disappears, first on disk and later for the client', async () => {
  workspace = new TestWorkspace();
  const rust = workspace.uri('src/ffi.rs');
  expect(await checked()).toMatchObject(RIGHT);
  workspace.remove('include/widget.h');
  const position = positionOf(WIDGET_FILES['src/ffi.rs'], 'widget_resize');
  await server.client.request('textDocument/hover', { textDocument: { uri: rust }, position });
  await server.client.filesChanged(3, workspace.uri('include/widget.h'));
  expect(await server.client.request('ferrule/checkWorkspace', {})).toMatchObject({
    crossings: 0,
    findings: 0,
  });
});

it('a broken ferrule.toml', async () => {
  workspace = new TestWorkspace({ ...WIDGET_FILES, 'ferrule.toml': '[severity]\narity-mismatch = "loud"\n' });
  expect(await checked()).toMatchObject(RIGHT);
  const { message } = await server.client.inbox<{ message: string }>('window/showMessage').next();
  expect(message).toBe(
    `${workspace.at('ferrule.toml')}:2: \`severity.arity-mismatch\` is "loud", it must be one of \`error\`, \`warning\`, \`information\`, \`hint\`, \`off\``,
  );
});

it('a generated header of 50 MB', async () => {
  const line = 'int generated_function(int first, int second);\n';
  workspace = new TestWorkspace({
    ...WIDGET_FILES,
    'include/generated.h': `extern "C" {\n${line.repeat(Math.ceil(50_000_000 / line.length))}}\n`,
  });
  expect(await checked()).toMatchObject(RIGHT);
});

it('a generated header of 50 MB that Rust relies on', async () => {
  const line = 'int generated_function(int first, int second);\n';
  workspace = new TestWorkspace({
    ...WIDGET_FILES,
    'src/generated.rs': 'extern "C" { fn generated_function(first: i32, second: i32) -> i32; }\n',
    'include/generated.h': `extern "C" {\n${line.repeat(Math.ceil(50_000_000 / line.length))}}\n`,
  });
  expect(await checked()).toMatchObject(RIGHT);
  expect((await logged().next()).message).toBe(
    `${workspace.at('include/generated.h')}: 48 MB are too much to be parsed: nothing that it declares is known`,
  );
});

it('requests about files that are not there', async () => {
  const codeAction = { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } };
  workspace = new TestWorkspace();
  await server.client.start({ textDocument: { diagnostic: {}, codeAction } }, workspace.folders);
  const textDocument = { uri: workspace.uri('src/gone.rs') };
  expect(await server.client.request('textDocument/diagnostic', { textDocument })).toMatchObject({
    items: [],
  });
  expect(
    await server.client.request('codeAction/resolve', { title: 'x', data: { uri: 'nonsense' } }),
  ).toEqual({
    title: 'x',
    data: { uri: 'nonsense' },
  });
});
