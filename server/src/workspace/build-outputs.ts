import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of targets and profiles below a target folder that are looked into. */
const MOST_FOLDERS = 64;

/**
 * The newest file of a path that the build script of a package left, in any profile and for any target: no other folder
 * than those that hold the results of build scripts is listed.
 *
 * @param target the folder that cargo builds in, as an absolute path
 * @param name of the package
 * @param file path from `OUT_DIR`
 * @see Cargo reference, "Build cache"
 */
export async function newestBuildOutput(target: string, name: string, file: string): Promise<string | null> {
  const below = (await foldersIn(target)).slice(0, MOST_FOLDERS);
  const deeper = await Promise.all(
    below.map(async (folder) =>
      (await foldersIn(join(target, folder))).includes('build')
        ? [folder]
        : (await foldersIn(join(target, folder))).slice(0, MOST_FOLDERS).map((each) => join(folder, each)),
    ),
  );
  let newest: { readonly path: string; readonly time: bigint } | null = null;
  for (const profile of deeper.flat()) {
    const builds = join(target, profile, 'build');
    for (const build of await foldersIn(builds)) {
      if (!build.startsWith(`${name}-`) || !/^[0-9a-f]+$/.test(build.slice(name.length + 1))) continue;
      const path = join(builds, build, 'out', file);
      const stats = await stat(path, { bigint: true }).catch(() => null);
      if (!stats?.isFile() || (newest && newest.time >= stats.mtimeNs)) continue;
      newest = { path, time: stats.mtimeNs };
    }
  }
  return newest?.path ?? null;
}

/** In a stable order; none where there is no such folder. */
async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
