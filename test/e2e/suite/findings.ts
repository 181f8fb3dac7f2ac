import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { describeAll, describePlace, type Example } from '../example.js';
import { open, untilFindings } from './editor.js';

/** Every marked line has its finding, and no other line has one. */
export function findingTests(example: Example): void {
  describe('findings', () => {
    before(async () => {
      for (const source of example.sources) await open(example, source);
    });

    for (const marker of example.markers) {
      const place = describePlace(marker);
      it(place, () => untilFindings(example, (shown) => describeAll(shown).includes(place)));
    }

    it('nowhere else', async () => {
      const result = await vscode.commands.executeCommand<{ findings: number }>('ferrule.checkWorkspace');
      assert.equal(result.findings, example.markers.length);
      const expected = describeAll(example.markers).join();
      await untilFindings(example, (shown) => describeAll(shown).join() === expected);
    });
  });
}
