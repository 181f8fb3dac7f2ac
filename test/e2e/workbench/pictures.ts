import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { withWorkbench } from '../editors/vscode-server.js';
import type { Example } from '../example.js';
import { goTo, runCommand } from './navigation.js';

/** How long the workbench, the extension and its server may take until the first finding is there. */
const FIRST_START_MS = 60_000;
/** CSS pixels that are kept around what a picture shows. */
const MARGIN = 12;

/** Light, because the pages that show the pictures mostly are; nothing in view that is not talked about. */
const SETTINGS = {
  'workbench.colorTheme': 'Default Light Modern',
  'window.autoDetectColorScheme': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.stickyScroll.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.selectionHighlight': false,
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 13,
  'editor.hover.delay': 100,
  'editor.lineNumbersMinChars': 3,
  'editor.scrollBeyondLastLine': true,
  'breadcrumbs.enabled': false,
  'problems.defaultViewMode': 'tree',
};

/** The example lies in a temporary folder, whose path says nothing. */
const STYLE = '.peekview-title .dirname { display: none; }';
const WIDE = { width: 1180, height: 700 };
const TALL = { width: 960, height: 2200 };

const RUST = 'src/ring.rs';
const CPP = 'include/ring.h';
const CPP_NAME = 'ring.h';
const BLOCK_START = 'unsafe extern "C"';
const BLOCK_END = 'fn telemetry_ring_attach';

/**
 * Takes the pictures of the documentation: the example in a real VS Code, used by mouse and keyboard.
 *
 * @param folder where the pictures are written, over those that are there
 * @returns the names of the pictures
 */
export async function takePictures(
  serverRoot: string,
  vsix: string,
  example: Example,
  folder: string,
): Promise<string[]> {
  const taken: string[] = [];
  const options = {
    ...{ serverRoot, folder: example.folder, vsix, settings: SETTINGS },
    ...{ viewport: WIDE, deviceScaleFactor: 1.5 },
  };
  await withWorkbench(options, async ({ page }) => {
    const keep = async (name: string, shown: readonly Locator[] = []): Promise<void> => {
      const clip = await areaOf(page, shown);
      await page.screenshot({
        path: path.join(folder, name),
        animations: 'disabled',
        caret: 'hide',
        style: STYLE,
        ...clip,
      });
      taken.push(name);
    };
    for (const picture of PICTURES) await picture(page, example, keep);
  });
  return taken;
}

type Keep = (name: string, shown?: readonly Locator[]) => Promise<void>;
type Picture = (page: Page, example: Example, keep: Keep) => Promise<void>;

const PICTURES: readonly Picture[] = [bothSides, layout, quickFix, otherSide, statusItem];

/** Both languages beside each other, the findings underlined, and in the Problems view with their evidence. */
async function bothSides(page: Page, example: Example, keep: Keep): Promise<void> {
  await page.locator('.monaco-workbench').waitFor({ timeout: FIRST_START_MS });
  await page.keyboard.press('Control+B');
  await goTo(page, RUST, lineOf(example, RUST, 'struct TelemetrySample'));
  await squiggles(page).first().waitFor({ timeout: FIRST_START_MS });
  await page.keyboard.press('Control+\\');
  await goTo(page, CPP, lineOf(example, CPP, 'struct TelemetrySample'));
  await runCommand(page, 'Ferrule: Check Workspace');
  const row = problem(page, 'layout-mismatch');
  await row.click();
  await page.keyboard.press('ArrowRight');
  await page.locator('.markers-panel .monaco-list-row', { hasText: CPP_NAME }).first().waitFor();
  await runCommand(page, 'Notifications: Clear All Notifications');
  await keep('both-sides.png');
}

