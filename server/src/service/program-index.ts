import { dequal } from 'dequal/lite';
import { CancelledError, throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import { isWholeFile, type Uri } from '../base/range.js';
import { pathFromUri } from '../base/uri.js';
import type { FileFacts } from '../facts/facts.js';
import { Program } from '../program/program.js';
import { IncludedFiles } from './included-files.js';
import { includedPaths } from '../boundary/autocxx.js';
import { nearestInclude } from './includes.js';
import { MacroExpansions } from './macro-expansions.js';
import { ModuleFiles } from './module-files.js';
import { NameSearch } from './name-search.js';
import { unreadFacts, type FactsReader, type FileToRead } from './read-facts.js';
import {
  NO_PROGRESS,
  type Progress,
  type SourceFile,
  type SourceProblem,
  type Sources,
  type SourceText,
} from './sources.js';
import { coveredLines, type Coverage } from './suppressions.js';

/** Rounds of "these names are still unknown"; each follows one more step of a chain of types. */
const MAXIMUM_ROUNDS = 24;

/** UTF-16 units: the largest generated headers and amalgamations are below, and parse in seconds. */
const MAXIMUM_LENGTH = 16 * 1024 * 1024;

/** What a text is read as that macros come to. */
const MACRO_TEXT = {
  cpp: { uri: 'macro:text', language: 'cpp' },
  rust: { uri: 'macro:text', language: 'rust' },
} as const satisfies Readonly<Record<string, FileToRead>>;

interface Loaded {
  readonly stamp: string;
  readonly facts: FileFacts;
  readonly suppressions: Coverage;
}

/**
 * Reads the files that can matter, and no others: Rust files with a boundary marker, what they include,
 * and whatever may declare a name that an answer needed and did not have. What is read stays; only what
 * changed is read again.
 *
 * Work that is cancelled half-way loses nothing: files that are due stay due, and the names that changed
 * wait in `takeChanged`.
 */
export class ProgramIndex {
  readonly program = new Program();
  /** What Rust includes; it is told of the builds. */
  readonly included: IncludedFiles;
  readonly #reader: FactsReader;
  readonly #sources: Sources;
  readonly #search: NameSearch;
  readonly #modules: ModuleFiles;
  readonly #macros: MacroExpansions;
  readonly #loaded = new Map<Uri, Loaded>();
  /** Files that are to be read, in order of their discovery. */
  readonly #due = new Set<Uri>();
  /** Where modules of Rust may be that paths led to. */
  readonly #awaited = new Set<Uri>();
  #changed = new Set<string>();
  /** The last file that was only asked about. */
  #visitor: ({ readonly uri: Uri } & Loaded) | null = null;
  #problems: readonly SourceProblem[] = [];

  constructor(reader: FactsReader, sources: Sources) {
    this.#reader = reader;
    this.#sources = sources;
    this.program.rust.paths.exists = (uri) => sources.file(uri) !== undefined;
    this.included = new IncludedFiles(sources, this.program);
    this.#modules = new ModuleFiles(sources, this.program, async (file, token) => {
      const facts = (this.#loaded.get(file.uri) ?? (await this.#read(file, token)))?.facts;
      return facts?.language === 'rust' ? facts.modules : null;
    });
    this.#macros = new MacroExpansions(this.program, reader.concurrency, async (text, token) => {
      const facts = await this.#readText(text, 'rust', token);
      return facts.language === 'rust' ? facts : null;
    });
    this.#search = new NameSearch(sources, {
      isLoaded: (uri) => this.#loaded.has(uri),
      declaresType: (name) => this.program.cpp.declaresType(name),
    });
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

  /** The names whose declarations may have changed since the last call: what looked one of them up is stale. */
  takeChanged(): ReadonlySet<string> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /** Brings what was read up to date with the files, and reads what has a boundary marker or is the surface. */
  async update(token: CancellationToken, progress: Progress): Promise<void> {
    await this.refresh(token, progress);
    for (const { uri, language, skim } of this.#sources.files()) {
      const matters =
        language === 'cpp'
          ? this.program.isSurface(uri)
          : skim.boundary || (language === 'rust' && mayInclude(skim));
      if (matters && !this.#loaded.has(uri)) this.#due.add(uri);
    }
    for (const { uri } of await this.#search.changedFiles(token)) {
      this.#due.add(uri);
    }
    for (const uri of this.#awaited)
      if (this.#sources.file(uri) && !this.#loaded.has(uri)) this.#due.add(uri);
    await this.#readDue(token, progress);
    await this.#readUsersOfMacros(token, progress);
  }

  /** Brings only what was read before up to date: enough for a question about one file. */
  async refresh(token: CancellationToken, progress: Progress = NO_PROGRESS): Promise<void> {
    this.#problems = await this.#sources.refresh(token, progress);
    for (const [uri, { stamp }] of [...this.#loaded]) {
      const file = this.#sources.file(uri);
      if (!file) this.#remove(uri);
      else if (file.skim.stamp !== stamp) this.#due.add(uri);
    }
    await this.#readDue(token, progress);
    this.#noteChanged(await this.#modules.refresh(token));
    this.#noteChanged(await this.included.refresh());
  }

  /**
   * Computes, reads the files that may declare what the computation lacked, and computes again until
   * nothing more can be learnt.
   *
   * @param compute also after a change of the program, which `takeChanged` then tells of
   */
  async settle<T>(
    compute: () => T | Promise<T>,
    token: CancellationToken,
    progress: Progress = NO_PROGRESS,
  ): Promise<T> {
    for (let round = 0; ; round++) {
      this.program.takeWanted();
      this.program.takeWantedFiles();
      this.program.macroTexts.takeWanted();
      const value = await compute();
      const wanted = this.program.takeWanted();
      const texts = this.program.macroTexts.takeWanted();
      if (round === MAXIMUM_ROUNDS) return value;
      const led = this.#filesAt(this.program.takeWantedFiles());
      const files = [...led, ...(await this.#search.filesFor(wanted, token))];
      if (files.length === 0 && texts.size === 0) return value;
      for (const { uri } of files) this.#due.add(uri);
      await this.#readDue(token, progress);
      for (const text of texts) await this.#readMacroText(text, token);
    }
  }

  /**
   * Works on one file with its facts at hand, whether it can matter or not. A file that does not matter
   * takes part in the program only meanwhile.
   *
   * @returns null where there is no such file
   */
  async withFile<T>(
    uri: Uri,
    token: CancellationToken,
    work: (facts: FileFacts) => Promise<T>,
  ): Promise<T | null> {
    const own = this.#loaded.get(uri);
    // With what its macros declare.
    if (own) return work(this.program.facts(uri) ?? own.facts);
    const file = this.#sources.file(uri);
    if (!file) return null;
    if (this.#visitor?.uri !== uri || this.#visitor.stamp !== file.skim.stamp) {
      const read = await this.#read(file, token);
      if (!read) return null;
      this.#visitor = { uri, ...read };
    }
    const { facts } = this.#visitor;
    this.program.visit(uri, facts);
    try {
      return await work(facts);
    } finally {
      // What was missing may have led to this very file: then it is here to stay.
      if (!this.#loaded.has(uri)) this.program.leave(uri);
    }
  }

  /** The files of those that were asked for by their places; the others are read once they are there. */
  #filesAt(wanted: ReadonlySet<Uri>): readonly SourceFile[] {
    for (const uri of wanted) this.#awaited.add(uri);
    return [...wanted].flatMap((uri) => {
      const file = this.#sources.file(uri);
      return file && !this.#loaded.has(uri) ? [file] : [];
    });
  }

  /** Reads the files that declare what crosses by macros alone, which may define further ones. */
  async #readUsersOfMacros(token: CancellationToken, progress: Progress): Promise<void> {
    for (;;) {
      const files = await this.#search.filesFor({ rustMacroUse: this.#macros.crossingMacros }, token);
      if (files.length === 0) return;
      for (const { uri } of files) this.#due.add(uri);
      await this.#readDue(token, progress);
    }
  }

  /** Reads all that is due, the headers that bridges in it include, and what its modules are declared in. */
  async #readDue(token: CancellationToken, progress: Progress): Promise<void> {
    while (this.#due.size > 0) {
      const files = [...this.#due].flatMap((uri) => this.#sources.file(uri) ?? []);
      this.#dropUnknown(files);
      await this.#readFiles(files, token, progress);
      for (const file of files) {
        for (const { uri } of this.#includedBy(file)) this.#due.add(uri);
        this.#noteChanged(await this.#modules.readAbove(file, token));
        this.#noteChanged(await this.included.update(file.uri));
        for (const uri of this.#outputsFor(file)) this.#due.add(uri);
      }
      const macros = { rustMacro: this.#macros.undefinedMacros };
      for (const { uri } of await this.#search.filesFor(macros, token)) this.#due.add(uri);
    }
    this.#noteChanged(await this.#macros.update(token));
  }

  /** What build scripts left for a file, and may cross: no walk of the workspace finds it. */
  #outputsFor({ uri }: SourceFile): readonly Uri[] {
    return this.program.rustModules
      .includesOf(uri)
      .flatMap(({ file }) => (file !== null && this.#mayCross(file) ? [file] : []));
  }

  #mayCross(uri: Uri): boolean {
    return this.#sources.file(uri)?.skim.boundary === true && !this.#loaded.has(uri);
  }

  #dropUnknown(files: readonly SourceFile[]): void {
    const known = new Set(files.map(({ uri }) => uri));
    for (const uri of this.#due) if (!known.has(uri)) this.#due.delete(uri);
  }

  /** Several are read at once; they join the program in order, so that answers do not depend on timing. */
  async #readFiles(
    files: readonly SourceFile[],
    token: CancellationToken,
    progress: Progress,
  ): Promise<void> {
    const breather = new Breather();
    const reads: Promise<Loaded | null>[] = [];
    const readNext = (): void => {
      const file = files[reads.length];
      if (!file) return;
      const read = this.#read(file, token);
      // What fails is thrown where it is awaited, in its turn.
      read.catch(() => undefined);
      reads.push(read);
    };
    for (let i = 0; i < this.#reader.concurrency; i++) readNext();
    for (const [i, file] of files.entries()) {
      throwIfCancelled(token);
      progress(`reading ${i + 1} of ${files.length} files`, i / files.length);
      const loaded = await reads[i];
      readNext();
      if (loaded) this.#join(file.uri, loaded);
      this.#due.delete(file.uri);
      await breather.rest();
    }
  }

  /** Null where the file is gone: the next refresh will see that. */
  async #read(file: SourceFile, token: CancellationToken): Promise<Loaded | null> {
    const source = await this.#sources.read(file.uri);
    if (!source) return null;
    const facts =
      source.text.length > MAXIMUM_LENGTH
        ? tooLarge(file, source)
        : await this.#reader.read(file, source, token).catch((cause: unknown) => failed(file, cause));
    return { stamp: file.skim.stamp, facts, suppressions: coveredLines(facts.suppressions, source.text) };
  }

  /** Reads what macros of several files came to: a small text that no file has. */
  async #readMacroText(text: string, token: CancellationToken): Promise<void> {
    const facts = await this.#readText(text, 'cpp', token);
    if (facts.language === 'cpp') this.#changed.add(this.program.setMacroText(text, facts));
  }

  #readText(text: string, language: keyof typeof MACRO_TEXT, token: CancellationToken): Promise<FileFacts> {
    const file = MACRO_TEXT[language];
    return this.#reader
      .read(file, { text, version: '', live: undefined }, token)
      .catch((cause: unknown) => failed(file, cause));
  }

  /** An edit that leaves the facts as they were changes nothing. */
  #join(uri: Uri, loaded: Loaded): void {
    const before = this.#loaded.get(uri);
    const unchanged = before !== undefined && dequal(before.facts, loaded.facts);
    this.#loaded.set(uri, unchanged ? { ...loaded, facts: before.facts } : loaded);
    if (unchanged) return;
    this.#noteChanged(this.program.setFile(uri, loaded.facts));
    this.#macros.setFile(uri, loaded.facts.language === 'rust' ? loaded.facts : null);
  }

  #remove(uri: Uri): void {
    this.#loaded.delete(uri);
    this.#noteChanged(this.program.setFile(uri, null));
    this.#macros.setFile(uri, null);
  }

  #noteChanged(names: ReadonlySet<string>): void {
    for (const name of names) this.#changed.add(name);
  }

  /** The headers that the bridges and inclusions of a Rust file name and that were not read yet. */
  #includedBy({ uri }: SourceFile): SourceFile[] {
    const facts = this.#loaded.get(uri)?.facts;
    if (facts?.language !== 'rust') return [];
    const paths = [
      ...facts.bridges.flatMap(({ includes }) => includes.map(({ path }) => path)),
      ...facts.inclusions.flatMap(includedPaths),
    ];
    return paths.flatMap((path) => {
      const header = nearestInclude(path, uri, this.#sources.files());
      return header && !this.#loaded.has(header.uri) ? [header] : [];
    });
  }
}

/** Whether a Rust file may hold `include!("x.rs")`: the word alone is one of many comments. */
const mayInclude = (skim: SourceFile['skim']): boolean =>
  skim.mentions('include') && (skim.mentions('rs') || skim.mentions('OUT_DIR'));

/** Facts of a file that nobody wrote: only that it was not read. */
function tooLarge({ language }: FileToRead, { text }: SourceText): FileFacts {
  const megabytes = Math.round(text.length / (1024 * 1024));
  return unreadFacts(
    language,
    `${megabytes} MB are too much to be parsed: nothing that it declares is known`,
  );
}

/** Facts of a file that its reader failed on: one such file must not keep the others from being checked. */
function failed({ language }: FileToRead, cause: unknown): FileFacts {
  if (cause instanceof CancelledError) throw cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return unreadFacts(
    language,
    `reading it failed, which is a fault of Ferrule's own, please report it: ${reason}`,
  );
}
