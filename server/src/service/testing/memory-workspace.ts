import { NEVER_CANCELLED } from '../../base/cancellation.js';
import type { Uri } from '../../base/range.js';
import { kindOfBuildFile } from '../../builds/build-files.js';
import { testDemangler } from '../../abi/testing/demangler.js';
import { LiveTree } from '../../syntax/live-tree.js';
import { testGrammars } from '../../syntax/testing/grammars.js';
import { skim } from '../../workspace/skim.js';
import { languageOfFile } from '../../workspace/source-kinds.js';
import { createFerrule } from '../create-ferrule.js';
import type { CheckAnswer } from '../answers.js';
import type { Ferrule, FerruleOptions } from '../ferrule.js';
import { createInlineReader } from '../read-facts.js';
import { DEFAULT_SETTINGS, type Settings } from '../settings.js';
import { NO_PROGRESS, type SourceFile, type Sources } from '../sources.js';

const FOLDER = 'file:///workspace';

/** A workspace of files in memory behind a real service, for tests. */
export class MemoryWorkspace {
  readonly ferrule: Ferrule;
  readonly #texts = new Map<Uri, string>();
  readonly #live = new Map<Uri, LiveTree>();
  #version = 0;

  private constructor(ferrule: (sources: Sources) => Ferrule, settings: Settings) {
    const sources: Sources = {
      folders: [{ uri: FOLDER, name: 'workspace', base: FOLDER, settings }],
      refresh: () => Promise.resolve([]),
      files: () =>
        this.#uris()
          .filter((uri) => languageOfFile(uri))
          .map((uri) => this.#file(uri)),
      buildFiles: () =>
        this.#uris().flatMap((uri) => {
          const kind = kindOfBuildFile(uri);
          return kind ? [{ uri, kind, stamp: this.#texts.get(uri) ?? '' }] : [];
        }),
      file: (uri) => (this.#texts.has(uri) && languageOfFile(uri) ? this.#file(uri) : undefined),
      buildOutput: (target, packageName, path) => {
        const left = this.#uris().filter(
          (uri) =>
            uri.startsWith(`${target}/`) &&
            uri.includes(`/build/${packageName}-`) &&
            uri.endsWith(`/out/${path}`),
        );
        return Promise.resolve(left.at(-1) ?? null);
      },
      open: () => new Map([...this.#live.keys()].map((uri) => [uri, this.#texts.get(uri) ?? ''])),
      read: (uri) => {
        const text = this.#texts.get(uri);
        const live = this.#live.get(uri);
        return Promise.resolve(text === undefined ? null : { text, version: `${this.#version}`, live });
      },
    };
    this.ferrule = ferrule(sources);
  }

  /** @param files text by path relative to the workspace */
  static async of(
    files: Readonly<Record<string, string>>,
    settings: Partial<Settings> = {},
    more: Pick<FerruleOptions, 'rustcMemory' | 'loadDemangler'> = {},
  ): Promise<MemoryWorkspace> {
    const grammars = await testGrammars();
    const workspace = new MemoryWorkspace(
      (sources) =>
        createFerrule({
          reader: createInlineReader(grammars),
          sources,
          hostTarget: 'x86_64-unknown-linux-gnu',
          loadDemangler: testDemangler,
          ...more,
        }),
      { ...DEFAULT_SETTINGS, ...settings },
    );
    for (const [path, text] of Object.entries(files)) workspace.write(path, text);
    return workspace;
  }

  uri(path: string): Uri {
    return `${FOLDER}/${path}`;
  }

  path(uri: Uri): string {
    return uri.slice(FOLDER.length + 1);
  }

  write(path: string, text: string): void {
    this.#texts.set(this.uri(path), text);
    this.#version++;
    this.ferrule.changed([this.uri(path)]);
  }

  remove(path: string): void {
    this.#texts.delete(this.uri(path));
    this.ferrule.changed([this.uri(path)]);
  }

  text(path: string): string {
    const text = this.#texts.get(this.uri(path));
    if (text === undefined) throw new Error(`the test has no file ${path}`);
    return text;
  }

  /** Keeps the file's tree from here on, as an editor's open document does. */
  open(path: string): void {
    this.#live.set(this.uri(path), new LiveTree());
  }

  check(): Promise<CheckAnswer> {
    return this.ferrule.check(NEVER_CANCELLED, NO_PROGRESS);
  }

  #uris(): Uri[] {
    return [...this.#texts.keys()].sort();
  }

  #file(uri: Uri): SourceFile {
    const language = languageOfFile(uri);
    if (!language) throw new Error(`no language for ${uri}`);
    return {
      uri,
      language,
      folder: FOLDER,
      skim: skim(new TextEncoder().encode(this.#texts.get(uri) ?? ''), language),
    };
  }
}
