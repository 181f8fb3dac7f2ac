import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { commandWords, type Quoting } from '../builds/command-words.js';
import { flagsFromMsvc, isForMsvc } from './msvc-flags.js';
import { withResponseFiles } from './response-files.js';

/** What a build gives the compiler for one file, without what says where results go. */
export interface CompileFlags {
  /** With absolute paths. */
  readonly flags: readonly string[];
  /** The source whose entry this is; null where no build says anything. */
  readonly from: string | null;
}

interface CompileEntry {
  readonly directory: string;
  readonly file: string;
  readonly arguments: readonly string[];
}

const NAME = 'compile_commands.json';
/** As clang's reader of these files has it: of the machine, whatever wrote the file. */
const QUOTING: Quoting = process.platform === 'win32' ? 'windows' : 'shell';
const BUILD_FOLDER = /^(?:build|out|cmake-build|_build|\.build|bin|debug|release)/i;

/**
 * The flags of a source or header from the `compile_commands.json` of its project: those of the file
 * itself, else of the source with its stem, else of the one that is nearest in the tree of folders.
 *
 * @param file absolute path
 * @param root the folder to search, with its build folders, two levels deep
 * @see the JSON Compilation Database Format Specification of clang's documentation
 */
export async function compileFlags(file: string, root: string): Promise<CompileFlags> {
  for (const database of await databases(root)) {
    const entry = nearestEntry(file, entriesIn(await readFile(database, 'utf8').catch(() => ''), database));
    if (!entry) continue;
    const words = await withResponseFiles(entry.arguments, entry.directory, QUOTING);
    return { flags: usefulFlags({ ...entry, arguments: words }), from: entry.file };
  }
  return { flags: [], from: null };
}

async function databases(root: string): Promise<string[]> {
  const found: string[] = [];
  const look = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    if (entries.some((entry) => entry.name === NAME)) found.push(join(folder, NAME));
    if (depth === 0) return;
    const builds = entries.filter(
      (entry) => entry.isDirectory() && (BUILD_FOLDER.test(entry.name) || folder !== root),
    );
    for (const { name } of builds.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      await look(join(folder, name), depth - 1);
    }
  };
  await look(root, 2);
  return found;
}

/** The entries that can be read; a broken database has none. */
export function entriesIn(json: string, database: string): CompileEntry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return [];
  }
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((item: unknown): CompileEntry[] => {
    const { directory, file, command, arguments: list } = (item ?? {}) as Record<string, unknown>;
    if (typeof file !== 'string') return [];
    const folder = resolve(dirname(database), typeof directory === 'string' ? directory : '.');
    const words = Array.isArray(list)
      ? list
      : typeof command === 'string'
        ? commandWords(command, QUOTING)
        : null;
    if (!words?.every((word): word is string => typeof word === 'string')) return [];
    return [{ directory: folder, file: resolve(folder, file), arguments: words }];
  });
}

export function nearestEntry(file: string, entries: readonly CompileEntry[]): CompileEntry | null {
  const stem = (path: string): string => basename(path, extname(path));
  const distance = (entry: CompileEntry): number =>
    (entry.file === file ? -2 : stem(entry.file) === stem(file) ? -1 : 0) * 1000 +
    relative(dirname(file), dirname(entry.file)).split(/[\\/]/).length;
  let best: CompileEntry | null = null;
  for (const entry of entries) if (!best || distance(entry) < distance(best)) best = entry;
  return best;
}

/** Flags that name a file or folder, in this word or in the next. */
const PATH_FLAGS = [
  '-I',
  '-isystem',
  '-iquote',
  '-idirafter',
  '-iframework',
  '-F',
  '-include',
  '-imacros',
  '-isysroot',
  '--sysroot',
];
/** Stands before a path in the system's root: `-I=/usr/include`. */
const IN_SYSROOT = /^(?:=|\$SYSROOT)/;
/** Options of clang's inside with another word that belongs to them. */
const CLANG_ONLY = ['-Xclang', '-include-pch', '-mllvm'];
/** Flags that change what a declaration means or how it is laid out. */
const MEANING =
  /^(?:-[DU].|-std=|-m|-fpack-struct|-fshort-|-f(?:un)?signed-char|-fms-extensions|-fno-ms-|-fexceptions|-fno-exceptions|-frtti|-fno-rtti|-fchar8_t|-fno-char8_t|-stdlib=|-nostdinc|-pthread|-ansi)/;

/** Those of the entry's flags that matter to declarations; what says where results go is left out. */
export function usefulFlags({ directory, arguments: command }: CompileEntry): string[] {
  const words = isForMsvc(command) ? flagsFromMsvc(command.slice(1)) : command.slice(1);
  const flags: string[] = [];
  const absolute = (path: string): string =>
    isAbsolute(path) || IN_SYSROOT.test(path) ? path : join(directory, path);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (CLANG_ONLY.includes(word)) {
      // CMake includes the header of a precompiled one in this way; the precompiled form is clang's own.
      const [option, next, path] = words.slice(i + 1, i + 4);
      if (word === '-Xclang' && option === '-include' && next === '-Xclang' && path !== undefined) {
        flags.push('-include', absolute(path));
        i += 3;
      } else i++;
      continue;
    }
    const flag = PATH_FLAGS.find((name) => word.startsWith(name));
    if (flag !== undefined) {
      const path = word === flag ? words[++i] : word.slice(flag.length);
      if (path !== undefined)
        flags.push(flag, absolute(flag === '--sysroot' ? path.replace(/^=/, '') : path));
    } else if (word === '-D' || word === '-U') {
      flags.push(`${word}${words[++i] ?? ''}`);
    } else if (MEANING.test(word)) {
      flags.push(word);
    }
  }
  return flags;
}
