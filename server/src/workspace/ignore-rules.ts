import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import process from 'node:process';
import ignore, { type Ignore } from 'ignore';

/** Names of ignore files, the stronger last. */
export const IGNORE_FILES: readonly string[] = ['.gitignore', '.ignore'];

/** Folders that hold what is fetched or generated, whatever the ignore files say. */
const DEFAULT_EXCLUSIONS: readonly string[] = [
  '.git/',
  '.hg/',
  '.svn/',
  '.cache/',
  'target/',
  'node_modules/',
  'cmake-build-*/',
  'CMakeFiles/',
  'bazel-*',
];

/** As git's `core.ignorecase` is set on the file systems of these platforms. */
const OPTIONS: ignore.Options = { ignorecase: process.platform === 'win32' || process.platform === 'darwin' };

interface Layer {
  /** Absolute path of the folder that the patterns are relative to. */
  readonly base: string;
  readonly rules: Ignore;
}

/**
 * Which paths are left out: ignore files from the repository's root down to the folder itself, the
 * deeper winning, as git has it; then what is always excluded and what the settings exclude, which no
 * ignore file can take back.
 */
export class IgnoreRules {
  readonly #layers: readonly Layer[];
  readonly #always: Layer;

  private constructor(layers: readonly Layer[], always: Layer) {
    this.#layers = layers;
    this.#always = always;
  }

  /**
   * The rules that hold for `root`, without those of the ignore files in it.
   *
   * @param root absolute path of the folder to walk
   * @param exclude patterns of the settings, relative to `excludeBase`
   */
  static async forRoot(root: string, exclude: readonly string[], excludeBase: string): Promise<IgnoreRules> {
    // A folder that its own repository ignores was opened on purpose: the rules above it do not count.
    const above = await IgnoreRules.#above(root);
    const always = { base: excludeBase, rules: ignore(OPTIONS).add([...DEFAULT_EXCLUSIONS, ...exclude]) };
    const outer = new IgnoreRules(above, { base: root, rules: ignore(OPTIONS) });
    return new IgnoreRules(outer.excludes(root, true) ? [] : above, always);
  }

  /** These rules and those that the ignore files in `folder` add. */
  async within(folder: string): Promise<IgnoreRules> {
    const layers = await readLayers(folder);
    return layers.length === 0 ? this : new IgnoreRules([...this.#layers, ...layers], this.#always);
  }

  excludes(path: string, isFolder: boolean): boolean {
    if (test(this.#always, path, isFolder)?.ignored) return true;
    let excluded = false;
    for (const layer of this.#layers) {
      const { ignored, unignored } = test(layer, path, isFolder) ?? {};
      if (ignored) excluded = true;
      else if (unignored) excluded = false;
    }
    return excluded;
  }

  /** Ignore files of the folders above `root`, up to the one that holds `.git`; none without a repository. */
  static async #above(root: string): Promise<readonly Layer[]> {
    const repository = await repositoryRoot(root);
    if (repository === null) return [];
    const layers: Layer[] = await readLayers(repository, [join('.git', 'info', 'exclude')]);
    const between: string[] = [];
    for (let folder = root; folder !== repository; folder = dirname(folder)) between.unshift(folder);
    if (root !== repository) layers.push(...(await readLayers(repository)));
    for (const folder of between.slice(0, -1)) layers.push(...(await readLayers(folder)));
    return layers;
  }
}

/** The nearest folder at or above `folder` that holds `.git`; null where there is none. */
export async function repositoryRoot(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    if (await exists(join(at, '.git'))) return at;
    if (dirname(at) === at) return null;
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function readLayers(folder: string, names: readonly string[] = IGNORE_FILES): Promise<Layer[]> {
  const layers: Layer[] = [];
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (text !== null) layers.push({ base: folder, rules: ignore(OPTIONS).add(text) });
  }
  return layers;
}

function test({ base, rules }: Layer, path: string, isFolder: boolean) {
  const below = relative(base, path);
  if (below === '' || below.startsWith('..')) return null;
  return rules.test(below.split(sep).join('/') + (isFolder ? '/' : ''));
}
