import type { Uri } from '../../base/range.js';
import type { CheckAnswer, Finding } from '../../service/answers.js';
import type { Ferrule } from '../../service/ferrule.js';
import type { EditorFolder, Environment } from '../environment.js';

export const EMPTY_ANSWER: CheckAnswer = {
  target: 'x86_64-unknown-linux-gnu',
  findings: [],
  crossings: [],
  unpaired: [],
  problems: [],
  files: { seen: 0, parsed: 0 },
};

export const findingIn = (uri: Uri, message: string): Finding => ({
  hazard: 'arity-mismatch',
  severity: 'error',
  uri,
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } },
  message,
  targets: [],
  related: [
    {
      location: {
        uri: 'file:///w/widget.h',
        range: { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } },
      },
      message: 'declared here',
    },
  ],
  mechanism: 'extern-c',
  remedies: [{ title: 'Take over', key: { uri, kind: 'take-parameters', subject: 'f' }, preferred: true }],
});

/** A core whose answers a test sets, so that the protocol can be tested by itself. */
export class FakeEnvironment implements Environment {
  readonly version = '0';
  readonly watchedFiles = ['**/*.rs'];
  readonly open = new Map<Uri, { uri: Uri; version: number; text: string }>();
  folders: readonly EditorFolder[] = [];
  elsewhere: unknown = null;
  changes: (readonly Uri[] | null)[] = [];
  disposed = false;
  trusted = false;
  answer: CheckAnswer = EMPTY_ANSWER;
  core: Partial<Ferrule> = {};

  readonly documents = {
    open: (uri: Uri, _languageId: string, version: number, text: string) =>
      void this.open.set(uri, { uri, version, text }),
    change: (uri: Uri, version: number, changes: readonly { readonly text: string }[]) =>
      void this.open.set(uri, { uri, version, text: changes.at(-1)?.text ?? '' }),
    close: (uri: Uri) => void this.open.delete(uri),
    get: (uri: Uri) => this.open.get(uri),
    all: () => this.open.values(),
  };

  setFolders(folders: readonly EditorFolder[], elsewhere: unknown): void {
    this.folders = folders;
    this.elsewhere = elsewhere;
  }

  trust(): void {
    this.trusted = true;
  }

  changed(uris: readonly Uri[] | null): void {
    this.changes.push(uris);
  }

  ferrule(): Promise<Ferrule> {
    const ferrule: Ferrule = {
      check: async () => this.answer,
      findings: async (uri) => this.answer.findings.filter((finding) => finding.uri === uri),
      hover: async () => null,
      actions: async () => [],
      resolve: async () => null,
      definition: async () => [],
      inspect: () => Promise.reject(new Error('not asked by the server')),
      verify: () => Promise.reject(new Error('not asked by the server')),
      explain: () => Promise.reject(new Error('not asked by the server')),
      bind: () => Promise.reject(new Error('not asked by the server')),
      changed: () => undefined,
      ...this.core,
    };
    return Promise.resolve(ferrule);
  }

  hazardPage = (hazard: string): Uri => `file:///docs/${hazard}.md`;
  isSettingsFile = (uri: Uri): boolean => uri.endsWith('ferrule.toml');

  dispose(): void {
    this.disposed = true;
  }
}
