import path from 'node:path';
import * as vscode from 'vscode';
import type { Marker } from '../../examples/markers.js';
import type { Example } from '../example.js';

/** The `source` of every diagnostic of the server. */
const SOURCE = 'ferrule';
const DEADLINE_MS = 60_000;

/** Opens a file of the example in a tab that stays. */
export async function open(example: Example, file: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path.join(example.folder, file)));
  return vscode.window.showTextDocument(document, { preview: false });
}

/** The findings that VS Code shows now, as the markers of the example would describe them. */
function shownFindings(example: Example): Marker[] {
  return vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
    diagnostics.filter(isFinding).map((diagnostic) => ({
      path: path.relative(example.folder, uri.fsPath).split(path.sep).join('/'),
      line: diagnostic.range.start.line,
      hazard: codeOf(diagnostic),
    })),
  );
}

/** The diagnostic behind a finding. @throws where it is not shown */
export function diagnosticOf(document: vscode.TextDocument, hazard: string): vscode.Diagnostic {
  const found = vscode.languages
    .getDiagnostics(document.uri)
    .find((diagnostic) => isFinding(diagnostic) && codeOf(diagnostic) === hazard);
  if (!found) throw new Error(`no ${hazard} is shown in ${document.uri.fsPath}`);
  return found;
}

/** Waits until the diagnostics that VS Code shows meet a condition. @throws at the deadline, with what is shown */
export function untilFindings(example: Example, condition: (shown: Marker[]) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      changes.dispose();
      finish();
    };
    const check = (): void => {
      if (condition(shownFindings(example))) settle(resolve);
    };
    const timer = setTimeout(() => {
      const shown = JSON.stringify(shownFindings(example), null, 1);
      settle(() => {
        reject(new Error(`not within ${DEADLINE_MS / 1000} s; shown are ${shown}`));
      });
    }, DEADLINE_MS);
    const changes = vscode.languages.onDidChangeDiagnostics(check);
    check();
  });
}

const isFinding = ({ source }: vscode.Diagnostic): boolean => source === SOURCE;

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
