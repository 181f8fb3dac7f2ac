import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { describeError, type Result } from '../outcome.js';
import { ProcessGroup } from './process-group.js';
import { bystander, collectResults, type SuiteOptions } from './suite-run.js';

const START_DEADLINE_MS = 60_000;
const SUITE_DEADLINE_MS = 300_000;
const LOG_LINES_SHOWN = 40;

const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const QUIET_SETTINGS = {
  // In a browser VS Code saves by itself unless told.
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.startupPrompt': 'never',
};

/** What the workbench is opened with. */
export interface WorkbenchOptions {
  /** As prepared by setup-vscode-server.sh. */
  serverRoot: string;
  /** The workspace folder. */
  folder: string;
  vsix?: string;
  developmentPath?: string;
  /** The suite that the extension host runs instead of waiting for the user. */
  suite?: string;
  env?: Record<string, string>;
  /** Nobody has said that the folder may be trusted: it is in Restricted Mode. */
  untrusted?: boolean;
  /** User settings on top of the quiet ones. */
  settings?: Record<string, unknown>;
  /** CSS pixels, 1280 by 800 unless said. */
  viewport?: { width: number; height: number };
  /** Pixels of a screenshot for each CSS pixel, 1 unless said. */
  deviceScaleFactor?: number;
}

interface Workbench {
  page: Page;
  /** Settles with the status of the suite in the extension host. */
  suiteEnded: Promise<number>;
}

/** Runs the suite inside the extension host of a VS Code server. */
export function runSuiteInServer(options: SuiteOptions, serverRoot: string): Promise<Result[]> {
  const { extension, folder, suite, root } = options;
  const under =
    'vsix' in extension
      ? { vsix: extension.vsix, developmentPath: bystander(root) }
      : { developmentPath: extension.developmentPath };
  return collectResults((env) =>
    withWorkbench({ serverRoot, folder, suite, env, ...under }, async ({ suiteEnded }) => {
      const status = await within(SUITE_DEADLINE_MS, suiteEnded, 'the suite');
      if (status !== 0) throw new Error(`The extension host ended with status ${status}.`);
    }),
  );
}

/** Opens a folder in a VS Code server of its own, in headless chromium, and closes both afterwards. */
export async function withWorkbench<T>(
  options: WorkbenchOptions,
  use: (workbench: Workbench) => Promise<T>,
): Promise<T> {
  const home = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ferrule-vscode-')));
  const log: string[] = [];
  let server: ProcessGroup | undefined;
  const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGUMENTS });
  try {
    server = await startServer(options, home);
    const [, port] = await server.printed(/agent listening on (\d+)/, START_DEADLINE_MS);
    const { viewport = { width: 1280, height: 800 }, deviceScaleFactor = 1 } = options;
    const page = await browser.newPage({ viewport, deviceScaleFactor });
    // VS Code calls these two when it runs under the smoke-test driver.
    const suiteEnded = new Promise<number>((resolve, reject) => {
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    });
    await page.exposeFunction('codeAutomationLog', (_level: string, parts: unknown[]) => {
      log.push(...format(...parts).split('\n', 1));
    });
    await page.goto(workbenchUrl(`127.0.0.1:${port}`, options), { waitUntil: 'domcontentloaded' });
    return await use({ page, suiteEnded });
  } catch (cause) {
    const end = ['The end of the log of VS Code:', ...log.slice(-LOG_LINES_SHOWN)].join('\n    ');
    throw new Error(`${describeError(cause)}\n${end}`, { cause });
  } finally {
    await browser.close();
    await server?.end();
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function startServer(options: WorkbenchOptions, home: string): Promise<ProcessGroup> {
  const { serverRoot, vsix, env } = options;
  const node = path.join(serverRoot, 'node/bin/node');
  const userData = path.join(home, 'user');
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(
    path.join(userData, 'User/settings.json'),
    JSON.stringify({ ...QUIET_SETTINGS, ...options.settings }),
  );
  const program = [
    path.join(serverRoot, 'vscode/out/server-main.js'),
    ...['--server-data-dir', path.join(home, 'server')],
    ...['--user-data-dir', userData],
    ...['--extensions-dir', path.join(home, 'extensions')],
    '--accept-server-license-terms',
  ];
  const settings = {
    cwd: home,
    env: { ...process.env, ...env, HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home },
  };
  if (vsix !== undefined) {
    execFileSync(node, [...program, '--install-extension', vsix], { ...settings, stdio: 'pipe' });
  }
  return new ProcessGroup(
    node,
    [
      ...program,
      ...['--host', '127.0.0.1', '--port', '0'],
      '--without-connection-token',
      ...['--telemetry-level', 'off'],
      ...(options.untrusted === true ? [] : ['--disable-workspace-trust']),
      // Without it a built VS Code ignores the suite and the extension under development in the address.
      '--enable-smoke-test-driver',
    ],
    settings,
  );
}

function workbenchUrl(authority: string, { folder, developmentPath, suite }: WorkbenchOptions): string {
  const remote = (file: string): string => `vscode-remote://${authority}${encodeURI(file)}`;
  const payload = [['skipWelcome', 'true']];
  if (developmentPath !== undefined) payload.push(['extensionDevelopmentPath', remote(developmentPath)]);
  if (suite !== undefined) payload.push(['extensionTestsPath', remote(suite)]);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://${authority}/?${query.toString()}`;
}

/** @throws with the way out where chromium is missing */
function findChromium(): string {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = process.env['CHROMIUM'] ?? places.find((place) => existsSync(place));
  if (found === undefined) {
    throw new Error(
      'Chromium is missing: run `npm run setup`, or name its program in the variable CHROMIUM.',
    );
  }
  return found;
}

function within<T>(deadlineMs: number, work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not end within ${deadlineMs / 1000} s`));
    }, deadlineMs);
  });
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}
