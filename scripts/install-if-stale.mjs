// Makes node_modules what package-lock.json says, and does nothing where it is already.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/**
 * Runs `npm ci` in `root` where a package of the lock file is missing or has another version.
 *
 * @param {string} root absolute path of the folder with package-lock.json
 * @returns {number} npm's exit status; 0 where nothing was to do
 */
export function installIfStale(root) {
  if (isInstalled(root)) return 0;
  // npm is a script on Windows, which only a shell can start.
  return (
    spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1
  );
}

/** npm keeps a lock file of what it installed; packages for other platforms are optional and not in it. */
function isInstalled(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = packagesOf(hidden);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, link, optional }]) =>
      !path.includes('node_modules/') || link || optional || installed[path]?.version === version,
  );
}

const packagesOf = (lockFile) => JSON.parse(readFileSync(lockFile, 'utf8')).packages;
