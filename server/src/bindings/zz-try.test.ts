import { readFileSync, writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { bridgeOf } from './testing/bridge-of.js';
it('x', async () => {
  const files = process.env['TRY']!.split(',');
  for (const f of files) {
    const t = Date.now();
    const b = await bridgeOf({ [f.split('/').pop()!]: readFileSync(f, 'utf8') });
    writeFileSync(`/tmp/brtry/${f.split('/').pop()!.replace(/\W/g, '_')}.rs`, b.text);
    console.log(f, Date.now() - t, 'ms', b.items.length, b.refused.length);
    console.log(
      b.text.slice(0, 5000),
      b.refused
        .slice(0, 40)
        .map((r) => `${r.range.start.line + 1}: ${r.name}: ${r.reason}`)
        .join('\n'),
    );
  }
}, 60000);
