import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeAll, markerOf, type Example } from '../example.js';
import { runSteps, type Result } from '../outcome.js';

const HAZARD = 'missing-repr-c';
const TITLE = 'Add `#[repr(C)]`';
const DEADLINE_MS = 180_000;

/** What session.lua saw. */
interface Session {
  diagnostics: NeovimDiagnostic[];
  hover: string;
  actions: string[];
  after_fix: NeovimDiagnostic[];
  exit_code: number;
  failure?: string;
}

interface NeovimDiagnostic {
  /** Zero-based. */
  line: number;
  code: string;
  source: string;
  message: string;
}

/** Holds a client that we did not write to the same findings, hover and quick fix as VS Code. */
export async function testNeovim(root: string, example: Example): Promise<Result[]> {
  const { path: file } = markerOf(example, HAZARD);
  const expected = example.markers.filter((marker) => marker.path === file);
  const source = path.join(example.folder, file);
  const before = await readFile(source, 'utf8');
  let session: Session;
  const places = (diagnostics: readonly NeovimDiagnostic[]) =>
    describeAll(diagnostics.map(({ line, code }) => ({ path: file, line, hazard: code })));

  return runSteps([
    {
      name: 'a session of opening, hovering, fixing and closing',
      run: async () => {
        session = await runNeovim(root, example, file, expected.length);
        assert.equal(session.exit_code, 0);
      },
    },
    {
      name: 'the diagnostics are those that the markers name',
      run: async () => {
        assert.deepEqual(places(session.diagnostics), describeAll(expected));
        assert.ok(session.diagnostics.every((diagnostic) => diagnostic.source === 'ferrule'));
      },
    },
    {
      name: 'the hover shows the size and each field',
      run: async () => {
        assert.match(session.hover, /\bsize\b/i);
        assert.match(session.hover, /\boffset\b/i);
        for (const field of example.hoverTarget.fields) assert.ok(session.hover.includes(field), field);
      },
    },
    {
      name: 'the quick fix is applied, removes the finding and is saved',
      run: async () => {
        assert.ok(session.after_fix.every(({ code }) => code !== HAZARD));
        assert.equal(session.after_fix.length, expected.length - 1);
        const after = await readFile(source, 'utf8');
        assert.equal(after.split('#[repr(C)]').length, before.split('#[repr(C)]').length + 1);
      },
    },
  ]);
}

async function runNeovim(root: string, example: Example, file: string, expected: number): Promise<Session> {
  const { hoverTarget, folder } = example;
  const request = {
    command: [process.execPath, path.join(root, 'server/dist/cli.js'), 'lsp', '--stdio'],
    root: folder,
    hover: {
      file: path.join(folder, hoverTarget.path),
      line: hoverTarget.line,
      character: hoverTarget.character,
    },
    fix: { file: path.join(folder, file), code: HAZARD, title: TITLE, expected },
  };
  const requestFile = `${folder}.session.json`;
  const seenFile = `${requestFile}.seen`;
  await writeFile(requestFile, JSON.stringify(request));
  const script = path.join(root, 'test/e2e/neovim/session.lua');
  const { error, stdout, stderr } = spawnSync(
    'nvim',
    ['--headless', '-u', 'NONE', '-n', '-i', 'NONE', '-c', `luafile ${script.replaceAll(' ', '\\ ')}`],
    { env: { ...process.env, FERRULE_SESSION: requestFile }, encoding: 'utf8', timeout: DEADLINE_MS },
  );
  if (error && 'code' in error && error.code === 'ENOENT') {
    throw new Error('Neovim is missing: run `npm run setup`, which installs it or says how.');
  }
  const seen = await readFile(seenFile, 'utf8').catch(() => undefined);
  if (seen === undefined)
    throw new Error(`Neovim left no observations: ${error?.message ?? ''}\n${stdout}${stderr}`);
  await rm(seenFile);
  const session = JSON.parse(seen) as Session;
  if (session.failure !== undefined) throw new Error(`In Neovim: ${session.failure}\n${stderr}`);
  return session;
}
