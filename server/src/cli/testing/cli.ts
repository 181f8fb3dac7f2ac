import { stripVTControlCharacters } from 'node:util';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { uriFromPath } from '../../base/uri.js';
import type { Range } from '../../base/range.js';
import type { BindingAnswer, CheckAnswer, Finding, InspectedFile } from '../../service/answers.js';
import type { WorkspaceExplanation } from '../../service/explanation.js';
import { UserError, type Ferrule } from '../../service/ferrule.js';
import type { Verification } from '../../service/verification.js';
import type { CliEnvironment, ExitStatus, WorkspaceRequest } from '../environment.js';
import { runCli } from '../run.js';

/** What stands around the command line in a test; everything has a harmless default. */
export interface Surroundings {
  /** Files by absolute path; the folders above them exist too. */
  readonly files?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly check?: Partial<CheckAnswer>;
  readonly explain?: WorkspaceExplanation;
  readonly inspect?: readonly InspectedFile[];
  /** What the compilers say of every file, with `--verify`. */
  readonly verification?: Verification;
  readonly bind?: BindingAnswer;
  /** Columns of standard output and error as a terminal; absent: both are pipes. */
  readonly terminal?: number;
  readonly variables?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly status: ExitStatus;
  readonly stdout: string;
  readonly stderr: string;
  /** Files by absolute path after the run. */
  readonly files: Readonly<Record<string, string>>;
  /** What the workspace was asked for, null where none was opened. */
  readonly opened: WorkspaceRequest | null;
}

export const HOST_TARGET = 'x86_64-unknown-linux-gnu';
const TARGETS = [HOST_TARGET, 'aarch64-apple-darwin', 'x86_64-pc-windows-msvc'];

const PAGES = {
  'arity-mismatch': '# arity-mismatch\n\nThe two sides declare different numbers of parameters.\n',
  'return-mismatch': '# return-mismatch\n\nThe two sides return different types.\n',
};

/** Runs `ferrule ARGS` in `/project` over a service that gives prepared answers. */
export async function ferrule(args: readonly string[], around: Surroundings = {}): Promise<Outcome> {
  const files = new Map(Object.entries(around.files ?? {}));
  const written = { stdout: '', stderr: '' };
  let opened: WorkspaceRequest | null = null;
  let clock = 0;
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => void (written[name] += text),
    isTTY: around.terminal !== undefined,
    columns: around.terminal,
  });
  const environment: CliEnvironment = {
    version: '1.2.3',
    cwd: around.cwd ?? '/project',
    stdout: output('stdout'),
    stderr: output('stderr'),
    variables: around.variables ?? {},
    files: {
      kind: (path) => Promise.resolve(kindOf(path, [...files.keys()])),
      read: (path) => Promise.resolve(files.get(path) ?? null),
      write: (path, text) => Promise.resolve(void files.set(path, text)),
    },
    sharedFolders: ['/home/me'],
    targets: { list: () => TARGETS, has: (triple) => TARGETS.includes(triple) },
    hazards: {
      list: () => [
        { id: 'arity-mismatch', title: 'Different numbers of parameters', severity: 'error' },
        { id: 'return-mismatch', title: 'Different return types', severity: 'error' },
      ],
      page: (id) => PAGES[id as keyof typeof PAGES] ?? null,
    },
    openWorkspace: (request) => {
      opened = request;
      return Promise.resolve({
        ferrule: preparedFerrule(around),
        primaryTarget: () => request.targets[0] ?? HOST_TARGET,
      });
    },
    serveLsp: () => Promise.resolve(),
    untilInterrupted: () => NEVER_CANCELLED,
    now: () => (clock += 400),
  };
  const status = await runCli(args, environment);
  return { status, ...written, files: Object.fromEntries(files), opened };
}

/** The coloured output with its colours taken away again. */
export const withoutColour = stripVTControlCharacters;

/** A range in one line, counted from zero. */
export const span = (line: number, from: number, to: number): Range => ({
  start: { line, character: from },
  end: { line, character: to },
});

/** A finding in `/project/src/ffi.rs` on the host; parts replace its own. */
export const finding = (parts: Partial<Finding> = {}): Finding => ({
  hazard: 'arity-mismatch',
  severity: 'error',
  uri: uriFromPath('/project/src/ffi.rs'),
  range: span(0, 0, 1),
  message: 'C++ passes 3 parameters, Rust declares 2: `height` is missing',
  targets: [HOST_TARGET],
  related: [],
  remedies: [],
  ...parts,
});

export const at = (path: string, range: Range) => ({ uri: uriFromPath(path), range });

function inspectedFile(uri: string, around: Surroundings): InspectedFile {
  const file = around.inspect?.find((inspected) => inspected.uri === uri);
  if (!file) throw new UserError(`${uri} is neither Rust nor C++`);
  return file;
}

const EXPLANATION: WorkspaceExplanation = {
  folders: [],
  files: { seen: 2, parsed: 1 },
  packages: [],
  mechanisms: [],
  natives: [],
  declared: [],
  buildFiles: [],
  targets: [],
  skipped: [],
  assumptions: [],
};

function preparedFerrule(around: Surroundings): Ferrule {
  const notAsked = (): never => {
    throw new Error('the command line does not ask this');
  };
  return {
    check: (_token, progress) => {
      progress('reading include/widget.h', 0.5);
      return Promise.resolve({
        target: HOST_TARGET,
        findings: [],
        crossings: [],
        unpaired: [],
        problems: [],
        files: { seen: 2, parsed: 1 },
        ...around.check,
      });
    },
    explain: () => Promise.resolve(around.explain ?? EXPLANATION),
    inspect: async (uri) => inspectedFile(uri, around),
    verify: async (uri) => ({
      file: inspectedFile(uri, around),
      verification: around.verification ?? { compilers: [], disagreements: [], notCompared: [] },
    }),
    bind: () => Promise.resolve(around.bind ?? { files: [], refused: [] }),
    findings: notAsked,
    hover: notAsked,
    actions: notAsked,
    resolve: notAsked,
    definition: notAsked,
    changed: notAsked,
  };
}

function kindOf(path: string, files: readonly string[]): 'file' | 'folder' | null {
  if (files.includes(path)) return 'file';
  const isFolder = path === '/project' || files.some((file) => file.startsWith(`${path}/`));
  return isFolder ? 'folder' : null;
}
