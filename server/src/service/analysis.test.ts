import { expect, test } from 'vitest';
import { MemoryWorkspace } from './testing/memory-workspace.js';

const FUNCTION = 'use crate::types::Widget;\nextern "C" { fn take(w: Widget); }\n';

test('evidence in another file moves with its line', async () => {
  const workspace = await MemoryWorkspace.of({
    'src/ffi.rs': FUNCTION,
    'src/types.rs': 'pub struct Widget { a: u32, b: u64 }\n',
    'include/widget.h': 'struct Widget { unsigned a; };\nextern "C" void take(struct Widget w);\n',
  });
  const lines = async (): Promise<(number | undefined)[]> => {
    const { findings } = await workspace.check();
    expect(findings.map(({ hazard }) => hazard)).toEqual(['missing-repr-c']);
    const related = findings[0]?.related.filter(({ location }) => location.uri.endsWith('ffi.rs')) ?? [];
    return related.map(({ location }) => location.range.start.line);
  };
  expect(await lines()).toEqual([1]);
  workspace.write('src/ffi.rs', `\n\n${FUNCTION}`);
  expect(await lines()).toEqual([3]);
});
