import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { describeAll, describePlace, markerOf, type Example } from '../example.js';
import { diagnosticOf, open, untilFindings } from './editor.js';

const HAZARD = 'missing-repr-c';
const TITLE = 'Add `#[repr(C)]`';

/** A remedy is offered on its finding, is resolved and applied, and removes the finding. */
export function quickFixTests(example: Example): void {
  describe('quick fix', () => {
    it(`${TITLE} removes ${HAZARD}`, async () => {
      const marker = markerOf(example, HAZARD);
      const { document } = await open(example, marker.path);
      await untilFindings(example, (shown) => describeAll(shown).includes(describePlace(marker)));
      const edit = await remedyOf(document);
      const annotations = () => document.getText().split('#[repr(C)]').length;
      const before = annotations();

      assert.ok(await vscode.workspace.applyEdit(edit));
      await untilFindings(example, (shown) => !shown.some(({ hazard }) => hazard === HAZARD));
      assert.equal(annotations(), before + 1);

      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await untilFindings(example, (shown) => describeAll(shown).includes(describePlace(marker)));
    });
  });
}

/** The edit behind the quick fix, which the server computes only once the action is resolved. */
async function remedyOf(document: vscode.TextDocument): Promise<vscode.WorkspaceEdit> {
  const resolveAtMost = 20;
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    diagnosticOf(document, HAZARD).range,
    vscode.CodeActionKind.QuickFix.value,
    resolveAtMost,
  );
  const action = actions.find(({ title }) => title === TITLE);
  assert.ok(action, `offered are only: ${actions.map(({ title }) => title).join(', ') || 'none'}`);
  assert.ok(action.edit, `"${TITLE}" has no edit after it was resolved`);
  return action.edit;
}
