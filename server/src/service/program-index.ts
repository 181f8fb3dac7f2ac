import { dequal } from 'dequal/lite';
import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import { compareRanges, START_OF_FILE, type Range, type Uri } from '../base/range.js';
import { pathFromUri } from '../base/uri.js';
import type { FileFacts } from '../facts/facts.js';
import { Program, type Wanted } from '../program/program.js';
import { unreadFacts, type FactsReader } from './read-facts.js';
import { coveredLines, type Coverage } from './suppressions.js';
import {
  NO_PROGRESS,
  type Progress,
  type SourceFile,
  type SourceProblem,
  type Sources,
  type SourceText,
} from './sources.js';

/** Rounds of "these names are still unknown"; each follows one more step of a chain of types. */
const MAXIMUM_ROUNDS = 24;

/** UTF-16 units: the largest generated headers and amalgamations are below, and parse in seconds. */
const MAXIMUM_LENGTH = 16 * 1024 * 1024;

interface Loaded {
  readonly stamp: string;
  readonly facts: FileFacts;
  readonly suppressions: Coverage;
}

/**
 * Reads the files that can matter, and no others: Rust files with a boundary marker, what they include,
 * and whatever may declare a name that an answer needed and did not have. What is read stays; only what
 * changed is read again.
 */
export class ProgramIndex {
  readonly program = new Program();
  readonly #reader: FactsReader;
  readonly #sources: Sources;
  readonly #loaded = new Map<Uri, Loaded>();
  /** Stamps of all files when names were last looked for in them. */
  #searched = new Map<Uri, string>();
  readonly #asked: Record<keyof Wanted, Set<string>> = {
    rust: new Set(),
    cppType: new Set(),
    cppFunction: new Set(),
  };
  #problems: readonly SourceProblem[] = [];

  constructor(reader: FactsReader, sources: Sources) {
    this.#reader = reader;
    this.#sources = sources;
  }

  /** Files that could not be read, or not as a whole. */
  get problems(): readonly SourceProblem[] {
    const unread = [...this.#loaded].flatMap(([uri, { facts }]) =>
      facts.problems
        .filter(({ range }) => isWholeFile(range))
        .map(({ message }) => ({ uri, message: `${pathFromUri(uri)}: ${message}` })),
    );
    return [...this.#problems, ...unread];
  }

  get parsedCount(): number {
    return this.#loaded.size;
  }

  coverage(uri: Uri): Coverage | undefined {
    return this.#loaded.get(uri)?.suppressions;
  }

  /** The files that were read, in a stable order. */
  loadedFiles(): readonly SourceFile[] {
    return this.#sources.files().filter(({ uri }) => this.#loaded.has(uri));
  }

  /**
   * Brings what was read up to date with the files, and reads what has a boundary marker.
   *
   * @returns the names whose declarations may have changed
   */
  async update(token: CancellationToken, progress: Progress): Promise<Set<string>> {
    return this.#bringUpToDate((file) => file.skim.boundary && file.language === 'rust', token, progress);
  }

  /** Brings only what was read before up to date: enough for a question about one file. */
  async refresh(token: CancellationToken): Promise<Set<string>> {
    return this.#bringUpToDate(() => false, token, NO_PROGRESS);
  }

  async #bringUpToDate(
    isWanted: (file: SourceFile) => boolean,
    token: CancellationToken,
    progress: Progress,
  ): Promise<Set<string>> {
    this.#problems = await this.#sources.refresh(token, progress);
    const changed = new Set<string>();
    for (const uri of [...this.#loaded.keys()]) {
      if (this.#sources.file(uri)) continue;
      this.#loaded.delete(uri);
      this.#searched.delete(uri);
      for (const name of this.program.setFile(uri, null)) changed.add(name);
    }
    const files = this.#sources.files();
    const toLoad = files.filter((file) => this.#isStale(file) || isWanted(file));
    // A changed file may now declare what was looked for in vain.
    for (const file of files) {
      if (this.#searched.get(file.uri) === file.skim.stamp) continue;
      this.#searched.set(file.uri, file.skim.stamp);
      if (!this.#loaded.has(file.uri) && this.#mayAnswer(file)) toLoad.push(file);
    }
    for (const name of await this.#loadAll(toLoad, token, progress)) changed.add(name);
    return changed;
  }

  /**
   * Computes, reads the files that may declare what the computation lacked, and computes again until
   * nothing more can be learnt.
   */
  async settle<T>(
    compute: () => T | Promise<T>,
    token: CancellationToken,
    progress: Progress = NO_PROGRESS,
    onChange: (names: ReadonlySet<string>) => void = () => undefined,
  ): Promise<T> {
    for (let round = 0; ; round++) {
      this.program.takeWanted();
      const value = await compute();
      const files = this.#filesFor(this.program.takeWanted());
      if (files.length === 0 || round === MAXIMUM_ROUNDS) return value;
      onChange(await this.#loadAll(files, token, progress));
    }
  }

  /** Makes sure that the facts of one file are there, whether it can matter or not. */
  async load(uri: Uri, token: CancellationToken): Promise<FileFacts | null> {
    const file = this.#sources.file(uri);
    if (!file) return null;
    await this.#loadAll([file], token, NO_PROGRESS);
    return this.#loaded.get(uri)?.facts ?? null;
  }

  #isStale(file: SourceFile): boolean {
    const loaded = this.#loaded.get(file.uri);
    return loaded !== undefined && loaded.stamp !== file.skim.stamp;
  }

  async #loadAll(
    files: readonly SourceFile[],
    token: CancellationToken,
    progress: Progress,
  ): Promise<ReadonlySet<string>> {
    const changed = new Set<string>();
    const pending = [...new Set(files)].filter(
      (file) => this.#loaded.get(file.uri)?.stamp !== file.skim.stamp,
    );
    const breather = new Breather();
    // Several are read at once; they join the program in order, so that answers do not depend on timing.
    const reads: Promise<Loaded | null>[] = [];
    const readNext = (): void => {
      const file = pending[reads.length];
      if (!file) return;
      const read = this.#read(file, token);
      // What fails is thrown where it is awaited, in its turn.
      read.catch(() => undefined);
      reads.push(read);
    };
    for (let i = 0; i < this.#reader.concurrency; i++) readNext();
    for (const [i, file] of pending.entries()) {
      throwIfCancelled(token);
      progress(`reading ${i + 1} of ${pending.length} files`, i / pending.length);
      const loaded = await reads[i];
      readNext();
      for (const name of this.#join(file, loaded ?? null)) changed.add(name);
      await breather.rest();
    }
    const included = pending.flatMap((file) => this.#includedBy(file));
    if (included.length > 0) {
      for (const name of await this.#loadAll(included, token, progress)) changed.add(name);
    }
    return changed;
  }

  /** Null where the file is gone: `update` will see that. */
  async #read(file: SourceFile, token: CancellationToken): Promise<Loaded | null> {
    const source = await this.#sources.read(file.uri);
    if (!source) return null;
    const facts =
      source.text.length > MAXIMUM_LENGTH
        ? tooLarge(file, source)
        : await this.#reader.read(file, source, token);
    return { stamp: file.skim.stamp, facts, suppressions: coveredLines(facts.suppressions, source.text) };
  }

  /** @returns the names whose declarations changed: none where an edit left the facts as they were */
  #join({ uri }: SourceFile, loaded: Loaded | null): ReadonlySet<string> {
    if (!loaded) return NOTHING;
    const before = this.#loaded.get(uri);
    const unchanged = before !== undefined && dequal(before.facts, loaded.facts);
    this.#loaded.set(uri, unchanged ? { ...loaded, facts: before.facts } : loaded);
    return unchanged ? NOTHING : this.program.setFile(uri, loaded.facts);
  }

  /** The headers that the bridges of a Rust file include. */
  #includedBy(file: SourceFile): SourceFile[] {
    const facts = this.#loaded.get(file.uri)?.facts;
    if (facts?.language !== 'rust') return [];
    return facts.bridges.flatMap((bridge) =>
      bridge.includes.flatMap(({ path }) => {
        const header = this.resolveInclude(path, file.uri);
        return header && !this.#loaded.has(header.uri) ? [header] : [];
      }),
    );
  }

  /**
   * The workspace file that an `include!` or `#include` means: the longest tail of the path that some file
   * ends in, the nearest such file. A crate's name may stand first, as cxx-build has it.
   */
  resolveInclude(path: string, from: Uri): SourceFile | null {
    for (let tail = path.replaceAll('\\', '/'); tail !== '';) {
      const matches = this.#sources.files().filter(({ uri }) => uri.endsWith(`/${encodeURI(tail)}`));
      if (matches.length > 0) return nearestTo(from, matches);
      const slash = tail.indexOf('/');
      tail = slash === -1 ? '' : tail.slice(slash + 1);
    }
    return null;
  }

  /** Files that may declare what is wanted, for names that were not asked for before. */
  #filesFor(wanted: Wanted): SourceFile[] {
    const result = new Set<SourceFile>();
    for (const kind of ['rust', 'cppType', 'cppFunction'] as const) {
      for (const name of wanted[kind]) {
        if (this.#asked[kind].has(name)) continue;
        this.#asked[kind].add(name);
        for (const file of this.#candidates(kind, name)) result.add(file);
      }
    }
    return [...result].filter(({ uri }) => !this.#loaded.has(uri));
  }

  /** Headers before sources: what a source alone declares, no other file can rely on. */
  #candidates(kind: keyof Wanted, name: string): SourceFile[] {
    const files = this.#sources.files();
    const may = files.filter((file) => mayDeclare(kind, name, file));
    const headers = may.filter(isHeader);
    if (kind === 'rust') return may;
    if (kind === 'cppType') return headers.length > 0 ? headers : may;
    const linkable = headers.filter(({ skim }) => skim.boundary);
    if (linkable.length > 0) return linkable;
    return headers.length > 0 ? headers : may.filter(({ uri, skim }) => skim.boundary || uri.endsWith('.c'));
  }

  #mayAnswer(file: SourceFile): boolean {
    return (['rust', 'cppType', 'cppFunction'] as const).some((kind) => {
      for (const name of this.#asked[kind]) if (mayDeclare(kind, name, file)) return true;
      return false;
    });
  }
}

const NOTHING: ReadonlySet<string> = new Set();

/** Facts of a file that nobody wrote: only that it was not read. */
function tooLarge({ language }: SourceFile, { text }: SourceText): FileFacts {
  const megabytes = Math.round(text.length / (1024 * 1024));
  return unreadFacts(
    language,
    `${megabytes} MB are too much to be parsed: nothing that it declares is known`,
  );
}

/** Problems of a whole file stand at its very start and are empty. */
const isWholeFile = ({ start, end }: Range): boolean => compareRanges({ start, end }, START_OF_FILE) === 0;

function mayDeclare(kind: keyof Wanted, name: string, { language, skim }: SourceFile): boolean {
  switch (kind) {
    case 'rust':
      return language === 'rust' && skim.declaresType(name);
    case 'cppType':
      return language === 'cpp' && skim.declaresType(name);
    case 'cppFunction':
      return language === 'cpp' && skim.mentions(name);
    default:
      return kind satisfies never;
  }
}

const isHeader = ({ uri, language }: SourceFile): boolean =>
  language === 'cpp' && !/\.(?:c|cc|cpp|cxx|c\+\+)$/i.test(uri);

function nearestTo(from: Uri, files: readonly SourceFile[]): SourceFile | null {
  const folders = from.split('/');
  let best: SourceFile | null = null;
  let most = -1;
  for (const file of files) {
    const other = file.uri.split('/');
    let shared = 0;
    while (shared < folders.length && folders[shared] === other[shared]) shared++;
    if (shared > most) [best, most] = [file, shared];
  }
  return best;
}
