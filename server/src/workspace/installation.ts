import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where Ferrule is installed: the folder that holds `wasm/` and `docs/`, two levels above the bundles
 * of `server/dist` and three above this source file.
 */
const ROOT = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'wasm', 'wasm-lock.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error('Ferrule is not installed whole: the folder wasm/ is missing beside server/');
    folder = parent;
  }
  return folder;
})();

/** @param path below the installation, with `/` */
export const installedPath = (path: string): string => join(ROOT, ...path.split('/'));
