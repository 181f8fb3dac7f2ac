import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { describeAll, type Example } from '../example.js';
import { open, untilFindings } from './editor.js';

interface CheckResult {
  crossings: number;
  files: { seen: number; parsed: number };
}

interface VerificationReport {
  summary: string;
  disagreements: number;
  document: string;
}

interface ExplanationReport {
  document: string;
}

const HEADER = 'include/label.hpp';

/** The commands of the client. */
export function commandTests(example: Example): void {
  describe('commands', () => {
    it('check workspace sums up what it read', async () => {
      const result = await vscode.commands.executeCommand<CheckResult>('ferrule.checkWorkspace');
      assert.ok(result.crossings > 0);
      assert.equal(result.files.seen, example.sources.length);
      assert.ok(result.files.parsed > 0 && result.files.parsed <= result.files.seen);
    });

    it('verify asks the installed compilers about the file at hand', async () => {
      await open(example, HEADER);
      const report = await vscode.commands.executeCommand<VerificationReport>('ferrule.verify');
      assert.match(
        report.summary,
        /^label\.hpp: .*(?:clang|gcc) [\d.]+ agrees on \d+ types? and \d+ functions?/,
      );
      assert.equal(report.disagreements, 0, report.document);
      assert.match(report.document, /^# label\.hpp, and what the compilers say\n/);
    });

    it('explain workspace opens what was made of it', async () => {
      const report = await vscode.commands.executeCommand<ExplanationReport>('ferrule.explain');
      assert.match(report.document, /^# This workspace, as Ferrule reads it\n/);
      assert.match(report.document, /^- `extern-c`: \d+ functions? and \d+ types? cross/m);
      assert.match(report.document, /^- cxx_build, `[^`]*build\.rs:\d+`/m);
    });

    it('restart brings every finding back', async () => {
      await vscode.commands.executeCommand('ferrule.restart');
      const expected = describeAll(example.markers).join();
      await untilFindings(example, (shown) => describeAll(shown).join() === expected);
    });
  });
}
