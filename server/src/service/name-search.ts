import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import type { Uri } from '../base/range.js';
import { mayReturnNull, mayThrow, THROWING_WORDS } from '../facts/cpp/function-body.js';
import type { Wanted } from '../program/program.js';
import type { SourceFile, Sources } from './sources.js';

/** What a program wants, and macros of Rust: their definitions and their uses. */
type NameKind = keyof Wanted | 'rustMacro' | 'rustMacroUse';
const KINDS: readonly NameKind[] = [
  'rust',
  'rustCaller',
  'rustMacro',
  'rustMacroUse',
  'cppType',
  'cppFunction',
  'cppImplementation',
  'cppConstant',
  'cppThrower',
  'cppNullReturner',
  'cppRetainer',
  'cppNullGiver',
];

/** What is known already, so that it is not searched for. */
export interface KnownFiles {
  isLoaded(uri: Uri): boolean;
  /** Some file that was read declares a type of this name, if only to say that it exists. */
  declaresType(name: string): boolean;
}

/**
 * Finds the files that may declare names, by their skims; a look at the text confirms what a skim only
 * believes. Files are asked in groups, a further one only for names that are still wanted after the ones
 * before were read; and again only when they change.
 */
export class NameSearch {
  readonly #sources: Sources;
  readonly #known: KnownFiles;
  /** Names that were searched for, with the number of groups that were asked. */
  readonly #asked: Record<NameKind, Map<string, number>> = {
    rust: new Map(),
    rustCaller: new Map(),
    rustMacro: new Map(),
    rustMacroUse: new Map(),
    cppType: new Map(),
    cppFunction: new Map(),
    cppImplementation: new Map(),
    cppConstant: new Map(),
    cppThrower: new Map(),
    cppNullReturner: new Map(),
    cppRetainer: new Map(),
    cppNullGiver: new Map(),
  };
  /** Stamps of the files in which all asked names were looked for. */
  readonly #searched = new Map<Uri, string>();
  #groups: { readonly files: readonly SourceFile[]; readonly of: Groups } | null = null;

  constructor(sources: Sources, known: KnownFiles) {
    this.#sources = sources;
    this.#known = known;
  }

  /** Files to read for names that have no full answer yet. Cancelled, it is as if it had not been asked. */
  async filesFor(
    wanted: Partial<Readonly<Record<NameKind, ReadonlySet<string>>>>,
    token: CancellationToken,
  ): Promise<readonly SourceFile[]> {
    const searches = await Promise.all(
      KINDS.map((kind) => this.#searchGroups(kind, wanted[kind] ?? NONE, token)),
    );
    for (const { kind, asked } of searches) {
      for (const [name, groups] of asked) this.#asked[kind].set(name, groups);
    }
    return [...new Set(searches.flatMap(({ files }) => files))];
  }

  /** Asks one group after the other; a name that one may answer waits until its files were read. */
  async #searchGroups(
    kind: NameKind,
    wanted: ReadonlySet<string>,
    token: CancellationToken,
  ): Promise<{
    readonly kind: NameKind;
    readonly files: readonly SourceFile[];
    readonly asked: ReadonlyMap<string, number>;
  }> {
    const files: SourceFile[] = [];
    const asked = new Map([...wanted].map((name) => [name, this.#asked[kind].get(name) ?? 0]));
    const answered = new Set<string>();
    for (const [index, group] of this.#groupsOf()[kind].entries()) {
      const names = [...wanted].filter(
        (name) => asked.get(name) === index && !answered.has(name) && this.#isWorthIt(kind, name, index),
      );
      if (names.length === 0) continue;
      for (const [file, confirmed] of await this.#search(kind, names, group, token)) {
        files.push(file);
        for (const name of confirmed) answered.add(name);
      }
      for (const name of names) asked.set(name, index + 1);
    }
    return { kind, files, asked };
  }

  /** What headers only declare, a source file may define; but nothing across relies on that. */
  #isWorthIt(kind: NameKind, name: string, group: number): boolean {
    return group === 0 || kind !== 'cppType' || !this.#known.declaresType(name);
  }

  async #search(
    kind: NameKind,
    names: readonly string[],
    group: readonly SourceFile[],
    token: CancellationToken,
  ): Promise<ReadonlyMap<SourceFile, readonly string[]>> {
    const found = new Map<SourceFile, readonly string[]>();
    const breather = new Breather();
    for (const file of group) {
      await breather.rest();
      throwIfCancelled(token);
      if (this.#known.isLoaded(file.uri)) continue;
      const believed = names.filter((name) => mayDeclare(kind, name, file));
      const confirmed = believed.length > 0 ? await this.#confirm(kind, file, believed) : [];
      if (confirmed.length > 0) found.set(file, confirmed);
    }
    return found;
  }

  /** Files that changed since, or are new, and may now declare what was asked for. */
  async changedFiles(token: CancellationToken): Promise<readonly SourceFile[]> {
    // A file that goes and comes back as it was is a new one.
    for (const uri of this.#searched.keys()) if (!this.#sources.file(uri)) this.#searched.delete(uri);
    const changed = this.#sources.files().filter(({ uri, skim }) => this.#searched.get(uri) !== skim.stamp);
    const result: SourceFile[] = [];
    const breather = new Breather();
    for (const file of changed) {
      await breather.rest();
      throwIfCancelled(token);
      if (this.#known.isLoaded(file.uri)) continue;
      for (const kind of KINDS.filter((kind) => isOfRust(kind) === (file.language === 'rust'))) {
        const names = [...this.#asked[kind].keys()].filter((name) => mayDeclare(kind, name, file));
        if (names.length === 0 || (await this.#confirm(kind, file, names)).length === 0) continue;
        result.push(file);
        break;
      }
    }
    // Only now: had this been cancelled, they would have to be searched again.
    for (const { uri, skim } of changed) this.#searched.set(uri, skim.stamp);
    return result;
  }

  /** The names that the text has: a skim's yes may be wrong, and a parse costs far more than a look. */
  async #confirm(kind: NameKind, file: SourceFile, names: readonly string[]): Promise<readonly string[]> {
    const text = (await this.#sources.read(file.uri))?.text;
    return text === undefined ? [] : names.filter((name) => CONFIRMS[kind](text, name));
  }

  #groupsOf(): Groups {
    const files = this.#sources.files();
    if (this.#groups?.files !== files) this.#groups = { files, of: groupsOf(files) };
    return this.#groups.of;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Files in the order in which they are searched: a group only where none before had the name. */
type Groups = Readonly<Record<NameKind, readonly (readonly SourceFile[])[]>>;

/** Headers before sources: what a source alone declares, hardly another file relies on. */
function groupsOf(files: readonly SourceFile[]): Groups {
  const rust = files.filter(({ language }) => language === 'rust');
  const cpp = files.filter(({ language }) => language === 'cpp');
  const headers = cpp.filter((file) => !isSource(file));
  const sources = cpp.filter(isSource);
  return {
    rust: [rust],
    rustCaller: [rust],
    rustMacro: [rust.filter(({ skim }) => skim.mentions('macro_rules'))],
    rustMacroUse: [rust],
    cppType: [headers, sources],
    cppConstant: [headers],
    cppImplementation: [sources, headers],
    cppThrower: [sources.filter(({ uri, skim }) => !uri.endsWith('.c') && hasThrowingWord(skim))],
    cppNullReturner: [sources],
    cppRetainer: [sources],
    cppNullGiver: [cpp],
    cppFunction: [
      headers.filter(({ skim }) => skim.boundary),
      headers.filter(({ skim }) => !skim.boundary),
      sources.filter(({ uri, skim }) => skim.boundary || uri.endsWith('.c')),
    ],
  };
}

const isSource = ({ uri }: SourceFile): boolean => /\.(?:c|cc|cpp|cxx|c\+\+)$/i.test(uri);

const isOfRust = (kind: NameKind): boolean => kind.startsWith('rust');

const mayDeclare = (kind: NameKind, name: string, { skim }: SourceFile): boolean =>
  kind === 'rust' || kind === 'cppType' ? skim.declaresType(name) : skim.mentions(name);

/** A word by which C++ throws, in code or in a comment. */
const hasThrowingWord = (skim: SourceFile['skim']): boolean =>
  THROWING_WORDS.some((word) => skim.mentions(word));

const mentions = (text: string, name: string): boolean => text.includes(name);

const calls = (text: string, name: string): boolean => new RegExp(`\\b${name}\\s*\\(`).test(text);

const definesMacro = (text: string, name: string): boolean =>
  new RegExp(`\\bmacro_rules\\s*!\\s*${name}\\b`).test(text);

const usesMacro = (text: string, name: string): boolean => new RegExp(`\\b${name}\\s*!`).test(text);

/** `NAME(…) {`, with `const` and the like between; the parentheses of parameters may hold others. */
const defines = (text: string, name: string): boolean =>
  new RegExp(`\\b${name}\\s*\\((?:[^(){};]|\\([^(){};]*\\))*\\)[^(){};=,]*\\{`).test(text);

/** `NAME(first, NULL)`, whatever stands in between: one statement. */
const givesNull = (text: string, name: string): boolean =>
  new RegExp(`\\b${name}\\s*\\([^;{}]*\\b(?:nullptr|NULL)\\s*[,)]`).test(text);

/** `#define NAME`, `NAME = 3`, `NAME,` and `NAME }`: a macro, a variable or an enumerator; most files only use it. */
const definesConstant = (text: string, name: string): boolean =>
  new RegExp(`#[ \\t]*define[ \\t]+${name}\\b|\\b${name}\\s*(?:=[^=]|[,{}])`).test(text);

/** How a look at the text confirms that it may declare a name. */
const CONFIRMS: Readonly<Record<NameKind, (text: string, name: string) => boolean>> = {
  rust: mentions,
  rustCaller: calls,
  rustMacro: definesMacro,
  rustMacroUse: usesMacro,
  cppType: mentions,
  cppFunction: mentions,
  cppImplementation: defines,
  cppConstant: definesConstant,
  cppThrower: (text, name) => mayThrow(text) && defines(text, name),
  cppNullReturner: (text, name) => mayReturnNull(text) && defines(text, name),
  cppRetainer: defines,
  cppNullGiver: givesNull,
};
