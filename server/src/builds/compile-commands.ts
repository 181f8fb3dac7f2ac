import type { Uri } from '../base/range.js';
import { parentUri } from '../base/uri.js';
import { uriOf } from './build-paths.js';
import { commandWords, type Quoting } from './command-words.js';
import { readArguments, type CompilerArguments } from './compiler-arguments.js';

/** One source as one command of a build compiles it. */
export interface CompileUnit {
  readonly file: Uri;
  readonly language: 'c' | 'c++';
  /** The same object for all units that are compiled alike. */
  readonly arguments: CompilerArguments;
  /** The line (zero-based) of the database on which its entry begins. */
  readonly line: number;
}

export interface CompileCommands {
  readonly units: readonly CompileUnit[];
  /** Entries that name no file or no command. */
  readonly unreadable: number;
  /** Response files that it names and that were not given. */
  readonly missing: readonly Uri[];
  /** Why nothing could be read; null where it could. */
  readonly problem: string | null;
}

/**
 * Reads a `compile_commands.json`.
 *
 * @param responseFiles texts of the files that commands name as `@file`; null: there is none, and the word is an
 *   ordinary one
 * @see gcc's documentation of `@file`; the JSON Compilation Database Format Specification of clang's documentation
 */
export function readCompileCommands(
  json: string,
  uri: Uri,
  responseFiles: ReadonlyMap<Uri, string | null> = new Map(),
): CompileCommands {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return { units: [], unreadable: 0, missing: [], problem: 'is no valid JSON' };
  }
  if (!Array.isArray(parsed))
    return { units: [], unreadable: 0, missing: [], problem: 'is no list of commands' };
  const lines = linesOfEntries(json);
  const reader = new EntryReader(parentUri(uri), responseFiles);
  const units = parsed.flatMap((entry: unknown, i) => reader.read(entry, lines[i] ?? 0) ?? []);
  return {
    units,
    unreadable: parsed.length - units.length,
    missing: [...reader.missing],
    problem: null,
  };
}

/** Thousands of entries differ in the file and its result only: what is equal is read once. */
class EntryReader {
  readonly #base: Uri;
  readonly #arguments = new Map<string, CompilerArguments>();
  readonly #folders = new Map<string, Uri>();
  readonly #responseFiles: ReadonlyMap<Uri, string | null>;
  readonly missing = new Set<Uri>();

  constructor(base: Uri, responseFiles: ReadonlyMap<Uri, string | null>) {
    this.#base = base;
    this.#responseFiles = responseFiles;
  }

  read(entry: unknown, line: number): CompileUnit | null {
    const { directory, file, command, arguments: list } = (entry ?? {}) as Record<string, unknown>;
    if (typeof file !== 'string') return null;
    const written = Array.isArray(list)
      ? list
      : typeof command === 'string'
        ? commandWords(command, quotingIn(directory))
        : null;
    if (!written?.every((word): word is string => typeof word === 'string') || written.length === 0)
      return null;
    const folder = this.#folder(typeof directory === 'string' ? directory : '.');
    const words = this.#expanded(written, folder, quotingIn(directory), []);
    const common = words.filter((word) => word !== file);
    const key = JSON.stringify([folder, withoutResults(common)]);
    let read = this.#arguments.get(key);
    if (!read) this.#arguments.set(key, (read = readArguments(common, folder)));
    const uri = uriOf(file, folder);
    return { file: uri, language: read.language ?? languageOf(file), arguments: read, line };
  }

  /** @param within the response files that hold the words, which they do not name again */
  #expanded(words: readonly string[], folder: Uri, quoting: Quoting, within: readonly Uri[]): string[] {
    return words.flatMap((word) => {
      if (!word.startsWith('@') || word === '@') return [word];
      const uri = uriOf(word.slice(1), folder);
      const text = this.#responseFiles.get(uri);
      if (text === undefined) this.missing.add(uri);
      if (text === undefined || text === null || within.includes(uri)) return [word];
      return this.#expanded(commandWords(text, quoting), folder, quoting, [...within, uri]);
    });
  }

  #folder(path: string): Uri {
    let uri = this.#folders.get(path);
    if (uri === undefined) this.#folders.set(path, (uri = uriOf(path, this.#base)));
    return uri;
  }
}

/** Databases are read as on the machine that wrote them, which its folders tell. */
const quotingIn = (directory: unknown): Quoting =>
  typeof directory === 'string' && /^[A-Za-z]:/.test(directory) ? 'windows' : 'shell';

const NAMES_RESULT = /^-(?:o|MF|MT|MQ)$/;

const withoutResults = (words: readonly string[]): string[] =>
  words.filter((word, i) => !NAMES_RESULT.test(word) && !NAMES_RESULT.test(words[i - 1] ?? ''));

const languageOf = (file: string): 'c' | 'c++' => (/\.c$/.test(file) ? 'c' : 'c++');

/** The line (zero-based) of each element of a valid JSON list. */
function linesOfEntries(json: string): number[] {
  const lines: number[] = [];
  let line = 0;
  let depth = 0;
  let isElement = false;
  for (const match of json.matchAll(/"(?:\\.|[^"\\])*"|[[\]{}\n,]/g)) {
    const token = match[0];
    if (token === '\n') line++;
    else if (token === '[' || token === '{') {
      if (depth === 1 && !isElement) {
        lines.push(line);
        isElement = true;
      }
      depth++;
    } else if (token === ']' || token === '}') depth--;
    else if (token === ',' && depth === 1) isElement = false;
  }
  return lines;
}
