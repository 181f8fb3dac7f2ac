import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Example } from '../example.js';
import { open } from './editor.js';

/** A hover over a Rust type shows its computed layout. */
export function hoverTests(example: Example): void {
  const { path, line, character, name, fields } = example.hoverTarget;
  describe('hover', () => {
    it(`${name} shows its size and the offset of each field`, async () => {
      const { document } = await open(example, path);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(line, character),
      );
      const text = hovers.flatMap(({ contents }) => contents.map(textOf)).join('\n');
      assert.match(text, /\bsize\b/i);
      assert.match(text, /\boffset\b/i);
      for (const field of fields) assert.match(text, new RegExp(`\\b${field}\\b`));
    });
  });
}

const textOf = (content: vscode.MarkdownString | vscode.MarkedString): string =>
  typeof content === 'string' ? content : content.value;
