import { describe, expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { LineIndex } from '../base/line-index.js';
import { applyEdit } from '../hazards/testing/check.js';
import { MemoryWorkspace } from './testing/memory-workspace.js';

const FILES = {
  'src/lib.rs': `#[repr(C)]
pub struct Lap { pub distance: u32, pub round: u32 }

pub struct Loose { pub a: u8 }

#[repr(C)]
pub struct Alone { pub word: usize }

extern "C" { fn lap_end(lap: &Lap); }
`,
  'include/lap.hpp': `#include <cstddef>
#include <cstdint>
namespace laps {
struct Lap { uint32_t distance; uint32_t round; };
struct Shape { virtual void draw(); };
}
extern "C" void lap_end(const laps::Lap *lap);
`,
};

/** The titles of what is offered at the first place of a word, and the workspace after the last of them. */
async function offered(path: keyof typeof FILES, word: string) {
  const workspace = await MemoryWorkspace.of(FILES);
  const uri = workspace.uri(path);
  const at = FILES[path].indexOf(word);
  const range = new LineIndex(FILES[path]).rangeOf(at, at);
  const actions = (await workspace.ferrule.actions(uri, range, NEVER_CANCELLED)).filter(({ title }) =>
    title.startsWith('Pin'),
  );
  const resolve = async (title: string): Promise<Record<keyof typeof FILES, string>> => {
    const key = actions.find((action) => action.title === title)?.key;
    const edit = key && (await workspace.ferrule.resolve(key, NEVER_CANCELLED));
    if (!edit) throw new Error(`${title} has no edit`);
    applyEdit(workspace, edit);
    return {
      'src/lib.rs': workspace.text('src/lib.rs'),
      'include/lap.hpp': workspace.text('include/lap.hpp'),
    };
  };
  return { titles: actions.map(({ title }) => title), resolve };
}

describe('the layout of a record', () => {
  it('is pinned where it is declared, and on both sides where they mirror each other', async () => {
    const { titles, resolve } = await offered('src/lib.rs', 'Lap {');
    expect(titles).toEqual(['Pin the layout of `Lap` in Rust', 'Pin the layout of `Lap` on both sides']);
    const after = await resolve('Pin the layout of `Lap` on both sides');
    expect(after['src/lib.rs']).toContain(`pub struct Lap { pub distance: u32, pub round: u32 }

const _: () = {
    assert!(core::mem::size_of::<Lap>() == 8);
    assert!(core::mem::align_of::<Lap>() == 4);
    assert!(core::mem::offset_of!(Lap, distance) == 0);
    assert!(core::mem::offset_of!(Lap, round) == 4);
};
`);
    expect(after['include/lap.hpp']).toContain(`struct Lap { uint32_t distance; uint32_t round; };

static_assert(sizeof(Lap) == 8, "Rust mirrors Lap");
static_assert(alignof(Lap) == 4, "Rust mirrors Lap");
static_assert(offsetof(Lap, distance) == 0, "Rust mirrors Lap");
static_assert(offsetof(Lap, round) == 4, "Rust mirrors Lap");
`);
  });

  it('is pinned for the targets on which it is that', async () => {
    const { titles, resolve } = await offered('src/lib.rs', 'Alone');
    expect(titles).toEqual(['Pin the layout of `Alone` in Rust']);
    expect((await resolve('Pin the layout of `Alone` in Rust'))['src/lib.rs']).toContain(`
#[cfg(target_pointer_width = "64")]
const _: () = {
    assert!(core::mem::size_of::<Alone>() == 8);
`);
  });

  it('is pinned in C++ alone where nothing mirrors it', async () => {
    const { titles, resolve } = await offered('include/lap.hpp', 'Shape');
    expect(titles).toEqual(['Pin the layout of `laps::Shape` in C++']);
    expect((await resolve('Pin the layout of `laps::Shape` in C++'))['include/lap.hpp']).toContain(`
static_assert(sizeof(void *) != 8 || sizeof(Shape) == 8, "the layout of Shape is pinned");
`);
  });

  it('is not pinned where rustc may change it', async () => {
    expect((await offered('src/lib.rs', 'Loose')).titles).toEqual([]);
  });
});
