import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';
import { readFixture } from './testing/fixture.js';
it('scratch', async () => {
  const input = readFileSync('/tmp/hz/in.txt', 'utf8');
  for (const part of input.split(/^=====\s*/m)) {
    const nl = part.indexOf('\n');
    const head = part.slice(0, nl);
    const f = readFixture(part.slice(nl + 1));
    const targets = /targets=(\S+)/.exec(head)?.[1]?.split(',') ?? [];
    const ws = await MemoryWorkspace.of(f.files, { targets });
    const r = await ws.check();
    console.log('#### ' + head);
    for (const x of r.findings) {
      console.log(
        `${ws.path(x.uri)}:${x.range.start.line + 1}:${x.range.start.character + 1}-${x.range.end.character + 1} ${x.severity} ${x.hazard}: ${x.message}`,
      );
      for (const e of x.related)
        console.log(
          `     ${ws.path(e.location.uri)}:${e.location.range.start.line + 1}:${e.location.range.start.character + 1}-${e.location.range.end.character + 1} ${e.message}`,
        );
      for (const e of x.remedies) console.log(`     FIX ${e.title}`);
    }
    console.log(
      'crossings: ' +
        r.crossings.map((c) => `${c.kind} ${c.name} ${c.mechanism}`).join('; ') +
        ' unpaired: ' +
        r.unpaired.map((u) => `${u.name}: ${u.reason}`).join('; '),
    );
  }
});
