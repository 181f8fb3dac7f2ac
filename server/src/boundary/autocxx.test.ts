import { describe, expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';

const FILES = {
  'src/main.rs': `use autocxx::prelude::*;
include_cpp! {
    #include "farm/goat.h"
    safety!(unsafe_ffi)
    generate!("farm::Goat")
    generate_pod!("farm::Point")
    generate!("farm::count")
    generate!("Colour")
    generate!("Missing")
    subclass!("farm::Keeper", RustKeeper)
}
`,
  'include/farm/goat.h': `namespace farm {
class Goat { public: void add_a_horn(); };
struct Point { int x, y; };
class Keeper { public: virtual void feed(Goat &goat) = 0; };
int count(const Goat *goats, int number = 1);
}
enum Colour { Red };
`,
};

describe('an inclusion of autocxx', () => {
  it('crosses by its directives, without a comparison', async () => {
    const workspace = await MemoryWorkspace.of(FILES);
    const { crossings, unpaired, findings } = await workspace.check();
    expect(crossings.map(({ name, mechanism, kind }) => `${kind} ${name} through ${mechanism}`)).toEqual([
      'type farm::Goat through autocxx',
      'type farm::Point through autocxx',
      'function farm::count through autocxx',
      'type farm::Keeper through autocxx',
    ]);
    expect(unpaired).toEqual([
      expect.objectContaining({
        name: 'Missing',
        mechanism: 'autocxx',
        reason: 'no C++ declaration of this name was found',
      }),
    ]);
    expect(findings).toEqual([]);
  });

  it('shows on hover what the directive stands for', async () => {
    const workspace = await MemoryWorkspace.of(FILES);
    const uri = workspace.uri('src/main.rs');
    workspace.open('src/main.rs');
    const hover = await workspace.ferrule.hover(uri, { line: 6, character: 24 }, NEVER_CANCELLED);
    expect(hover?.markdown).toBe(
      [
        '```cpp',
        'int farm::count(const Goat *goats, int number);',
        '```',
        '',
        'Crosses through autocxx; Rust calls C++. Link symbol: `_ZN4farm5countEPKNS_4GoatEi`.',
      ].join('\n'),
    );
  });

  it('crosses with all of a namespace that it asks for, but for what it blocks', async () => {
    const workspace = await MemoryWorkspace.of({
      'src/main.rs': `include_cpp! {
    #include "farm/goat.h"
    #include "farm/barn.h"
    generate_ns!("farm")
    block!("farm::Keeper")
}
`,
      'include/farm/goat.h': `namespace farm { class Goat {}; class Keeper {}; }
class Other {};
`,
      'include/farm/barn.h': 'namespace farm { namespace barn { void open(); } }',
      'include/else.h': 'namespace farm { class Elsewhere {}; }',
    });
    const { crossings, unpaired } = await workspace.check();
    expect(crossings.map(({ name, kind }) => `${kind} ${name}`).sort()).toEqual([
      'function farm::barn::open',
      'type farm::Goat',
    ]);
    expect(unpaired).toEqual([]);
  });

  it('is found again after its header was changed', async () => {
    const workspace = await MemoryWorkspace.of(FILES);
    await workspace.check();
    workspace.write('include/farm/goat.h', 'namespace barn { class Missing; }');
    const { findings } = await workspace.check();
    expect(findings.map(({ hazard, mechanism }) => [hazard, mechanism])).toEqual([
      ['autocxx-refused', 'autocxx'],
    ]);
  });
});