/** What a hover says of a record: its layout, and that of its mirror. */
async function layout(page: Page, example: Example, keep: Keep): Promise<void> {
  await runCommand(page, 'View: Close All Editor Groups');
  await page.keyboard.press('Control+J');
  // A hover takes at most a quarter of the editor's height; and nothing has to scroll from here on.
  await page.setViewportSize(TALL);
  const line = 'struct TelemetrySample';
  await goTo(page, CPP, lineOf(example, CPP, line));
  await lineWith(page, line).locator('span span', { hasText: 'TelemetrySample' }).first().hover();
  const popup = page.locator('.monaco-hover:not(.hidden)').filter({ hasText: 'offset' }).first();
  await popup.waitFor();
  await keep('layout.png', [textOf(page, line), popup]);
}

/** The menu of the quick fix on a drifted declaration. */
async function quickFix(page: Page, example: Example, keep: Keep): Promise<void> {
  const line = 'fn telemetry_ring_new';
  await goTo(page, RUST, lineOf(example, RUST, line));
  await lineWith(page, line).locator('span span', { hasText: 'capacity' }).first().click();
  await page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
  await page.keyboard.press('Control+.');
  const menu = page.locator('.action-widget', { hasText: 'Take the parameters' });
  await menu.waitFor();
  await keep('quick-fix.png', [textOf(page, BLOCK_START), textOf(page, BLOCK_END), menu]);
  await page.keyboard.press('Escape');
}

/** The C++ declaration, from the Rust one: peek definition. */
async function otherSide(page: Page, example: Example, keep: Keep): Promise<void> {
  const line = 'fn telemetry_ring_expire';
  await goTo(page, RUST, lineOf(example, RUST, line));
  await lineWith(page, line).locator('span span', { hasText: 'telemetry_ring_expire' }).first().click();
  await runCommand(page, 'Peek Definition');
  const peek = page.locator('.peekview-widget');
  await peek.locator('.view-line', { hasText: 'int64_t' }).first().waitFor();
  await keep('definition.png', [textOf(page, BLOCK_START), peek]);
}

/** The entry in the status bar. */
async function statusItem(page: Page, _example: Example, keep: Keep): Promise<void> {
  await keep('status.png', [page.locator('.statusbar-item', { hasText: 'Ferrule' })]);
}

const lineWith = (page: Page, text: string): Locator =>
  page.locator('.editor-instance .view-line', { hasText: text }).first();

/** What is written in a line, without the empty rest of it. */
const textOf = (page: Page, text: string): Locator => lineWith(page, text).locator('> span').first();

const problem = (page: Page, hazard: string): Locator =>
  page.locator('.markers-panel .monaco-list-row', { hasText: hazard }).first();

const squiggles = (page: Page): Locator =>
  page.locator('.editor-instance .squiggly-error, .editor-instance .squiggly-warning');

/** The line (zero-based) of a file of the example that holds `text`. @throws where no line does */
function lineOf({ folder }: Example, file: string, text: string): number {
  const line = readFileSync(path.join(folder, file), 'utf8')
    .split('\n')
    .findIndex((candidate) => candidate.includes(text));
  if (line < 0) throw new Error(`${file}: no line holds "${text}"`);
  return line;
}

/** The smallest area that holds all of `shown`; everything where nothing is named. */
async function areaOf(
  page: Page,
  shown: readonly Locator[],
): Promise<{ clip?: { x: number; y: number; width: number; height: number } }> {
  if (shown.length === 0) return {};
  const boxes = await Promise.all(shown.map((locator) => locator.boundingBox()));
  const found = boxes.filter((box) => box !== null);
  const { width, height } = page.viewportSize() ?? { width: Infinity, height: Infinity };
  const left = Math.max(0, Math.min(...found.map(({ x }) => x)) - MARGIN);
  const top = Math.max(0, Math.min(...found.map(({ y }) => y)) - MARGIN);
  const right = Math.min(width, Math.max(...found.map((box) => box.x + box.width)) + MARGIN);
  const bottom = Math.min(height, Math.max(...found.map((box) => box.y + box.height)) + MARGIN);
  return { clip: { x: left, y: top, width: right - left, height: bottom - top } };
}
