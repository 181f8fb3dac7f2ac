import { describe, expect, it } from 'vitest';
import { checkQuiet } from '../hazards/testing/check.js';
import { readFixture } from '../hazards/testing/fixture.js';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';

const HEADER = `
//- include/codec.h
extern "C" int codec_open(int level);
`;
const DECLARATION = 'extern "C" { fn codec_open() -> i32; }';

const hazardsIn = async (text: string): Promise<readonly string[]> => {
  const { findings } = await (await MemoryWorkspace.of(readFixture(text + HEADER).files)).check();
  return findings.map(({ hazard }) => hazard);
};

describe('the condition of a module', () => {
  it.each([
    ['its own', '//- src/lib.rs\n#[cfg(windows)]\nmod ffi;\n//- src/ffi.rs\n'],
    ["its crate's", '//- src/lib.rs\n#![cfg(windows)]\nmod ffi;\n//- src/ffi/mod.rs\n'],
    [
      'that of a module around it',
      '//- src/main.rs\n#[cfg(windows)]\nmod sys;\n//- src/sys.rs\nmod ffi;\n//- src/sys/ffi.rs\n',
    ],
    ['of an inline module', '//- src/lib.rs\n#[cfg(windows)]\nmod sys { mod ffi; }\n//- src/sys/ffi.rs\n'],
    [
      'with a path',
      '//- src/lib.rs\n#[cfg(windows)]\n#[path = "sys/win.rs"]\nmod ffi;\n//- src/sys/win.rs\n',
    ],
    [
      'of a path',
      '//- src/lib.rs\n#[cfg_attr(windows, path = "win.rs")]\n#[cfg_attr(unix, path = "nix.rs")]\nmod ffi;\n//- src/nix.rs\n//- src/win.rs\n',
    ],
    [
      'that no path has taken its file from',
      '//- src/lib.rs\n#[cfg_attr(unix, path = "nix.rs")]\nmod ffi;\n//- src/nix.rs\n//- src/ffi.rs\n',
    ],
    [
      'in each of two crates',
      '//- src/main.rs\n#[cfg(windows)]\nmod ffi;\n//- src/lib.rs\n#[cfg(target_os = "macos")]\nmod ffi;\n//- src/ffi.rs\n',
    ],
  ])('is also that of what is in its file: %s', async (_, text) => {
    await checkQuiet(text + DECLARATION + HEADER);
    // Under a condition that nobody knows the answer to, it counts.
    const open = text.replaceAll('windows', 'unheard_of');
    expect(await hazardsIn(open + DECLARATION)).toEqual(open === text ? [] : ['arity-mismatch']);
  });

  it.each([
    ['it holds', '//- src/lib.rs\n#[cfg(unix)]\nmod ffi;\n//- src/ffi.rs\n'],
    [
      'another crate has it too',
      '//- src/main.rs\n#[cfg(windows)]\nmod ffi;\n//- src/lib.rs\nmod ffi;\n//- src/ffi.rs\n',
    ],
    ['it is of another module', '//- src/lib.rs\n#[cfg(windows)]\nmod win;\nmod ffi;\n//- src/ffi.rs\n'],
    [
      'it is of a file of the same name',
      '//- src/lib.rs\n#[cfg(windows)]\nmod ffi;\nmod sys;\n//- src/sys/ffi.rs\n',
    ],
    [
      'modules go in a circle',
      '//- src/a.rs\n#[cfg(unix)]\n#[path = "b.rs"]\nmod b;\n//- src/lib.rs\n#[path = "lib.rs"] #[cfg(unix)]\nmod ffi;\nmod lib;\n//- src/ffi.rs\n',
    ],
  ])('takes nothing out of the check where %s', async (_, text) => {
    expect(await hazardsIn(text + DECLARATION)).toEqual(['arity-mismatch']);
  });
});
