import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { markerOf, type Example } from '../example.js';
import { untilFindings } from './editor.js';

const HAZARD = 'missing-repr-c';

/** Settings of the folder take effect at once, without a restart. */
export function settingTests(example: Example): void {
  const configure = (severity: Record<string, string> | undefined) =>
    vscode.workspace
      .getConfiguration('ferrule', vscode.Uri.file(example.folder))
      .update('severity', severity, vscode.ConfigurationTarget.WorkspaceFolder);

  describe('settings', () => {
    afterEach(() => configure(undefined));

    it(`a hazard that is switched off is not shown: ${HAZARD}`, async () => {
      markerOf(example, HAZARD);
      await untilFindings(example, (shown) => shown.some(({ hazard }) => hazard === HAZARD));
      await configure({ [HAZARD]: 'off' });
      await untilFindings(
        example,
        (shown) => shown.length > 0 && !shown.some(({ hazard }) => hazard === HAZARD),
      );
      await configure(undefined);
      await untilFindings(example, (shown) => shown.some(({ hazard }) => hazard === HAZARD));
    });
  });
}
