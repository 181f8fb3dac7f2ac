import path from 'node:path';
import type { Page } from 'playwright-core';

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

async function chooseInQuickInput(page: Page, text: string, entry: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]').first();
  await input.waitFor();
  await input.fill(text);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: entry }).first().waitFor();
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}
