import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withResponseFiles } from './response-files.js';

test('response files have their words in their place, those that they name as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferrule-words-'));
  try {
    writeFileSync(join(folder, 'a.rsp'), `-DA\n'-I/with space' @b.rsp\n-DZ`);
    writeFileSync(join(folder, 'b.rsp'), '-DB');
    writeFileSync(join(folder, 'loop.rsp'), '-DL @loop.rsp');
    expect(await withResponseFiles(['c++', '@a.rsp', '@missing.rsp'], folder, 'shell')).toEqual([
      ...['c++', '-DA', '-I/with space', '-DB', '-DZ', '@missing.rsp'],
    ]);
    expect(await withResponseFiles(['@loop.rsp'], folder, 'shell')).toEqual(['-DL', '@loop.rsp']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
