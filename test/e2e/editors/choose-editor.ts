import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where the suite runs. `serverRoot` is the VS Code server of linux-x64, which the workbench test needs too. */
export type Editor =
  | { kind: 'desktop'; title: string; serverRoot: string | undefined }
  | { kind: 'server'; title: string; serverRoot: string };

const RELEASES = 'https://update.code.visualstudio.com/api/releases/stable';

/**
 * Desktop VS Code where it can be downloaded and shown, otherwise the VS Code server.
 * `FERRULE_E2E_EDITOR=desktop|server` decides instead.
 *
 * @throws with the way out where neither can be had
 */
export async function chooseEditor(root: string): Promise<Editor> {
  const wanted = process.env['FERRULE_E2E_EDITOR'] ?? ((await desktopIsAvailable()) ? 'desktop' : 'server');
  const serverRoot = isServerPlatform() ? preparedServer(root) : undefined;
  if (wanted === 'desktop') return { kind: 'desktop', title: 'Desktop VS Code', serverRoot };
  if (wanted !== 'server')
    throw new Error(`FERRULE_E2E_EDITOR is "${wanted}"; it must be "desktop" or "server".`);
  if (serverRoot === undefined) {
    throw new Error(
      'Desktop VS Code cannot be downloaded, and the VS Code server exists for linux-x64 only.',
    );
  }
  return { kind: 'server', title: 'VS Code server', serverRoot };
}

const isServerPlatform = (): boolean => process.platform === 'linux' && process.arch === 'x64';

function preparedServer(root: string): string {
  const serverRoot = path.join(root, '.vscode-test/server');
  if (existsSync(path.join(serverRoot, 'ready'))) return serverRoot;
  throw new Error('The VS Code server is not set up. Run: bash test/e2e/setup-vscode-server.sh');
}

async function desktopIsAvailable(): Promise<boolean> {
  const headless = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (headless) return false;
  return fetch(RELEASES, { signal: AbortSignal.timeout(5000) }).then(
    (response) => response.ok,
    () => false,
  );
}
