import path from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** Opens a file at a line, as Ctrl+P does. @param line zero-based */
export async function goTo(page: Page, file: string, line: number): Promise<void> {
  await page.keyboard.press('Control+P');
  await chooseInQuickInput(page, `${file}:${line + 1}`, path.posix.basename(file));
  await page.locator('.tab.active', { hasText: path.posix.basename(file) }).waitFor();
}

/** Runs a command by its title, as F1 does. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await chooseInQuickInput(page, `>${title}`, title);
}

/** Whether the commands that F1 offers for a title have one of that name. */
export async function offersCommand(page: Page, title: string): Promise<boolean> {
  await page.keyboard.press('F1');
  const input = await fillQuickInput(page, `>${title}`);
  const entries = page.locator('.quick-input-list .monaco-list-row');
  // Where nothing fits, one row says so.
  await entries.first().waitFor();
  const found = await entries.filter({ hasText: title }).count();
  await page.keyboard.press('Escape');
  await input.waitFor({ state: 'hidden' });
  return found > 0;
}

async function chooseInQuickInput(page: Page, text: string, entry: string): Promise<void> {
  const input = await fillQuickInput(page, text);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: entry }).first().waitFor();
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

async function fillQuickInput(page: Page, text: string): Promise<Locator> {
  const input = page.locator('.quick-input-widget input[type="text"]').first();
  await input.waitFor();
  await input.fill(text);
  return input;
}
