import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { describeAll, type Example } from '../example.js';
import { untilFindings } from './editor.js';

interface CheckResult {
  crossings: number;
  files: { seen: number; parsed: number };
}

/** The commands of the client. */
export function commandTests(example: Example): void {
  describe('commands', () => {
    it('check workspace sums up what it read', async () => {
      const result = await vscode.commands.executeCommand<CheckResult>('ferrule.checkWorkspace');
      assert.ok(result.crossings > 0);
      assert.equal(result.files.seen, example.sources.length);
      assert.ok(result.files.parsed > 0 && result.files.parsed <= result.files.seen);
    });

    it('restart brings every finding back', async () => {
      await vscode.commands.executeCommand('ferrule.restart');
      const expected = describeAll(example.markers).join();
      await untilFindings(example, (shown) => describeAll(shown).join() === expected);
    });
  });
}
