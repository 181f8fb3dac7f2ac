import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { withWorkbench } from '../editors/vscode-server.js';
import { markerOf, type Example } from '../example.js';
import { runSteps, type Result } from '../outcome.js';

const HAZARD = 'missing-repr-c';
const TITLE = 'Add #[repr(C)]';
const FIRST_START_MS = 60_000;

/**
 * Uses the packaged extension as a person does: sees the squiggle and the row in the Problems view,
 * hovers, applies the quick fix, saves.
 */
export function testWorkbench(serverRoot: string, vsix: string, example: Example): Promise<Result[]> {
  return withWorkbench({ serverRoot, folder: example.folder, vsix }, ({ page }) =>
    runSteps(steps(page, example)),
  );
}

function steps(page: Page, example: Example) {
  const marker = markerOf(example, HAZARD);
  const { hoverTarget } = example;
  const editor = page.locator('.editor-instance .monaco-editor').first();
  const squiggles = editor.locator('.squiggly-error, .squiggly-warning, .squiggly-info');
  const rowOf = (hazard: string): Locator =>
    page.locator('.markers-panel .monaco-list-row', { hasText: hazard }).first();

  return [
    {
      name: 'a finding is underlined in the editor',
      run: async () => {
        await page.locator('.monaco-workbench').waitFor({ timeout: FIRST_START_MS });
        await goTo(page, marker.path, marker.line);
        await squiggles.first().waitFor({ timeout: FIRST_START_MS });
      },
    },
    {
      name: 'the status bar counts crossings and findings',
      run: () =>
        page
          .locator('.statusbar-item', { hasText: /Ferrule: \d+ crossings?, [1-9]\d* findings?/ })
          .waitFor({ timeout: FIRST_START_MS }),
    },
    {
      name: 'the hover over a type shows its size and offsets',
      run: async () => {
        await goTo(page, hoverTarget.path, hoverTarget.line);
        const line = editor.locator('.view-line', { hasText: `struct ${hoverTarget.name}` }).first();
        await line.locator('span span', { hasText: hoverTarget.name }).first().hover();
        const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'size' }).first();
        await hover.waitFor();
        const text = await hover.innerText();
        for (const field of hoverTarget.fields)
          assert.ok(text.includes(field), `${field} is missing in: ${text}`);
      },
    },
    {
      name: 'the check of the workspace reports and opens the Problems view',
      run: async () => {
        await runCommand(page, 'Ferrule: Check Workspace');
        const summary = new RegExp(`Ferrule: \\d+ crossings?, ${example.markers.length} findings?`);
        await page.locator('.notification-toast', { hasText: summary }).first().waitFor();
        await rowOf(HAZARD).waitFor();
      },
    },
    {
      name: 'the quick fix removes the finding and is saved',
      run: async () => {
        await rowOf(HAZARD).dblclick();
        await page.locator('[class*="codicon-gutter-lightbulb"]').first().waitFor();
        await page.keyboard.press('Control+.');
        await page.locator('.action-widget .monaco-list-row', { hasText: TITLE }).waitFor();
        await page.locator('.action-widget .monaco-list-row', { hasText: TITLE }).click();
        await rowOf(HAZARD).waitFor({ state: 'detached' });
        const file = path.join(example.folder, marker.path);
        const before = await annotationsIn(file);
        await page.keyboard.press('Control+S');
        await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
        assert.equal(await annotationsIn(file), before + 1);
      },
    },
  ];
}

/** Opens a file at a line, as Ctrl+P does. @param line zero-based */
async function goTo(page: Page, file: string, line: number): Promise<void> {
  await page.keyboard.press('Control+P');
  await chooseInQuickInput(page, `${file}:${line + 1}`, path.posix.basename(file));
  await page.locator('.tab.active', { hasText: path.posix.basename(file) }).waitFor();
}

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await chooseInQuickInput(page, `>${title}`, title);
}

async function chooseInQuickInput(page: Page, text: string, entry: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]').first();
  await input.waitFor();
  await input.fill(text);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: entry }).first().waitFor();
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

const annotationsIn = async (file: string): Promise<number> =>
  (await readFile(file, 'utf8')).split('#[repr(C)]').length;
