import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import { LineIndex } from '../../server/src/base/line-index.js';
import type { SourceEdit } from '../../server/src/base/source-edit.js';
import { applyEdit } from '../../server/src/hazards/testing/check.js';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { compileCpp, rustErrorLines } from './compilers.js';
import { cppText, rustText, sampleMirrors, type Mirror } from './mirrors.js';
import { Random, sampleSize, SEED } from './random.js';

const TRIPLES = ['x86_64-unknown-linux-gnu', 'i686-unknown-linux-gnu', 'x86_64-pc-windows-msvc'] as const;

/** In place of the header, which the compilers are not given. */
const OFFSETOF = '#define offsetof(type, member) __builtin_offsetof(type, member)\n';

test('pinned layouts are those of the compilers', async () => {
  const mirrors = sampleMirrors(new Random(SEED), sampleSize(60));
  const workspace = await MemoryWorkspace.of({
    'src/lib.rs': `${rustText(mirrors)}\n`,
    'include/all.hpp': `#include <stddef.h>\n${cppText(mirrors)}\n`,
  });
  const pinned = {
    rust: await pinAll(workspace, 'src/lib.rs', mirrors),
    cpp: await pinAll(workspace, 'include/all.hpp', mirrors),
  };
  expect(pinned.rust).toBeGreaterThan(mirrors.length * 0.8);
  expect(pinned.cpp).toBeGreaterThan(mirrors.length * 0.8);
  const [rust, cpp] = [workspace.text('src/lib.rs'), workspace.text('include/all.hpp')];
  expect(rustErrorLines(rust)).toEqual([]);
  const source = cpp.replace(/#include.*\n/, OFFSETOF);
  for (const triple of TRIPLES) compileCpp(source, triple, ['-Wno-invalid-offsetof']);
  // Assertions that could not fail would hold as well.
  const wrong = source.replace(
    /(sizeof\(S\d+\) == )(\d+)/,
    (_, head: string, size: string) => `${head}${Number(size) + 1}`,
  );
  expect(() => compileCpp(wrong, TRIPLES[0])).toThrow('static assertion failed');
});

/** Takes the pin that is offered at each record's name, all of them on the text as it is; gives how many there are. */
async function pinAll(workspace: MemoryWorkspace, path: string, mirrors: readonly Mirror[]): Promise<number> {
  const uri = workspace.uri(path);
  const text = workspace.text(path);
  const lines = new LineIndex(text);
  const edits: SourceEdit[] = [];
  for (const { name } of mirrors) {
    const at = new RegExp(`struct .*\\b${name} \\{`).exec(text);
    const offset = at ? at.index + at[0].length - 3 : 0;
    const actions = await workspace.ferrule.actions(uri, lines.rangeOf(offset, offset), NEVER_CANCELLED);
    const pin = actions.find(({ title }) => title.startsWith('Pin the layout'));
    const edit = pin && (await workspace.ferrule.resolve(pin.key, NEVER_CANCELLED));
    if (edit) edits.push(edit);
  }
  const changes = [{ uri, edits: edits.flatMap((edit) => edit.changes.flatMap((change) => change.edits)) }];
  applyEdit(workspace, { changes, creates: [] });
  return edits.length;
}
