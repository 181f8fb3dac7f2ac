import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import { applyEdit } from '../../server/src/hazards/testing/check.js';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { compileCpp, runRust } from './compilers.js';
import { cppText, rustText, sampleMirrors } from './mirrors.js';
import { Random, sampleSize, SEED } from './random.js';

const RUST = 'src/lib.rs';
const CPP = 'include/all.hpp';

/** Enough of the header for `offsetof`: the samples are compiled without any. */
const STDDEF = '#define offsetof(type, member) __builtin_offsetof(type, member)';

test('assertions that quick fixes write hold for rustc, and for clang on targets of each kind', async () => {
  const random = new Random(SEED);
  const mirrors = sampleMirrors(random, sampleSize(60)).map((mirror) => ({ ...mirror, cpp: mirror.rust }));
  const names = mirrors.map(({ name }) => name);
  const imports = names.map((name) => `    fn use_${name}(value: *mut ${name});`);
  const exports = names.map((name) => `extern "C" void use_${name}(${name} *value);`);
  const workspace = await MemoryWorkspace.of(
    {
      [RUST]: `${rustText(mirrors)}\nextern "C" {\n${imports.join('\n')}\n}\n`,
      [CPP]: `#include <cstddef>\n${cppText(mirrors)}\n${exports.join('\n')}\n`,
    },
    { severity: { 'unpinned-mirror': 'hint' } },
  );
  const { findings } = await workspace.check();
  const pinned = findings.filter(({ hazard }) => hazard === 'unpinned-mirror').reverse();
  expect(pinned.length).toBeGreaterThan(mirrors.length / 3);
  const keys = pinned.flatMap(({ remedies }) => remedies.map(({ key }) => key));
  expect(keys).toHaveLength(pinned.length * 2);
  const edits = await Promise.all(keys.map((key) => workspace.ferrule.resolve(key, NEVER_CANCELLED)));
  // From the last record to the first, so that none moves another.
  for (const edit of edits) if (edit) applyEdit(workspace, edit);
  const written = edits.filter((edit) => edit !== null).length;
  expect(written).toBeGreaterThan(keys.length / 2);
  const rust = workspace.text(RUST).replace(/^extern "C"[^]*/m, '');
  expect(rust).toContain('offset_of!');
  expect(() => runRust(`${rust}\nfn main() {}`)).not.toThrow();
  const cpp = workspace.text(CPP).replace('#include <cstddef>', STDDEF);
  expect(cpp).toContain('offsetof(S');
  for (const triple of ['x86_64-unknown-linux-gnu', 'i686-unknown-linux-gnu', 'x86_64-pc-windows-msvc'])
    expect(() => compileCpp(cpp, triple), triple).not.toThrow();
});
