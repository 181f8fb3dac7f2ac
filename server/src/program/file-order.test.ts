import { expect, test } from 'vitest';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';

const HEADER = 'extern "C" int width(int x);\n';

test('answers do not depend on which file was edited last', async () => {
  const workspace = await MemoryWorkspace.of({
    'src/a.rs': 'extern "C" { fn width(x: i32) -> i64; }',
    'src/b.rs': 'extern "C" { fn width(x: i32) -> i32; }',
    'include/a.h': HEADER,
    'include/b.h': HEADER,
  });
  const sides = async (): Promise<string[]> =>
    (await workspace.check()).crossings.map(
      ({ rust, cpp }) => `${workspace.path(rust.uri)} ${workspace.path(cpp.uri)}`,
    );
  const before = await sides();
  expect(before).toEqual(['src/a.rs include/a.h', 'src/b.rs include/a.h']);
  workspace.write('include/a.h', `${HEADER}extern "C" int height(int x);\n`);
  workspace.write('src/a.rs', 'extern "C" { fn width(x: i32) -> i16; }');
  expect(await sides()).toEqual(before);
});
