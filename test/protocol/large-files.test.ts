import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes, type MarkupContent } from 'vscode-languageserver/node';
import { installedPath } from '../../server/src/workspace/installation.js';
import type { CancelRequest, ReadReply, ReadRequest } from '../../server/src/workspace/worker-reader.js';
import { ServerProcess } from './server-process.js';
import { positionOf, TestWorkspace, WIDGET_FILES } from './widget-workspace.js';

const LINE = 'int generated_function(int first, int second);\n';
/** A record behind so much else that all of it is read in many slices. */
const LARGE = `${LINE.repeat(20_000)}struct Last { char tag; double y; };\n`;
/** Nested as no reader follows it. */
const DEEP = `${'namespace n {'.repeat(100_000)}\n${'}'.repeat(100_000)}\nstruct Last { char tag; double y; };\n`;

describe('a worker thread', () => {
  /** The answers of a worker to messages that it finds waiting when it begins. */
  async function repliesTo(...messages: readonly (ReadRequest | CancelRequest)[]): Promise<ReadReply[]> {
    const worker = new Worker(installedPath('server/dist/worker.node.js'));
    const awaited = messages.filter((message) => 'id' in message).length;
    const replies: ReadReply[] = [];
    try {
      const complete = new Promise<void>((resolve, reject) => {
        worker.on('error', reject);
        worker.on('message', (reply: ReadReply) => {
          if (replies.push(reply) === awaited) resolve();
        });
      });
      for (const message of messages) worker.postMessage(message);
      await complete;
      return replies.sort((a, b) => a.id - b.id);
    } finally {
      await worker.terminate();
    }
  }
  const request = (id: number, text: string): ReadRequest => ({
    id,
    file: { uri: 'file:///a.h', language: 'cpp' },
    text,
  });

  it('leaves a reading that is cancelled, and only that one', async () => {
    const [first, second, third] = await repliesTo(
      request(1, LARGE),
      request(2, 'int f();\n'),
      request(3, LARGE),
      { cancel: 1 },
    );
    expect(first).toEqual({ id: 1, cancelled: true });
    expect(second).toMatchObject({ facts: { functions: [{ name: 'f' }] } });
    expect(third).toMatchObject({ facts: { problems: [] } });
  });

  it('takes no harm from the cancellation of what it was never asked', async () => {
    expect(await repliesTo({ cancel: 7 }, request(1, 'int f();\n'))).toMatchObject([{ id: 1, facts: {} }]);
  });
});

describe('the server', () => {
  let server: ServerProcess;
  let workspace: TestWorkspace;
  const rust = WIDGET_FILES['src/ffi.rs'];

  beforeEach(async () => {
    workspace = new TestWorkspace({ ...WIDGET_FILES, 'include/large.h': LARGE, 'include/deep.h': DEEP });
    server = new ServerProcess();
    await server.client.start({ textDocument: { diagnostic: {} } }, workspace.folders);
    await server.client.request('ferrule/checkWorkspace', {});
  });
  afterEach(async () => {
    await server.stop();
    workspace.remove();
    expect(server.stderr).toBe('');
  });

  const hover = async (uri: string, position: unknown): Promise<string> => {
    const answer = await server.client.request<{ contents: MarkupContent } | null>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    return answer?.contents.value ?? '';
  };
  const inFile = { 'include/large.h': LARGE, 'include/deep.h': DEEP } as const;
  /** Where `Last` stands in a large file. */
  const last = (path: keyof typeof inFile) =>
    [workspace.uri(path), positionOf(inFile[path], 'Last')] as const;

  it.each(['include/large.h', 'include/deep.h'] as const)(
    'answers elsewhere while it reads %s, closed or open, and about what stands at its end',
    async (path) => {
      for (const opened of [false, true]) {
        if (opened) await server.client.open(workspace.uri(path), inFile[path], 'cpp');
        const large = hover(...last(path));
        const elsewhere = hover(workspace.uri('src/ffi.rs'), positionOf(rust, 'widget_resize'));
        const diagnostics = server.client.request('textDocument/diagnostic', {
          textDocument: { uri: workspace.uri('src/ffi.rs') },
        });
        expect(await elsewhere).toContain('height');
        expect(await diagnostics).toMatchObject({ items: [{ code: 'arity-mismatch' }] });
        expect(await large).toMatch(/\b16\b/);
      }
    },
  );

  it('leaves the reading of a large file whose request is cancelled, and reads it for the next', async () => {
    const source = new CancellationTokenSource();
    const [uri, position] = last('include/large.h');
    const params = { textDocument: { uri }, position };
    const cancelled = server.client.request('textDocument/hover', params, source.token);
    source.cancel();
    await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(await hover(uri, position)).toMatch(/\b16\b/);
  });
});
