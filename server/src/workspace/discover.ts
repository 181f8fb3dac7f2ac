import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import { BUILD_FOLDER, kindOfBuildFile } from '../builds/build-files.js';
import type { Language } from '../facts/facts.js';
import { IGNORE_FILES, IgnoreRules } from './ignore-rules.js';
import { languageOfFile } from './source-kinds.js';

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  readonly language: Language;
}

export interface Discovery {
  /** In a stable order: by path, folder by folder. */
  readonly files: readonly FoundFile[];
  /** Absolute paths of build files: manifests, and what builds leave behind in their folders. */
  readonly buildFiles: readonly string[];
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Finds the Rust, C, C++ and `.zng` files below a folder, without those that ignore files, the default
 * exclusions or `exclude` leave out. Symbolic links are not followed, as git has it, so that no loop
 * can catch it and no file is found twice; only the root may be one.
 *
 * @param root absolute path of a folder, or of a single file, which is then taken whatever is excluded
 * @param exclude patterns in the syntax of .gitignore, relative to `excludeBase`
 */
export async function discover(
  root: string,
  exclude: readonly string[],
  token: CancellationToken,
  excludeBase = root,
): Promise<Discovery> {
  const kind = await stat(root).catch(readingError);
  if (typeof kind === 'string')
    return { files: [], buildFiles: [], problems: [{ path: root, message: kind }] };
  if (kind.isFile()) {
    const language = languageOfFile(root);
    if (language) return { files: [{ path: root, language }], buildFiles: [], problems: [] };
    return {
      files: [],
      buildFiles: [],
      problems: [{ path: root, message: 'is neither a Rust, C, C++ nor .zng file by its extension' }],
    };
  }
  const walk = new Walk(token);
  // Ignore rules of the repository hold for where the folder is, not for where a link to it stands.
  const start = await realpath(root).catch(() => root);
  const base = await realpath(excludeBase).catch(() => excludeBase);
  const rules = await IgnoreRules.forRoot(start, exclude, base);
  await walk.folder(start, rules);
  const back = (path: string): string =>
    start === root || !path.startsWith(start) ? path : join(root, path.slice(start.length));
  return {
    files: walk.files.map((file) => ({ ...file, path: back(file.path) })),
    buildFiles: (await walk.buildFiles()).map(back),
    problems: walk.problems.map((problem) => ({ ...problem, path: back(problem.path) })),
  };
}

/**
 * Whether `discover` would find the file at `path` below the folder `root`: what a new file costs, in
 * place of a walk.
 */
export async function isDiscoverable(
  root: string,
  path: string,
  exclude: readonly string[],
  excludeBase: string,
): Promise<boolean> {
  if (languageOfFile(path) === null) return false;
  const start = await realpath(root).catch(() => root);
  const real = await realpath(path).catch(() => null);
  const steps = relative(root, path).split(sep);
  // Another place than its name says: reached through a symbolic link.
  if (real !== join(start, ...steps)) return false;
  let rules = await IgnoreRules.forRoot(start, exclude, await realpath(excludeBase).catch(() => excludeBase));
  let folder = start;
  rules = await rules.within(folder);
  for (const name of steps.slice(0, -1)) {
    folder = join(folder, name);
    if (rules.excludes(folder, true)) return false;
    rules = await rules.within(folder);
  }
  return !rules.excludes(real, false);
}

class Walk {
  readonly files: FoundFile[] = [];
  readonly problems: { path: string; message: string }[] = [];
  readonly #buildFiles: string[] = [];
  /** Folders that are left out and may be where a build's results stand. */
  readonly #buildFolders: string[] = [];
  readonly #token: CancellationToken;
  readonly #breather = new Breather();

  constructor(token: CancellationToken) {
    this.#token = token;
  }

  /** @param outer the rules without those of the ignore files in `folder` */
  async folder(folder: string, outer: IgnoreRules): Promise<void> {
    throwIfCancelled(this.#token);
    await this.#breather.rest();
    const entries = await readdir(folder, { withFileTypes: true }).catch(readingError);
    if (typeof entries === 'string') {
      this.problems.push({ path: folder, message: entries });
      return;
    }
    const rules = entries.some(({ name }) => IGNORE_FILES.includes(name))
      ? await outer.within(folder)
      : outer;
    for (const entry of entries.sort(byName)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!rules.excludes(path, true)) await this.folder(path, rules);
        else if (BUILD_FOLDER.test(entry.name)) this.#buildFolders.push(path);
      } else if (kindOfBuildFile(path) !== null) {
        // A link from the root of a project to its `build/compile_commands.json` is usual.
        this.#buildFiles.push(path);
      } else if (entry.isFile()) {
        const language = languageOfFile(entry.name);
        if (language && !rules.excludes(path, false)) this.files.push({ path, language });
      }
    }
  }

  /** Those that were passed, and those that builds left in folders that are not read otherwise; each once. */
  async buildFiles(): Promise<string[]> {
    const found = new Set<string>();
    const left = await Promise.all(this.#buildFolders.map(databasesIn));
    for (const path of [...this.#buildFiles, ...left.flat()]) {
      if (basename(path) !== COMPILE_COMMANDS) found.add(path);
      else {
        // The file itself, not a link to it: what it says starts from its folder.
        const real = await realpath(path).catch(() => null);
        if (real === null) continue;
        found.add(real);
        for (const beside of await cmakeCompilers(dirname(real))) found.add(beside);
      }
    }
    return [...found].sort();
  }
}

const COMPILE_COMMANDS = 'compile_commands.json';
const COMPILER_FILES = ['CMakeCCompiler.cmake', 'CMakeCXXCompiler.cmake'];
/** Subfolders of a build folder that are looked into: presets and tools for each configuration have some. */
const MOST_SUBFOLDERS = 64;

/** Databases in a build folder or one folder below it. */
async function databasesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory() && entry.name !== 'CMakeFiles').sort(byName);
  for (const at of [folder, ...below.slice(0, MOST_SUBFOLDERS).map(({ name }) => join(folder, name))]) {
    const path = join(at, COMPILE_COMMANDS);
    if (
      await stat(path).then(
        (stats) => stats.isFile(),
        () => false,
      )
    )
      found.push(path);
  }
  return found;
}

const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** What CMake wrote about its compilers into the folder that it builds in; the newest version's. */
async function cmakeCompilers(folder: string): Promise<string[]> {
  const versions = await readdir(join(folder, 'CMakeFiles')).catch(() => []);
  const [newest] = versions
    .filter((name) => /^\d+\.\d+/.test(name))
    .sort(byVersion)
    .reverse();
  if (newest === undefined) return [];
  const paths = COMPILER_FILES.map((name) => join(folder, 'CMakeFiles', newest, name));
  const there = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  return paths.filter((_, i) => there[i]?.isFile());
}

const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** An error of the file system in words that a person can act on. */
export function readingError(cause: unknown): string {
  const code = (cause as { code?: unknown }).code;
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: permission denied';
    case 'ELOOP':
      return 'cannot be read: a symbolic link leads back to itself';
    case 'EISDIR':
      return 'is a folder, not a file';
    default:
      return `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
