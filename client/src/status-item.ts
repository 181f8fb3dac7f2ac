import * as vscode from 'vscode';
import { counted } from './counted.js';
import type { ServerStatus } from './protocol.js';

/** What the user sees of the server's life. */
export type Status =
  | { kind: 'starting' }
  | { kind: 'indexing'; progress: string }
  | { kind: 'ready'; counts: ServerStatus }
  | { kind: 'idle' }
  | { kind: 'failed'; reason: string };

interface Appearance {
  text: string;
  tooltip: string;
  command: string;
  background?: vscode.ThemeColor;
}

/** The entry in the status bar. A click leads to what the state calls for: the findings or the output. */
export class StatusItem implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('ferrule.status', vscode.StatusBarAlignment.Left, 0);

  constructor() {
    this.#item.name = 'Ferrule';
    this.show({ kind: 'starting' });
    this.#item.show();
  }

  show(status: Status): void {
    const { text, tooltip, command, background } = appearance(status);
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.command = command;
    this.#item.backgroundColor = background;
  }

  dispose(): void {
    this.#item.dispose();
  }
}

function appearance(status: Status): Appearance {
  switch (status.kind) {
    case 'starting':
      return {
        text: '$(loading~spin) Ferrule: starting',
        tooltip: 'The Ferrule server is starting.',
        command: 'ferrule.showOutput',
      };
    case 'indexing':
      return {
        text: `$(loading~spin) Ferrule: indexing${status.progress && ` ${status.progress}`}`,
        tooltip: 'Ferrule is reading the Rust and C++ files of the workspace.',
        command: 'ferrule.showOutput',
      };
    case 'ready': {
      const { crossings, findings, files } = status.counts;
      return {
        text: `$(${findings === 0 ? 'check' : 'warning'}) Ferrule: ${counted(crossings, 'crossing')}, ${counted(findings, 'finding')}`,
        tooltip: `${counted(crossings, 'function or type')} crossing between Rust and C++, found in ${counted(files, 'file')}. Click for the findings.`,
        command: 'workbench.actions.view.problems',
      };
    }
    case 'idle':
      return {
        text: '$(circle-outline) Ferrule: nothing crosses',
        tooltip: 'This workspace holds no function or type that crosses between Rust and C++.',
        command: 'ferrule.checkWorkspace',
      };
    case 'failed':
      return {
        text: '$(error) Ferrule: stopped',
        tooltip: `${status.reason} Click for the output.`,
        command: 'ferrule.showOutput',
        background: new vscode.ThemeColor('statusBarItem.errorBackground'),
      };
    default:
      return status satisfies never;
  }
}
