import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { withWorkbench } from '../editors/vscode-server.js';
import { markerOf, type Example } from '../example.js';
import { runSteps, type Result, type Step } from '../outcome.js';
import { goTo, offersCommand, runCommand } from './navigation.js';

const HAZARD = 'missing-repr-c';
const TITLE = 'Add `#[repr(C)]`';
/** How long the workbench, the extension and its server may take until the first finding is there. */
const FIRST_START_MS = 60_000;
const VERIFY = 'Ferrule: Verify This File Against the Compilers';
const HEADER = 'include/label.hpp';

/**
 * Uses the packaged extension as a person does: sees the squiggle and the row in the Problems view,
 * hovers, asks the compilers, applies the quick fix, saves; and looks at a folder that nobody trusts.
 */
export async function testWorkbench(serverRoot: string, vsix: string, example: Example): Promise<Result[]> {
  const { folder } = example;
  const session = (steps: (page: Page, example: Example) => Step[], untrusted: boolean): Promise<Result[]> =>
    withWorkbench({ serverRoot, folder, vsix, untrusted }, async ({ page }) => {
      const results = await runSteps(steps(page, example));
      if (results.some(({ failure }) => failure !== undefined)) {
        const picture = path.join(path.dirname(serverRoot), 'workbench-failure.png');
        await page.screenshot({ path: picture });
        console.log(`  The workbench after the failure: ${path.relative(process.cwd(), picture)}`);
      }
      return results;
    });
  return [...(await session(restrictedSteps, true)), ...(await session(steps, false))];
}

/** Sources are read, and no compiler is run. */
function restrictedSteps(page: Page, example: Example): Step[] {
  const marker = markerOf(example, HAZARD);
  return [
    {
      name: 'in a folder that is not trusted there are findings',
      run: async () => {
        await page.locator('.monaco-workbench').waitFor({ timeout: FIRST_START_MS });
        await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
        await goTo(page, marker.path, marker.line);
        await page.locator('.squiggly-error, .squiggly-warning').first().waitFor({ timeout: FIRST_START_MS });
      },
    },
    {
      name: 'in a folder that is not trusted the compilers cannot be asked',
      run: async () => {
        await goTo(page, HEADER, 0);
        assert.equal(await offersCommand(page, 'Ferrule: Check Workspace'), true);
        assert.equal(await offersCommand(page, VERIFY), false);
      },
    },
  ];
}

function steps(page: Page, example: Example): Step[] {
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
        // The popup may hold the finding at that place too, and grows as answers arrive.
        const shown = ['size', 'offset', ...hoverTarget.fields].reduce(
          (popup, hasText) => popup.filter({ hasText }),
          page.locator('.monaco-hover:not(.hidden)'),
        );
        await shown.first().waitFor();
      },
    },
    {
      name: 'the check of the workspace reports and opens the Problems view',
      run: async () => {
        await runCommand(page, 'Ferrule: Check Workspace');
        const summary = new RegExp(`Ferrule: \\d+ crossings?, ${example.markers.length} findings?`);
        await rowOf(HAZARD).waitFor();
        await page.locator('.markers-panel:focus-within').waitFor();
        // In the list of notifications a message stays; beside it, it may be gone already.
        await runCommand(page, 'Notifications: Show Notifications');
        await page.locator('.notification-list-item', { hasText: summary }).first().waitFor();
        await runCommand(page, 'Notifications: Clear All Notifications');
      },
    },
    {
      name: 'the compilers are asked about a header, and their report is shown',
      run: async () => {
        await goTo(page, HEADER, 0);
        await runCommand(page, VERIFY);
        await runCommand(page, 'Notifications: Show Notifications');
        const message = page.locator('.notification-list-item', {
          hasText: /Ferrule: label\.hpp: .*agrees on/,
        });
        await message.getByRole('button', { name: 'Show Report' }).click();
        await page.locator('.tab.active', { hasText: 'label.hpp.md' }).waitFor();
        const report = page.frameLocator('iframe.webview.ready').frameLocator('iframe');
        await report.locator('h1', { hasText: 'label.hpp, and what the compilers say' }).waitFor();
        await report.locator('li', { hasText: 'agrees on' }).first().waitFor();
        await page.keyboard.press('Control+F4');
      },
    },
    {
      name: 'the quick fix removes the finding and is saved',
      run: async () => {
        await rowOf(HAZARD).dblclick();
        await page.locator('.lightBulbWidget, [class*="codicon-gutter-lightbulb"]').first().waitFor();
        await page.keyboard.press('Control+.');
        await page.locator('.action-widget .monaco-list-row', { hasText: TITLE }).click();
        await rowOf(HAZARD).waitFor({ state: 'detached' });
        const file = path.join(example.folder, marker.path);
        const before = await annotationsIn(file);
        const unsaved = page.locator('.tab.active.dirty');
        await unsaved.waitFor();
        await page.keyboard.press('Control+S');
        await unsaved.waitFor({ state: 'detached' });
        assert.equal(await annotationsIn(file), before + 1);
      },
    },
  ];
}

const annotationsIn = async (file: string): Promise<number> =>
  (await readFile(file, 'utf8')).split('#[repr(C)]').length;
