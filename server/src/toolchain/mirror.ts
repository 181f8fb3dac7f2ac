import type { Dirent } from 'node:fs';
import { copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, parse, relative } from 'node:path';

/** Files that cannot be linked are copied (Windows without developer mode); few at once. */
const LINKS_AT_ONCE = 64;

/**
 * Makes the disk appear below a folder, by links, with other texts in some files. What is relative to
 * such a file leads where it always did, and nothing that a build writes beside it reaches the original:
 * the folders on the way to each file are real ones, all else in them is linked.
 *
 * @param at an empty folder
 * @param texts by absolute path; null: the file is not there
 */
export async function mirror(at: string, texts: ReadonlyMap<string, string | null>): Promise<void> {
  const folders = new Set([...texts.keys()].flatMap(foldersAbove));
  for (const folder of folders) {
    await mkdir(mirrored(at, folder), { recursive: true });
    // A folder that may be passed but not listed shows nothing but the way.
    const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
    const linked = entries.filter(({ name }) => {
      const path = join(folder, name);
      return !folders.has(path) && !texts.has(path);
    });
    for (let i = 0; i < linked.length; i += LINKS_AT_ONCE) {
      await Promise.all(
        linked.slice(i, i + LINKS_AT_ONCE).map((entry) => link(join(folder, entry.name), entry, at)),
      );
    }
  }
  for (const [path, text] of texts) if (text !== null) await writeFile(mirrored(at, path), text);
}

/** Where a path stands in the mirror at `at`. */
export const mirrored = (at: string, path: string): string => join(at, relative(parse(path).root, path));

/** The outermost first. */
function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === path ? [] : [...foldersAbove(folder), folder];
}

async function link(path: string, entry: Dirent, at: string): Promise<void> {
  const to = mirrored(at, path);
  try {
    await symlink(path, to, entry.isDirectory() ? 'junction' : 'file');
  } catch {
    // What can be neither linked nor read is missed by who needs it, who says so.
    if (entry.isFile()) await copyFile(path, to).catch(() => undefined);
  }
}
