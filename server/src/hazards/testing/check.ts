import { expect } from 'vitest';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { LineIndex } from '../../base/line-index.js';
import { compareRanges, type Range } from '../../base/range.js';
import type { SourceEdit } from '../../base/source-edit.js';
import type { Finding } from '../../service/answers.js';
import type { Settings } from '../../service/settings.js';
import { MemoryWorkspace } from '../../service/testing/memory-workspace.js';
import { PAGES } from '../registry.js';
import { readFixture, readPage, type Expectation } from './fixture.js';

/**
 * Checks marked files: every finding is marked and every marker is a finding, with its severity, range and
 * message; `related` markers are held against the related places of all findings. Where none of them is
 * marked, related places are not looked at.
 */
export async function check(text: string, settings: Partial<Settings> = {}): Promise<MemoryWorkspace> {
  const fixture = readFixture(text);
  const workspace = await MemoryWorkspace.of(fixture.files, settings);
  const { findings } = await workspace.check();
  const marked = fixture.expected.filter(({ kind }) => kind !== 'related');
  expect(show(findings.map((finding) => asExpectation(finding, workspace)))).toEqual(show(marked));
  const related = fixture.expected.filter(({ kind }) => kind === 'related');
  const reported = findings.flatMap((finding) =>
    finding.related.map(({ location, message }) => ({
      path: workspace.path(location.uri),
      range: location.range,
      kind: 'related' as const,
      message,
    })),
  );
  expect(show(reported)).toEqual(expect.arrayContaining(show(related)));
  return workspace;
}

/**
 * Checks that files without markers give no finding although there is something to find one about: what Rust
 * declares is paired, but for the names in `unpaired`.
 */
export async function checkQuiet(
  text: string,
  { unpaired: alone = [], ...settings }: Partial<Settings> & { readonly unpaired?: readonly string[] } = {},
): Promise<void> {
  const fixture = readFixture(text);
  expect(fixture.expected, 'a quiet fixture has no markers').toEqual([]);
  const answer = await (await MemoryWorkspace.of(fixture.files, settings)).check();
  expect(answer.findings.map(({ hazard, message }) => `${hazard}: ${message}`)).toEqual([]);
  expect(answer.unpaired.map(({ name }) => name).sort(), 'names without a partner').toEqual(
    [...alone].sort(),
  );
  if (alone.length === 0) expect(answer.crossings, 'a near miss crosses').not.toEqual([]);
}

/**
 * Holds a hazard to its page: blocks marked `hazard` give what they mark, all of it from this hazard;
 * `quiet` blocks give nothing; both for the target that they name, if they do; a `remedy` block is what the files named in it are after the quick fix of
 * the block before, of that title or the first.
 */
export async function checkPage(page: string, hazard: string): Promise<void> {
  const blocks = readPage(page);
  expect(
    blocks.some(({ kind }) => kind === 'hazard'),
    'a page shows its hazard',
  ).toBe(true);
  expect(
    blocks.some(({ kind }) => kind === 'quiet'),
    'a page shows a near miss',
  ).toBe(true);
  const preview = PAGES.find((item) => item.id === hazard && item.preview);
  // A preview is off unless it is named.
  const shown = preview ? { severity: { [hazard]: preview.severity } } : {};
  let workspace: MemoryWorkspace | null = null;
  for (const block of blocks) {
    if (block.kind === 'remedy') {
      if (workspace) await checkRemedy(workspace, block.title, block.text);
      continue;
    }
    const settings = { ...shown, ...(block.title === '' ? {} : { targets: [block.title] }) };
    if (block.kind === 'quiet') await checkQuiet(block.text, settings);
    else {
      workspace = await check(block.text, settings);
      const { findings } = await workspace.check();
      expect(findings.map((finding) => finding.hazard)).toEqual(findings.map(() => hazard));
    }
  }
}

/** Applies a quick fix of the first finding and compares the files that `text` names; nothing may be left. */
export async function checkRemedy(workspace: MemoryWorkspace, title: string, text: string): Promise<void> {
  const { findings } = await workspace.check();
  const titles = findings.flatMap(({ remedies }) => remedies);
  const chosen = title === '' ? titles[0] : titles.find((remedy) => remedy.title === title);
  expect(
    chosen,
    `a remedy '${title}' among: ${titles.map((remedy) => remedy.title).join('; ')}`,
  ).toBeDefined();
  if (!chosen) return;
  const edit = await workspace.ferrule.resolve(chosen.key, NEVER_CANCELLED);
  expect(edit, `the edit of '${chosen.title}'`).not.toBeNull();
  if (edit) applyEdit(workspace, edit);
  for (const [path, expected] of Object.entries(readFixture(text).files))
    expect(workspace.text(path)).toBe(expected);
  const after = await workspace.check();
  expect(after.findings.map(({ message }) => message)).toEqual(
    findings.slice(1).map(({ message }) => message),
  );
}

/** Writes an edit into the workspace, last place first, as an editor does. */
export function applyEdit(workspace: MemoryWorkspace, edit: SourceEdit): void {
  for (const { uri, edits } of edit.changes) {
    const path = workspace.path(uri);
    let text = workspace.text(path);
    const index = new LineIndex(text);
    for (const { range, newText } of [...edits].sort((a, b) => compareRanges(b.range, a.range))) {
      text = text.slice(0, index.offsetAt(range.start)) + newText + text.slice(index.offsetAt(range.end));
    }
    workspace.write(path, text);
  }
  for (const { uri, text } of edit.creates) workspace.write(workspace.path(uri), text);
}

const asExpectation = (
  { uri, range, severity, message }: Finding,
  workspace: MemoryWorkspace,
): Expectation => ({
  path: workspace.path(uri),
  range,
  kind: severity,
  message,
});

/** One line each, in order, so that a failing test reads well. */
const show = (expectations: readonly Expectation[]): string[] =>
  expectations.map(({ path, range, kind, message }) => `${path}:${place(range)} ${kind}: ${message}`).sort();

const place = ({ start, end }: Range): string =>
  `${start.line + 1}:${start.character + 1}-${end.line === start.line ? '' : `${end.line + 1}:`}${end.character + 1}`;
