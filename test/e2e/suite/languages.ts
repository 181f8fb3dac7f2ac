import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Example } from '../example.js';

/** The languages that the extension adds to the editor. */
export function languageTests(example: Example): void {
  describe('languages', () => {
    it('a .zng file is known as such', async () => {
      const uri = vscode.Uri.from({ scheme: 'untitled', path: path.join(example.folder, 'quantiles.zng') });
      const document = await vscode.workspace.openTextDocument(uri);
      assert.equal(document.languageId, 'zng');
    });
  });
}
