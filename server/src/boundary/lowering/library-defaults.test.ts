import { describe, expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { MemoryWorkspace } from '../../service/testing/memory-workspace.js';

/** The size of a class with a member of the type, or that it is not known. */
async function sizeWith(type: string): Promise<string> {
  const workspace = await MemoryWorkspace.of({
    'x.hpp': `template <class T> struct Pool { void *arena; };\nstruct X { ${type} member; };`,
  });
  const { types } = await workspace.ferrule.inspect(workspace.uri('x.hpp'), null, NEVER_CANCELLED);
  const layout = types.find(({ name }) => name === 'X')?.layout;
  return layout && layout.status !== 'unknown' ? String(layout.size) : 'unknown';
}

describe('a class of the library with the arguments that it has by default', () => {
  test.each([
    ['std::string', 'std::basic_string<char, std::char_traits<char>, std::allocator<char>>'],
    ['std::string', 'std::basic_string<char, std::char_traits<char>>'],
    ['std::vector<int>', 'std::vector<int, std::allocator<int>>'],
    [
      'std::map<int, long>',
      'std::map<int, long, std::less<int>, std::allocator<std::pair<const int, long>>>',
    ],
    ['std::unique_ptr<int[]>', 'std::unique_ptr<int[], std::default_delete<int[]>>'],
    ['std::queue<int>', 'std::queue<int, std::deque<int>>'],
  ])('%s is %s', async (short, long) => {
    expect(await sizeWith(long)).toMatch(/^\d+$/);
    expect(await sizeWith(long)).toBe(await sizeWith(short));
  });

  test.each([
    ['std::string', 'std::basic_string<char, std::char_traits<char>, Pool<char>>'],
    ['std::vector<int>', 'std::vector<int, Pool<int>>'],
    ['std::map<int, long>', 'std::map<int, long, std::less<int>, Pool<std::pair<const int, long>>>'],
    ['std::unique_ptr<int>', 'std::unique_ptr<int, Pool<int>>'],
  ])('%s is not %s', async (short, long) => {
    expect(await sizeWith(long)).not.toBe(await sizeWith(short));
  });
});
