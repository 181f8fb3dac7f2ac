import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { MemoryWorkspace } from '../../service/testing/memory-workspace.js';

/** Size and status of each record of the first file, or the reason why nothing is known. */
async function layoutsIn(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const workspace = await MemoryWorkspace.of(files);
  const [path = ''] = Object.keys(files);
  const { types } = await workspace.ferrule.inspect(workspace.uri(path), null, NEVER_CANCELLED);
  return Object.fromEntries(
    types
      .filter(({ kind }) => kind !== 'enum')
      .map(({ name, layout: { status, size, reason } }) => [
        name,
        status === 'unknown' ? `unknown: ${reason}` : `${status} ${size}${reason ? `: ${reason}` : ''}`,
      ]),
  );
}

test('the `#if` of a constructor says nothing about the record, nor about its members', async () => {
  const constructor = `
#if defined(DEBUG_HOOKS)
  : id(1)
#endif
  {}`;
  const text = `struct Count {
  int *counter;
#if defined(DEBUG_HOOKS)
  int id;
#endif
  Count()${constructor}
  Count(int)${constructor}
};`;
  expect(await layoutsIn({ 'count.hpp': text })).toEqual({
    Count: 'assumed 8: `DEBUG_HOOKS` is not defined',
  });
});

test('a record whose head depends on the build has members that depend on more', async () => {
  const text = `struct Split
#if defined(FIRST)
  final
#endif
{
  int a;
#if defined(SECOND)
  int b;
#endif
};`;
  expect(await layoutsIn({ 'split.hpp': text })).toEqual({ Split: 'assumed 4: `SECOND` is not defined' });
});

test('a typedef that no build without a macro has is not taken for the one that was not read', async () => {
  const text = `#if defined(ONLY_DOCUMENTED)
typedef int Handle;
struct Beside { Handle handle; };
#endif
struct Holder { Handle handle; };`;
  expect(await layoutsIn({ 'holder.hpp': text })).toEqual({
    Beside: 'exact 4',
    Holder: 'assumed 4: `defined(ONLY_DOCUMENTED)` holds where `Handle` is declared',
  });
  expect(await layoutsIn({ 'holder.hpp': text, 'handle.hpp': 'typedef void *Handle;' })).toMatchObject({
    Holder: 'assumed 8: `ONLY_DOCUMENTED` is not defined',
  });
});
